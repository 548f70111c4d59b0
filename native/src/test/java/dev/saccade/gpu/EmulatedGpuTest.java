package dev.saccade.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The emulator tells right kernels from wrong ones. */
class EmulatedGpuTest {
    private static final int THREADS = 96;
    private static final int VALUES = 64;

    private final BytePointer memory = new BytePointer(VALUES + 4 * 1024);

    @AfterEach
    void free() {
        memory.close();
        EmulatedGpu.order(0);
        EmulatedGpu.allowReads();
    }

    @Test
    void shouldRunThreadsThatShareMemoryBetweenBarriers() {
        for (long seed = 0; seed < 5; seed++) {
            EmulatedGpu.order(seed);
            assertThat(launch("probe_reverse", 0)).isEqualTo(EmulatedGpu.DONE);
            assertThat(isReversed()).as("seed %d", seed).isTrue();
            assertThat(launch("probe_reverse_dynamic", 4 * THREADS)).isEqualTo(EmulatedGpu.DONE);
            assertThat(isReversed()).as("seed %d, dynamic", seed).isTrue();
        }
    }

    @Test
    void shouldShowAMissingBarrier() {
        for (long seed = 0; seed < 5; seed++) {
            EmulatedGpu.order(seed);
            assertThat(launch("probe_missing_barrier", 0)).isEqualTo(EmulatedGpu.DONE);
            assertThat(isReversed()).as("seed %d", seed).isFalse();
        }
    }

    @Test
    void shouldReportABarrierThatSomeThreadsMiss() {
        assertThat(launch("probe_some_at_barrier", 0)).isEqualTo(EmulatedGpu.DIVERGED);
        assertThat(EmulatedGpu.message()).contains("probe_some_at_barrier", "thread 0,0,0", "ended without");
        assertThat(launch("probe_two_barriers", 0)).isEqualTo(EmulatedGpu.DIVERGED);
        assertThat(EmulatedGpu.message()).contains("waits at another one");
    }

    @Test
    void shouldReportWhatADeviceStopsAtAndGoOnAfterwards() {
        assertThat(launch("probe_misaligned", 0)).isEqualTo(EmulatedGpu.STOPPED);
        assertThat(EmulatedGpu.message()).contains("misaligned access", "probes.cu");
        assertThat(launch("probe_out_of_range", 0)).isEqualTo(EmulatedGpu.STOPPED);
        assertThat(EmulatedGpu.message()).contains("index out of range");
        assertThat(launch("probe_trap", 0)).isEqualTo(EmulatedGpu.STOPPED);
        assertThat(EmulatedGpu.message()).contains("trapped");
        assertThat(launch("fault_trap", 0)).isEqualTo(EmulatedGpu.STOPPED);
        assertThat(launch("probe_reverse", 0)).isEqualTo(EmulatedGpu.DONE);
        assertThat(EmulatedGpu.message()).isEmpty();
        assertThat(isReversed()).isTrue();
    }

    @Test
    void shouldReportAReadOutOfBounds() {
        EmulatedGpu.allowReads(memory.address() + VALUES, 4 * THREADS);
        assertThat(launch("probe_read", 0)).isEqualTo(EmulatedGpu.DONE);
        EmulatedGpu.allowReads(memory.address() + VALUES, 4 * THREADS - 1);
        assertThat(launch("probe_read", 0)).isEqualTo(EmulatedGpu.STOPPED);
        assertThat(EmulatedGpu.message()).contains("thread 95,0,0", "read out of bounds");
    }

    @Test
    void shouldReportAWriteBehindSharedMemory() {
        assertThat(launch("probe_shared_overrun", THREADS + 1)).isEqualTo(EmulatedGpu.DONE);
        assertThat(launch("probe_shared_overrun", THREADS)).isEqualTo(EmulatedGpu.STOPPED);
        assertThat(EmulatedGpu.message()).contains("wrote behind its 96 bytes");
    }

    @Test
    void shouldSpoilSharedMemoryBeforeEachBlock() {
        fill();
        memory.putInt(VALUES, 0);
        assertThat(EmulatedGpu.launch("probe_unwritten", 3, 1, 1, THREADS, 1, 1, 0, memory.address()))
                .isEqualTo(EmulatedGpu.DONE);
        assertThat(memory.getInt(VALUES)).isZero();
    }

    @Test
    void shouldRefuseWhatNoDeviceTakes() {
        long at = memory.address();
        assertThat(EmulatedGpu.launch("absent", 1, 1, 1, 1, 1, 1, 0, at)).isEqualTo(EmulatedGpu.UNKNOWN_KERNEL);
        assertThat(EmulatedGpu.launch("probe_reverse", 1, 1, 1, 1025, 1, 1, 0, at))
                .isEqualTo(EmulatedGpu.REFUSED);
        assertThat(EmulatedGpu.launch("preprocess_colour_3", 1, 1, 1, 129, 1, 1, 0, at))
                .as("more threads than the kernel is compiled for")
                .isEqualTo(EmulatedGpu.REFUSED);
        assertThat(EmulatedGpu.launch("probe_reverse", 1, 65536, 1, 1, 1, 1, 0, at))
                .isEqualTo(EmulatedGpu.REFUSED);
        assertThat(EmulatedGpu.launch("probe_reverse", 1, 1, 1, 1, 1, 1, 48 * 1024 + 1, at))
                .isEqualTo(EmulatedGpu.REFUSED);
        assertThat(EmulatedGpu.launch("probe_reverse", 1, 1, 1, 1, 1, 1, 0, at + 8))
                .isEqualTo(EmulatedGpu.REFUSED);
        assertThat(EmulatedGpu.launch("probe_reverse", 0, 1, 1, 1, 1, 1, 0, at)).isEqualTo(EmulatedGpu.REFUSED);
    }

    @Test
    void shouldSpinUntilReleasedOrUntilTheBound() {
        memory.putLong(0, memory.address() + VALUES);
        memory.putLong(8, Long.MAX_VALUE);
        memory.putInt(VALUES, 1);
        assertThat(EmulatedGpu.launch("fault_spin", 1, 1, 1, 1, 1, 1, 0, memory.address()))
                .isEqualTo(EmulatedGpu.DONE);
        memory.putLong(8, 1000);
        memory.putInt(VALUES, 0);
        assertThat(EmulatedGpu.launch("fault_spin", 1, 1, 1, 1, 1, 1, 0, memory.address()))
                .isEqualTo(EmulatedGpu.DONE);
    }

    private int launch(String kernel, int sharedBytes) {
        fill();
        return EmulatedGpu.launch(kernel, 1, 1, 1, THREADS, 1, 1, sharedBytes, memory.address());
    }

    private void fill() {
        memory.putLong(0, memory.address() + VALUES);
        memory.putInt(8, THREADS);
        for (int i = 0; i < THREADS; i++) {
            memory.putInt(VALUES + 4L * i, i);
        }
    }

    private boolean isReversed() {
        for (int i = 0; i < THREADS; i++) {
            if (memory.getInt(VALUES + 4L * i) != THREADS - 1 - i) {
                return false;
            }
        }
        return true;
    }
}
