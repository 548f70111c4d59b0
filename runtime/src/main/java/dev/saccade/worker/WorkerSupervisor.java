package dev.saccade.worker;

import dev.saccade.engine.Backend;
import dev.saccade.engine.EngineException;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.pipeline.ThreadPolicy;
import dev.saccade.posix.SharedFile;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.bytedeco.javacpp.IntPointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that starts workers: one at a time, each anew after a back-off, on new memory, and only after it has seen in
 * the golden frame what the first one saw. It lives as long as any of them, because the kernel ends them with it.
 */
final class WorkerSupervisor {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerSupervisor.class);
    private static final long START_NS = 120_000_000_000L;
    private static final int BYE_MS = 1000;
    private static final int POLL_MS = 1000;
    private static final long STUCK_NS = 5_000_000_000L;
    private static final long JOIN_MS = 3000;
    private static final int NS_PER_MS = 1_000_000;

    private final ModelPackage model;
    private final WorkerRecord record;
    private final WaitRule rule;
    private final AtomicReference<WorkerLink> serving = new AtomicReference<>();
    private final CompletableFuture<Hello> first = new CompletableFuture<>();
    private final RestartBackOff backOff = new RestartBackOff();
    private final Word word = new Word();
    private final int notice = SharedFile.makeEvent();
    private final Thread thread;
    private final WorkerSpec spec;
    private volatile SharedFrameMemory memory;
    private volatile GoldenFrame golden;
    private volatile boolean closing;
    private volatile long faultsBeginNs;
    private boolean framesAreReadOnly;
    private boolean packageHasChanged;
    /** When the latest worker ended, or gave no answer. */
    private long endNs;

    private boolean freed;
    private Hello hello;

    WorkerSupervisor(ModelPackage model, WorkerSpec spec, WaitRule rule, WorkerRecord record) {
        this.model = model;
        this.spec = spec;
        this.rule = rule;
        this.record = record;
        thread = new Thread(this::work, "saccade-worker-supervisor");
        thread.setDaemon(true);
    }

    /** Starts the first worker and waits for it. */
    Hello start() throws PackageException, EngineException {
        thread.start();
        try {
            return first.join();
        } catch (CompletionException e) {
            close();
            free();
            if (e.getCause() instanceof PackageException p) {
                throw p;
            }
            if (e.getCause() instanceof EngineException x) {
                throw x;
            }
            throw new EngineException(false, String.valueOf(e.getCause().getMessage()), e.getCause());
        }
    }

    /** What looks at frames; null while none does. */
    WorkerLink serving() {
        return serving.get();
    }

    /** A link is not to be used for a frame any more. */
    void retire(WorkerLink link) {
        serving.compareAndSet(link, null);
    }

    SharedFrameMemory memory() {
        return memory;
    }

    GoldenFrame golden() {
        return golden;
    }

    /** When the time of injected faults began, for a worker that comes later. */
    void faultsBegan(long ns) {
        faultsBeginNs = ns;
    }

    /** Ends the worker and waits for it; a look in progress ends with it. Idempotent. */
    synchronized void close() {
        if (closing) {
            return;
        }
        closing = true;
        SharedFile.raise(notice);
        try {
            thread.join(JOIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** After {@link #close}, when nobody looks. What a worker that does not end holds up is left to the process's end. */
    synchronized void free() {
        if (!thread.isAlive() && !freed) {
            freed = true;
            SharedFile.close(notice);
            if (golden != null) {
                golden.close();
            }
        }
    }

    private void work() {
        ThreadPolicy.besideControl().apply();
        while (!closing) {
            long servedNs = live();
            if (!first.isDone()) {
                first.completeExceptionally(
                        new EngineException(false, "engine's process " + record.lastReason(), null));
            }
            if (first.isCompletedExceptionally()) {
                break;
            }
            if (packageHasChanged) {
                record.giveUp();
                LOG.error("engine's process {}; no other is started", record.lastReason());
                break;
            }
            if (!closing) {
                memory.renew();
                backOff.ended(endNs, servedNs);
                LOG.warn(
                        "engine's process {}; a new one in {} ms",
                        record.lastReason(),
                        Math.max(0, backOff.leftNs(System.nanoTime())) / NS_PER_MS);
                pause();
            }
        }
        word.close();
    }

    private void pause() {
        try (IntPointer polled = new IntPointer(1)) {
            polled.put(notice);
            long leftNs = backOff.leftNs(System.nanoTime());
            while (leftNs > 0 && !closing) {
                SharedFile.poll(polled.address(), 1, (int) (leftNs / NS_PER_MS) + 1);
                SharedFile.clear(notice);
                leftNs = backOff.leftNs(System.nanoTime());
            }
        }
    }

    /** One worker from its start to its end; how long it served, ns. */
    private long live() {
        endNs = System.nanoTime();
        Child child;
        try {
            child = Child.start(WorkerCommand.of(spec), notice);
        } catch (IOException e) {
            record.ended(e.getMessage());
            return 0;
        }
        record.started();
        WorkerLink link = null;
        String unfit = null;
        long sinceNs = System.nanoTime();
        boolean served = false;
        try {
            Hello said = greet(child);
            if (said != null) {
                prepare(said);
                link = new WorkerLink(child, said, model, memory, framesAreReadOnly);
                unfit = trial(said, link);
                served = unfit == null && !closing;
            }
            if (served) {
                sinceNs = System.nanoTime();
                serve(child, link, said);
            }
        } catch (PackageException | EngineException e) {
            first.completeExceptionally(e);
            unfit = "was refused: " + e.getMessage();
        } catch (IOException e) {
            unfit = e.getMessage();
        }
        endNs = System.nanoTime();
        long servedNs = served ? endNs - sinceNs : 0;
        retire(link);
        if (link != null && link.isHung()) {
            new LastWords(child, endNs).hear(() -> closing);
        }
        conclude(child, link, unfit);
        return servedNs;
    }

    private void serve(Child child, WorkerLink link, Hello said) {
        hello = said;
        record.serves(child.pid());
        link.serves();
        serving.set(link);
        first.complete(said);
        child.ignoreWords();
        while (!child.hasEnded() && !link.isHung() && !closing) {
            child.waitFor(-1);
        }
    }

    private String trial(Hello said, WorkerLink link) {
        return new GoldenTrial(model, golden, rule, record, () -> closing)
                .refusal(link, said.shape(), START_NS, faultsBeginNs);
    }

    /** Waits until the worker has loaded its model; null: it ended first, or too slowly. */
    private Hello greet(Child child) throws PackageException, EngineException, IOException {
        long untilNs = System.nanoTime() + START_NS;
        while (!child.hasEnded() && !closing) {
            long leftNs = untilNs - System.nanoTime();
            if (leftNs <= 0) {
                throw new IOException("was not ready within " + START_NS / 1_000_000_000L + " s");
            }
            int ready = child.waitFor((int) (leftNs / NS_PER_MS) + 1);
            if ((ready & Child.WORD) == 0) {
                continue;
            }
            if (word.receive(child.socket()) <= 0) {
                child.ignoreWords();
                continue;
            }
            return answer();
        }
        return null;
    }

    private Hello answer() throws PackageException, EngineException, IOException {
        int name = word.number();
        if (name == Word.REFUSED) {
            int kind = word.number();
            String why = word.text();
            if (kind == WorkerMain.PACKAGE) {
                throw new PackageException(why);
            }
            throw new EngineException(kind == WorkerMain.DEVICE, why, null);
        }
        Hello said = name == Word.HELLO ? Hello.read(word) : null;
        if (said == null) {
            throw new IOException("does not speak as this version does");
        }
        packageHasChanged = said.isOfAnother(model);
        String refusal = said.refusal(model, hello);
        if (refusal != null) {
            throw new PackageException(refusal);
        }
        return said;
    }

    private void prepare(Hello said) {
        if (memory == null) {
            // A driver that locks pages may want to be able to write to them.
            framesAreReadOnly = said.backend() == Backend.CPU;
            golden = new GoldenFrame(Tolerance.of(said.backend()), said.shape().newPerception(model));
            memory = new SharedFrameMemory(framesAreReadOnly);
        }
    }

    /** Ends it if it lives, waits until it has ended, and tells why. */
    private void conclude(Child child, WorkerLink link, String unfit) {
        boolean isHung = link != null && link.isHung();
        boolean takesWords = !child.hasEnded() && unfit == null && !isHung;
        child.ignoreWords();
        SharedFile.clear(notice);
        if (takesWords && word.begin(Word.BYE).send(child.socket())) {
            child.waitFor(BYE_MS);
        }
        child.kill();
        long stuckNs = System.nanoTime() + STUCK_NS;
        for (boolean told = false; !child.hasEnded(); ) {
            child.waitFor(POLL_MS);
            if (!child.hasEnded() && !told && System.nanoTime() - stuckNs >= 0) {
                told = true;
                LOG.error("engine's process {} does not end although it was killed: a driver holds it", child.pid());
            }
        }
        String condemned = link == null ? null : link.condemned();
        String why = unfit == null || unfit.isEmpty() ? condemned : unfit;
        // That it gave no answer is what was noticed; what it ended of meanwhile is why.
        boolean ownWords = why == null || (isHung && child.tellsWhy());
        record.ended(child.pid() + " " + (ownWords ? child.endInWords() : why));
        if (link != null) {
            link.ended();
        }
        child.close();
    }
}
