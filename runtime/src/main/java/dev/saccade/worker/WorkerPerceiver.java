package dev.saccade.worker;

import dev.saccade.engine.Backend;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineOptions;
import dev.saccade.fault.FaultKind;
import dev.saccade.fault.FaultPlan;
import dev.saccade.frame.CloseGuard;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameMemory;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.posix.WorkerProcess;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perception;
import java.util.Arrays;

/**
 * A perceiver whose engine runs in a process of its own. What ends that process, a fault of its engine included, ends
 * nothing here: this look is a {@link #FAULT}, and so is every other, at once, until a new process is ready. A frame that
 * the process may read stays leased until it has answered or is gone. Frames in {@link #frameMemory()} are read in place.
 */
public final class WorkerPerceiver implements Perceiver {
    /**
     * A look waits twice for the scheduler, there and back, on cores that others use too. A busy machine makes each wait
     * some tens of ms (sound workers have been seen to take 45), and a process that is ended for nothing costs a second.
     */
    private static final long LEAST_HANG_NS = 100_000_000L;

    private static final FaultKind[] KINDS = FaultKind.values();

    private final ModelPackage model;
    private final FaultPlan faults;
    private final WaitRule rule;
    private final WorkerRecord record = new WorkerRecord();
    private final WorkerSupervisor supervisor;
    private final Hello hello;
    private final CloseGuard guard = new CloseGuard();
    private final long[] injected = new long[KINDS.length];
    private WorkerLink countedOf;
    private volatile String lastError = "";
    private boolean hung;

    private WorkerPerceiver(ModelPackage model, Backend backend, EngineOptions options, FaultPlan faults)
            throws PackageException, EngineException {
        this.model = model;
        this.faults = faults;
        rule = new WaitRule(options.device().budgetShare());
        WorkerSpec spec = WorkerSpec.of(model, backend, options, faults.specs());
        supervisor = new WorkerSupervisor(model, spec, rule, record);
        hello = supervisor.start();
    }

    /**
     * Loads a package in a new process and waits until it is ready.
     *
     * @param model a package that was read and checked; the process reads it again from its directory
     * @param backend what runs it there, or {@link Backend#AUTO}
     * @param options how it runs there
     * @return the perceiver, owned by the caller
     * @throws PackageException when the package is not what its model.yaml describes
     * @throws EngineException when the back end is unavailable or refuses the graph, or no process can be started
     */
    public static WorkerPerceiver load(ModelPackage model, Backend backend, EngineOptions options)
            throws PackageException, EngineException {
        return load(model, backend, options, FaultPlan.none());
    }

    /**
     * Loads a package whose engine fails by plan, in its process.
     *
     * @param model a package that was read and checked
     * @param backend what runs it there
     * @param options how it runs there
     * @param faults what goes wrong when
     * @return the perceiver, owned by the caller
     * @throws PackageException when the package is not what its model.yaml describes
     * @throws EngineException when the back end is unavailable or refuses the graph, or no process can be started
     */
    public static WorkerPerceiver load(ModelPackage model, Backend backend, EngineOptions options, FaultPlan faults)
            throws PackageException, EngineException {
        return new WorkerPerceiver(model, backend, options, faults);
    }

    @Override
    public ModelPackage model() {
        return model;
    }

    @Override
    public Backend backend() {
        return hello.backend();
    }

    @Override
    public String description() {
        return hello.description() + ", in a process of its own";
    }

    @Override
    public String origin() {
        return hello.origin();
    }

    @Override
    public Perception newPerception() {
        return hello.shape().newPerception(model);
    }

    @Override
    public FrameMemory frameMemory() {
        return supervisor.memory();
    }

    @Override
    public boolean needsStandby() {
        return true;
    }

    @Override
    public boolean isReady() {
        return supervisor.serving() != null;
    }

    @Override
    public void bounds(long deadlineNs, long hangTimeoutNs) {
        rule.bounds(deadlineNs, hangTimeoutNs);
    }

    @Override
    public long leastHangTimeoutNs() {
        return LEAST_HANG_NS;
    }

    /** @return what became of the engine's processes, kept up to date */
    public WorkerRecord record() {
        return record;
    }

    /** What is asked at the moment, for a test; null: nobody. */
    WorkerLink link() {
        return supervisor.serving();
    }

    @Override
    public int perceive(Frame frame, Perception into, MonotonicClock clock) {
        hung = false;
        if (!guard.enter()) {
            return fault("the perceiver is closed");
        }
        try {
            WorkerLink link = supervisor.serving();
            if (link == null || !link.enter()) {
                return fault(
                        record.isGivenUp()
                                ? "the engine's process is given up: the package has changed; start the program anew"
                                : "the engine's process is being started anew");
            }
            try {
                return look(link, frame, into, clock);
            } finally {
                link.leave();
            }
        } finally {
            if (guard.leave()) {
                supervisor.free();
            }
        }
    }

