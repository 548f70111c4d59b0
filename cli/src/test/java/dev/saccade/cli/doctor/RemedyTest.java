package dev.saccade.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.pipeline.Latency;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule on a machine that differs from a good one in what the rule is about, and in nothing else. */
class RemedyTest {
    @TempDir
    Path root;

    private FakeRoot fake;
    private Measured measured = measured(50_000, 60_000);

    @BeforeEach
    void makeGoodMachine() {
        fake = FakeRoot.good(root);
    }

    @Test
    void shouldLeaveAGoodMachineAlone() throws IOException {
        assertThat(remedies()).isEmpty();
        assertThat(Diagnosis.of(fake.read(), measured, 5).holds()).isTrue();
    }

    @Test
    void shouldAskForFifo() throws IOException {
        fake.limits("79", "unlimited");
        assertThat(remedies()).containsExactly(Remedy.FIFO);
        fake.limits("80", "unlimited");
        assertThat(remedies()).isEmpty();
        fake.limits("0", "unlimited");
        fake.status("0000000000800000", "0-3");
        assertThat(remedies()).as("CAP_SYS_NICE").isEmpty();
    }

    @Test
    void shouldAskForMemoryLock() throws IOException {
        fake.limits("90", "8388608");
        assertThat(remedies()).containsExactly(Remedy.MEMORY_LOCK);
        fake.status("0000000000004000", "0-3");
        assertThat(remedies()).as("CAP_IPC_LOCK").isEmpty();
    }

    @Test
    void shouldAskForRealTimeInTheGroup() throws IOException {
        fake.put("proc/self/cgroup", "3:cpuset:/x\n1:cpu,cpuacct:/robot\n0::/");
        fake.put("sys/fs/cgroup/cpu/robot/cpu.rt_runtime_us", "0");
        assertThat(remedies()).containsExactly(Remedy.REAL_TIME_GROUP);
        fake.put("sys/fs/cgroup/cpu/robot/cpu.rt_runtime_us", "950000");
        assertThat(remedies()).isEmpty();
    }

    @Test
    void shouldAskForLessThrottling() throws IOException {
        fake.put("proc/sys/kernel/sched_rt_runtime_us", "400000");
        assertThat(remedies()).containsExactly(Remedy.REAL_TIME_THROTTLE);
        fake.put("proc/sys/kernel/sched_rt_runtime_us", "-1");
        assertThat(remedies()).isEmpty();
    }

    @Test
    void shouldAskForTheQuotaOfAnyLevelToBeLifted() throws IOException {
        fake.put("sys/fs/cgroup/vehicle.slice/cpu.max", "150000 100000");
        assertThat(fake.read().quota()).isEqualTo(1.5);
        assertThat(remedies()).containsExactly(Remedy.QUOTA);
        fake.put("sys/fs/cgroup/vehicle.slice/cpu.max", "400000 100000");
        assertThat(remedies()).as("as much as there are processors").isEmpty();
    }

    @Test
    void shouldSeeTheQuotaOfTheOlderGroups() throws IOException {
        fake.put("proc/self/cgroup", "1:cpu:/robot");
        fake.put("sys/fs/cgroup/cpu/robot/cpu.cfs_quota_us", "50000");
        fake.put("sys/fs/cgroup/cpu/robot/cpu.cfs_period_us", "100000");
        assertThat(fake.read().quota()).isEqualTo(0.5);
        assertThat(remedies()).containsExactly(Remedy.QUOTA);
        fake.put("sys/fs/cgroup/cpu/robot/cpu.cfs_quota_us", "-1");
        assertThat(remedies()).isEmpty();
    }

    @Test
    void shouldAskForTheGovernorOfEveryProcessor() throws IOException {
        fake.put("sys/devices/system/cpu/cpu2/cpufreq/scaling_governor", "schedutil");
        assertThat(fake.read().governors()).containsExactly("performance", "schedutil");
        assertThat(remedies()).containsExactly(Remedy.GOVERNOR);
    }

