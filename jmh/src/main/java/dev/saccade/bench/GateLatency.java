package dev.saccade.bench;

import com.sun.management.ThreadMXBean;
import dev.saccade.control.wire.DirectWire;
import dev.saccade.control.wire.GateBounds;
import dev.saccade.control.wire.GatedWire;
import dev.saccade.control.wire.MessageBatch;
import dev.saccade.control.wire.SafePlan;
import dev.saccade.control.wire.Wire;
import dev.saccade.control.wire.WireIdentity;
import dev.saccade.pipeline.Latency;
import dev.saccade.posix.Posix;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * From a send to the datagram in a peer's hand at 1 kHz, through the gate process beside the same wire opened by this
 * process, in alternating blocks of one run. The peer is a blocked thread of this process. Prints latency and the heap
 * bytes of the sending thread.
 */
public final class GateLatency {
    private static final int BLOCKS = 10;
    private static final int WARM_BLOCKS = 2;
    private static final int MESSAGES = 1_000;
    private static final long PERIOD_NS = 1_000_000;
    private static final long VALID_NS = 600_000_000_000L;
    private static final int PAYLOAD = 64;
    private static final int PRIORITY = 80;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private GateLatency() {}

    /** One way, and what it cost. */
    private static final class Way implements AutoCloseable {
        private final String name;
        private final DatagramChannel peer;
        private final Wire wire;
        private final Latency latency = new Latency();
        private final MessageBatch batch = new MessageBatch(PAYLOAD + 16);
        private long bytes;
        private long failed;

        Way(String name, boolean gated) throws IOException {
            this.name = name;
            peer = DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String uri = "udp://127.0.0.1:" + ((InetSocketAddress) peer.getLocalAddress()).getPort();
            wire = gated
                    ? GatedWire.open(
                            uri,
                            new GateBounds(PERIOD_NS, PERIOD_NS, PERIOD_NS).stall(Duration.ofSeconds(60)),
                            WireIdentity.NONE)
                    : DirectWire.open(uri);
            fill(0);
            wire.plan(new SafePlan(List.of(new SafePlan.Phase(batch, Long.MAX_VALUE, 0))));
        }

        private void fill(long sentNs) {
            batch.clear().beginRaw(MessageBatch.NOWHERE, MessageBatch.NOWHERE).u64(sentNs);
            for (int i = Long.BYTES; i < PAYLOAD; i += Long.BYTES) {
                batch.u64(0);
            }
            batch.end();
        }

        void block() throws InterruptedException {
            Thread reader = new Thread(this::read, "peer");
            reader.start();
            long dueNs = System.nanoTime() + 10 * PERIOD_NS;
            Posix.sleepUntil(dueNs);
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < MESSAGES; i++) {
                dueNs += PERIOD_NS;
                Posix.sleepUntil(dueNs);
                long sentNs = System.nanoTime();
                fill(i == MESSAGES - 1 ? -sentNs : sentNs);
                failed += wire.send(batch, sentNs + VALID_NS) == 0 ? 0 : 1;
            }
            bytes += THREADS.getCurrentThreadAllocatedBytes() - before;
            reader.join();
        }

        private void read() {
            Posix.fifo(PRIORITY);
            ByteBuffer into = ByteBuffer.allocateDirect(PAYLOAD).order(ByteOrder.LITTLE_ENDIAN);
            try {
                long sentNs;
                do {
                    peer.receive(into.clear());
                    sentNs = into.getLong(0);
                    latency.record(System.nanoTime() - Math.abs(sentNs));
                } while (sentNs >= 0);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        void reset() {
            latency.reset();
            bytes = 0;
            failed = 0;
        }

        void print() {
            System.out.printf(
                    Locale.ROOT,
                    "%-7s p50 %6.1f us  p99 %7.1f us  max %8.1f us  %d B over %d sends, %d failed%n",
                    name,
                    latency.percentile(50) / 1e3,
                    latency.percentile(99) / 1e3,
                    latency.max() / 1e3,
                    bytes,
                    BLOCKS * MESSAGES,
                    failed);
        }

        @Override
        public void close() throws IOException {
            wire.close();
            batch.close();
            peer.close();
        }
    }

    /**
     * Runs the comparison.
     *
     * @param args none
     * @throws Exception when a socket or the gate cannot be had
     */
    public static void main(String[] args) throws Exception {
        try (Way gated = new Way("gated", true);
                Way direct = new Way("direct", false)) {
            boolean isFifo = Posix.fifo(PRIORITY) == 0;
            System.out.println("sender and peer " + (isFifo ? "SCHED_FIFO " + PRIORITY : "without SCHED_FIFO"));
            for (int block = 0; block < BLOCKS + WARM_BLOCKS; block++) {
                if (block == WARM_BLOCKS) {
                    gated.reset();
                    direct.reset();
                }
                (block % 2 == 0 ? gated : direct).block();
                (block % 2 == 0 ? direct : gated).block();
            }
            gated.print();
            direct.print();
            System.out.printf(
                    Locale.ROOT,
                    "gate adds %.1f us at p50, %.1f us at p99; ratio p50 %.2f, p99 %.2f%n",
                    (gated.latency.percentile(50) - direct.latency.percentile(50)) / 1e3,
                    (gated.latency.percentile(99) - direct.latency.percentile(99)) / 1e3,
                    (double) gated.latency.percentile(50) / direct.latency.percentile(50),
                    (double) gated.latency.percentile(99) / direct.latency.percentile(99));
        }
    }
}
