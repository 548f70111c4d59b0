package dev.saccade.bench;

import dev.saccade.cli.doctor.TickProgram;
import dev.saccade.cli.doctor.WakeUps;
import dev.saccade.pipeline.Latency;
import dev.saccade.pipeline.RealTime;
import dev.saccade.pipeline.ThreadPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A 1 kHz loop beside inference that saturates every processor and an ordinary thread that spins: once with inference
 * ordinary, as the program has it, and once with inference under FIFO 10, which the program never does: the negative
 * control. The same loop in C++ takes turns with ours in both.
 *
 * <p>Goal: with inference ordinary, p99.9 within 1.5 times that of the loop in C++; under FIFO it is worse for both.
 */
public final class BesideInference {
    private static final int TURN_TICKS = 2_500;
    private static final int TICKS_PER_S = 1_000;
    private static final double GOAL = 1.5;
    private static final double TAIL = 99.9;

    private BesideInference() {}

    /**
     * Runs the comparison.
     *
     * @param args {@code PACKAGE [SECONDS]}: a model package, and how long each loop runs in each case, 20 unless given
     * @throws Exception when the model, a loop or the peer fails
     */
    public static void main(String[] args) throws Exception {
        if (args.length < 1) {
            System.err.println("usage: BesideInference PACKAGE [SECONDS]  (see 'saccade models show centernet-coco')");
            System.exit(2);
        }
        Path model = Path.of(args[0]);
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 20;
        RealTime realTime = new RealTime();
        realTime.prepare();
        if (!realTime.missing().isEmpty()) {
            System.err.println("not permitted, so that this shows nothing: " + realTime.missing());
            System.exit(1);
        }
        boolean met = beside("inference ordinary", model, ThreadPolicy.ORDINARY, seconds) <= GOAL;
        beside("inference FIFO 10 (negative control)", model, new ThreadPolicy(10, -1, -1), seconds);
        System.out.printf(
                Locale.ROOT,
                "goal p99.9 within %.1f times C++ beside ordinary inference: %s%n",
                GOAL,
                met ? "met" : "not met");
    }

    /** Returns our p99.9 over that of C++. */
    private static double beside(String what, Path model, ThreadPolicy policy, int seconds) throws Exception {
        TickProgram peer = TickProgram.unpack();
        Latency ours = new Latency();
        Latency c = new Latency();
        List<SaturatedInference> load = new ArrayList<>();
        Spinner spinner = new Spinner();
        try {
            for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
                load.add(new SaturatedInference(model, policy));
            }
            WakeUps.ours(TURN_TICKS, new Latency());
            load.forEach(SaturatedInference::start);
            spinner.start();
            for (int turn = 0; turn * TURN_TICKS < seconds * TICKS_PER_S; turn++) {
                for (int half = 0; half < 2; half++) {
                    if ((turn + half) % 2 == 0) {
                        WakeUps.ours(TURN_TICKS, ours);
                    } else {
                        peer.run(TURN_TICKS, c);
                    }
                }
            }
        } finally {
            spinner.end();
            load.forEach(SaturatedInference::close);
        }
        long runs = 0;
        for (SaturatedInference inference : load) {
            if (!inference.trouble().isEmpty()) {
                throw new IOException("inference: " + inference.trouble());
            }
            runs += inference.runs();
        }
        System.out.println(what + ": " + runs + " inferences beside " + ours.count() + " ticks of each loop");
        TickLateness.print("saccade", ours);
        TickLateness.print("C++", c);
        return (double) ours.percentile(TAIL) / Math.max(1, c.percentile(TAIL));
    }

    /** Ordinary work that never waits. */
    private static final class Spinner extends Thread {
        private volatile boolean stopping;

        Spinner() {
            super("spinner");
            setDaemon(true);
        }

        @Override
        public void run() {
            while (!stopping) {
                Thread.onSpinWait();
            }
        }

        void end() throws InterruptedException {
            stopping = true;
            join();
        }
    }
}