    private int look(WorkerLink link, Frame frame, Perception into, MonotonicClock clock) {
        long leasedNs = clock.nanoTime();
        long nowNs = System.nanoTime();
        long captureDueNs = rule.dueNs(frame.captureNs());
        // The loop's clock may be another than the system's.
        long dueNs = captureDueNs == Long.MAX_VALUE ? captureDueNs : captureDueNs - leasedNs + nowNs;
        if (link.isBusy()) {
            // An earlier frame that was late: its result is of no use any more, its failure is.
            int late = await(link, dueNs);
            if (late != OK || link.answer().status() == FAULT) {
                return late == OK ? engineFailed(link) : late;
            }
        }
        long beginNs = faults.beginNs();
        supervisor.faultsBegan(beginNs);
        nowNs = System.nanoTime();
        // A device's own wait must not end first: who gave no answer counts as hung, who tells of a failure as failed.
        long deviceNs = 2 * rule.hangNs(link.look() + 1);
        if (!link.submit(frame, order(nowNs), deviceNs, beginNs, nowNs)) {
            return condemn(link, "takes no frame");
        }
        int waited = await(link, dueNs);
        if (waited != OK) {
            return waited;
        }
        return take(link, frame, into, leasedNs);
    }

    private int take(WorkerLink link, Frame frame, Perception into, long leasedNs) {
        count(link);
        AnswerReader answer = link.answer();
        int status = answer.status();
        if (status == MISSED) {
            return MISSED;
        }
        if (status == FAULT) {
            return engineFailed(link);
        }
        String impossible =
                status == OK ? answer.result(into, link.submittedNs(), System.nanoTime()) : "its status is impossible";
        if (impossible != null) {
            return condemn(link, "answered what cannot be: " + impossible);
        }
        into.begin(frame.sequence(), frame.format().width(), frame.format().height(), frame.captureNs(), leasedNs);
        into.stages(
                leasedNs + answer.preprocessedNs(),
                leasedNs + answer.inferredNs(),
                leasedNs + answer.postprocessedNs());
        into.ranOn(hello.backend(), answer.isFallback());
        supervisor.golden().offer(frame, into);
        return OK;
    }

    /** OK: the answer is there; otherwise how the look ends. */
    private int await(WorkerLink link, long dueNs) {
        int outcome = link.await(rule.untilNs(link.look(), dueNs, link.submittedNs()));
        if (outcome == WorkerProcess.ANSWERED) {
            return OK;
        }
        if (outcome == WorkerProcess.TIME && !rule.isHung(link.look(), link.submittedNs(), System.nanoTime())) {
            return MISSED;
        }
        if (outcome == WorkerProcess.TIME) {
            supervisor.retire(link);
            link.condemnAsHung("gave no answer within the hang timeout");
            hung = true;
            return fault("the engine's process gave no answer within the hang timeout");
        }
        supervisor.retire(link);
        return fault("the engine's process ended");
    }

    /** What failed once may have poisoned its process, as a sticky error of CUDA does: only a new one is surely sound. */
    private int engineFailed(WorkerLink link) {
        String error = link.answer().error();
        condemn(link, "was ended because its engine failed: " + error);
        return fault(error);
    }

    private int condemn(WorkerLink link, String why) {
        supervisor.retire(link);
        link.condemn(why);
        return fault("the engine's process " + why);
    }

    private int order(long nowNs) {
        if (faults.isEmpty()) {
            return BlockLayout.LOOK;
        }
        if (faults.strikes(FaultKind.WORKER_KILL, nowNs)) {
            return BlockLayout.KILL;
        }
        if (faults.strikes(FaultKind.WORKER_STOP, nowNs)) {
            return BlockLayout.STOP;
        }
        return faults.strikes(FaultKind.WORKER_OOM, nowNs) ? BlockLayout.USE_UP_MEMORY : BlockLayout.LOOK;
    }

    /** What the worker counts, it counts from 0 on; what cannot be is left out. */
    private void count(WorkerLink link) {
        if (countedOf != link) {
            countedOf = link;
            record.another();
            Arrays.fill(injected, 0);
        }
        record.allocated(link.answer().allocatedBytes(), link.answer().allocationFrames());
        if (faults.isEmpty()) {
            return;
        }
        for (int i = 0; i < KINDS.length; i++) {
            long told = link.answer().injected(i);
            if (told > injected[i]) {
                faults.injectedElsewhere(KINDS[i], told - injected[i]);
                injected[i] = told;
            }
        }
    }

    private int fault(String words) {
        lastError = words;
        return FAULT;
    }

    @Override
    public String lastError() {
        return lastError;
    }

    @Override
    public boolean lastFaultWasHang() {
        return hung;
    }

    /** Ends the process and waits for that, a moment; its frames' memory stays until their ring is closed. */
    @Override
    public void close() {
        supervisor.close();
        if (guard.close()) {
            supervisor.free();
        }
    }
}
