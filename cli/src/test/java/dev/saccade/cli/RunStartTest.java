package dev.saccade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class RunStartTest {
    @Test
    void shouldTellWhenTheProcessBegan() {
        long beforeNs = System.nanoTime();
        long jvmMs = ManagementFactory.getRuntimeMXBean().getUptime();

        double sinceMs = (beforeNs - RunStart.ofThisProcess().startNs()) / 1e6;

        // The process is a little older than its JVM, which a busy machine may draw out; the kernel counts in 10 ms. A
        // wrong field or unit would be off by hours.
        assertThat(sinceMs).isBetween(jvmMs - 30.0, jvmMs + 60_000.0);
    }
}
