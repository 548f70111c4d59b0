package dev.saccade.engine;

import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process that publishes engines until it is ended, or a given number of them. */
final class PublishingProcess {
    private PublishingProcess() {}

    /** Begins an engine and never ends it. */
    private static void hold(EngineStore store) throws Exception {
        try (EngineDraft draft = store.draft()) {
            Files.writeString(draft.plan(), plan(0));
            System.out.println("ready");
            new CountDownLatch(1).await();
        }
    }

    /** Arguments: store, package, the first plan's number, how many. Tells when it is ready and when it is done. */
    public static void main(String[] args) throws Exception {
        EngineStore store = new EngineStore(Path.of(args[0]));
        ModelPackage model = ModelPackages.read(Path.of(args[1]));
        if (args.length == 2) {
            hold(store);
        }
        int first = Integer.parseInt(args[2]);
        System.out.println("ready");
        for (int i = 0; i < Integer.parseInt(args[3]); i++) {
            StoreRig.publish(store, model, plan(first + i), "2026-01-01T00:00:00Z", StoreRig.HERE);
        }
        System.out.println("done");
    }

    /** Long enough that a process can be killed while it is written. */
    private static String plan(int number) {
        return ("plan " + number + "\n").repeat(20_000);
    }
}