    @Test
    void shouldAskForAProcessorToSpare() throws IOException {
        fake.status("0000000000000000", "0,2");
        assertThat(fake.read().processors()).containsExactly(0, 2);
        assertThat(remedies()).containsExactly(Remedy.PROCESSORS);
    }

    @Test
    void shouldAskForARealTimeKernelOutsideOfVirtualMachines() throws IOException {
        fake.put("sys/kernel/realtime", "0");
        fake.put("proc/version", "Linux version 6.12.0 #1 SMP PREEMPT_DYNAMIC");
        assertThat(remedies()).containsExactly(Remedy.PREEMPT_RT);
        fake.put("proc/cpuinfo", "flags : fpu hypervisor");
        assertThat(remedies()).isEmpty();
    }

    @Test
    void shouldAskForAnIsolatedProcessor() throws IOException {
        fake.put("sys/devices/system/cpu/isolated", "");
        assertThat(remedies()).containsExactly(Remedy.ISOLATION);
    }

    @Test
    void shouldAskForShallowIdleStates() throws IOException {
        fake.put("sys/devices/system/cpu/cpu0/cpuidle/state2/disable", "0");
        assertThat(fake.read().idleExitUs()).isEqualTo(900);
        assertThat(remedies()).containsExactly(Remedy.IDLE_STATES);
    }

    @Test
    void shouldAskForAFastClock() throws IOException {
        fake.put("sys/devices/system/clocksource/clocksource0/current_clocksource", "hpet");
        assertThat(remedies()).containsExactly(Remedy.CLOCK);
    }

    @Test
    void shouldBlameTheHostOnlyWhenTheLoopInCppIsLateToo() throws IOException {
        fake.put("proc/cpuinfo", "flags : fpu hypervisor");
        measured = measured(900_000, 60_000);
        assertThat(remedies()).isEmpty();
        measured = measured(900_000, 900_000);
        assertThat(remedies()).containsExactly(Remedy.BARE_METAL);
    }

    @Test
    void shouldNameTheMostHelpfulChangeFirst() throws IOException {
        fake.put("sys/devices/system/clocksource/clocksource0/current_clocksource", "acpi_pm");
        fake.put("sys/devices/system/cpu/cpu2/cpufreq/scaling_governor", "powersave");
        fake.limits("0", "8388608");
        assertThat(remedies()).containsExactly(Remedy.FIFO, Remedy.MEMORY_LOCK, Remedy.GOVERNOR, Remedy.CLOCK);
    }

    @Test
    void shouldNotHoldWithoutRightsOrWithLateTicks() throws IOException {
        assertThat(Diagnosis.of(fake.read(), measured(2_000_000, 60_000), 5).holds())
                .isFalse();
        assertThat(Diagnosis.of(fake.read(), new Measured(measured.ours(), measured.peer(), "FIFO refused"), 5)
                        .holds())
                .isFalse();
        fake.limits("0", "unlimited");
        assertThat(Diagnosis.of(fake.read(), measured, 5).holds()).isFalse();
    }

    @Test
    void shouldReadAMachineThatTellsNothingElse() throws IOException {
        Path bare = root.resolve("bare");
        FakeRoot poor = new FakeRoot(bare);
        poor.status("0", "0-1");
        poor.limits("0", "0");
        Machine machine = poor.read();
        assertThat(machine.quota()).isEqualTo(-1);
        assertThat(machine.governors()).isEmpty();
        assertThat(machine.idleExitUs()).isEqualTo(-1);
        assertThat(machine.realTimeRuntimeUs()).isEqualTo(-1);
        assertThat(Remedy.of(machine, measured)).startsWith(Remedy.FIFO, Remedy.MEMORY_LOCK);
    }

    private List<Remedy> remedies() throws IOException {
        return Remedy.of(fake.read(), measured);
    }

    private static Measured measured(long oursNs, long peerNs) {
        Latency ours = new Latency();
        Latency peer = new Latency();
        for (int i = 0; i < 100; i++) {
            ours.record(oursNs);
            peer.record(peerNs);
        }
        return new Measured(ours, peer, "");
    }
}
