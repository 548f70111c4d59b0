package dev.saccade.cli.doctor;

import dev.saccade.pipeline.Latency;
import java.io.IOException;
import java.util.function.DoubleConsumer;

/**
 * How late both loops woke. They take turns of a quarter of a second, in ABBA order: side by side, two threads of one
 * priority would delay one another, and one after the other, a busy moment would hit one alone.
 *
 * @param ours the control loop's thread
 * @param peer the same loop in C++, a process of its own
 * @param refused what our thread's policy was refused, empty when nothing
 */
public record Measured(Latency ours, Latency peer, String refused) {
    private static final int TURN_TICKS = 250;
    private static final int WARM_TICKS = 500;
    private static final double NS_PER_S = 1e9;

    /**
     * Measures; blocks for twice the time and some more.
     *
     * @param seconds of each loop, at least 1
     * @param progress receives the share done, 0..1, between turns
     */
    public static Measured take(int seconds, DoubleConsumer progress) throws IOException, InterruptedException {
        TickProgram program = TickProgram.unpack();
        String refused = WakeUps.ours(WARM_TICKS, new Latency());
        Latency ours = new Latency();
        Latency peer = new Latency();
        int turns = (int) (seconds * NS_PER_S / WakeUps.PERIOD_NS / TURN_TICKS);
        for (int turn = 0; turn < turns; turn++) {
            for (int half = 0; half < 2; half++) {
                if ((turn + half) % 2 == 0) {
                    WakeUps.ours(TURN_TICKS, ours);
                } else {
                    program.run(TURN_TICKS, peer);
                }
            }
            progress.accept((turn + 1.0) / turns);
        }
        return new Measured(ours, peer, refused);
    }
}
