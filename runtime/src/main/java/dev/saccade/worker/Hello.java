package dev.saccade.worker;

import dev.saccade.engine.Backend;
import dev.saccade.model.ModelPackage;

/** What a worker says when it is ready. */
record Hello(Backend backend, PerceptionShape shape, String identity, String description, String origin) {
    static final int PROTOCOL = 1;

    void write(Word word) {
        word.begin(Word.HELLO).put(PROTOCOL).put(backend.name());
        word.put(shape.detections()).put(shape.classes());
        word.put(shape.maskWidth()).put(shape.maskHeight()).put(shape.maskClasses());
        word.put(identity).put(description).put(origin);
    }

    /** What follows the word's name; null when it cannot be. */
    static Hello read(Word word) {
        int protocol = word.number();
        Backend backend = backend(word.text());
        PerceptionShape shape =
                new PerceptionShape(word.number(), word.number(), word.number(), word.number(), word.number());
        if (protocol != PROTOCOL || backend == null) {
            return null;
        }
        return new Hello(backend, shape, word.text(), word.text(), word.text());
    }

    private static Backend backend(String name) {
        for (Backend b : Backend.values()) {
            if (b.name().equals(name)) {
                return b;
            }
        }
        return null;
    }

    /** Whether it has read another package than this one, which no later worker will find again. */
    boolean isOfAnother(ModelPackage model) {
        return !identity.equals(model.identity());
    }

    /** Why it cannot serve for this model, in place of an earlier worker or of none (null); null when it can. */
    String refusal(ModelPackage model, Hello earlier) {
        if (isOfAnother(model)) {
            return "package " + model.directory() + " has changed since it was read; start the program anew";
        }
        if (!shape.isPossible(model.task()) || backend == Backend.AUTO) {
            return "the worker's results cannot be those of " + model.name();
        }
        if (earlier != null && (backend != earlier.backend || !shape.equals(earlier.shape))) {
            return "the worker came back with " + backend + " and " + shape + " instead of " + earlier.backend + " and "
                    + earlier.shape;
        }
        return null;
    }
}
