package dev.saccade.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.engine.Backend;
import dev.saccade.engine.DeviceOptions;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.EngineProvider;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.PixelFormat;
import dev.saccade.model.ModelPackages;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perceivers;
import dev.saccade.vision.Perception;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker whose engine runs on a device, an emulated one: what it is told, and how the device comes by the frames. */
@Timeout(120)
class WorkerDeviceTest {
    private static final String CLASS_PATH = "java.class.path";
    private static final String USUAL = System.getProperty(CLASS_PATH);

    @TempDir
    Path work;

    /** The worker takes its class path from here; this process has read its own long ago. */
    @BeforeEach
    void provide() throws Exception {
        Path services = Files.createDirectories(work.resolve("provider/META-INF/services"));
        Files.writeString(services.resolve(EngineProvider.class.getName()), EmulatedProvider.class.getName());
        System.setProperty(CLASS_PATH, USUAL + File.pathSeparator + work.resolve("provider"));
    }

    @AfterEach
    void restore() {
        System.setProperty(CLASS_PATH, USUAL);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldReadSharedFramesInPlaceOrCopyThemWhenTheDeviceRefuses(boolean isTaken) throws Exception {
        Path directory = TinyPackages.detector(work.resolve("tiny"));
        if (!isTaken) {
            Files.createFile(directory.resolve(EmulatedProvider.REFUSES));
        }
        DeviceOptions device = new DeviceOptions(3, DeviceOptions.Priority.HIGH, 0.75, work.resolve("engines"));
        EngineOptions options = WorkerRig.options(directory).on(device);
        try (WorkerRig rig = new WorkerRig(directory, Backend.TENSORRT, options);
                Perceiver here = Perceivers.load(ModelPackages.read(directory), Backend.CPU, options);
                Perception expected = here.newPerception()) {
            assertThat(rig.perceiver.backend()).isEqualTo(Backend.TENSORRT);
            assertThat(rig.perceiver.description())
                    .isEqualTo("Emulated network on 3 HIGH 0.75 engines, CUDA 12.6, in a process of its own");
            List<FrameFormat> formats = List.of(
                    WorkerRig.BGR,
                    FrameFormat.of(PixelFormat.NV12, 130, 98),
                    FrameFormat.of(PixelFormat.BGR24, 320, 240),
                    WorkerRig.BGR);
            for (FrameFormat format : formats) {
                Frame frame = rig.frame(format);
                WorkerRig.assertOk(here.perceive(frame, expected, MonotonicClock.SYSTEM), here);
                WorkerRig.assertOk(rig.look(frame), rig.perceiver);
                assertThat(WorkerRig.contents(rig.seen)).isEqualTo(WorkerRig.contents(expected));
                frame.release();
            }
            assertThat(rig.perceiver.record().restarts()).isZero();
        }
    }

    @Test
    void shouldServeFromANewProcessAfterADeviceHung() throws Exception {
        Path directory = TinyPackages.detector(work.resolve("tiny"));
        Path hangs = directory.resolve(EmulatedProvider.HANGS);
        EngineOptions options = WorkerRig.options(directory)
                .on(new DeviceOptions(0, DeviceOptions.Priority.NORMAL, 1, work.resolve("engines")));
        try (WorkerRig rig = new WorkerRig(directory, Backend.TENSORRT, options)) {
            WorkerRig.assertOk(rig.look(), rig.perceiver);
            List<Object> before = WorkerRig.contents(rig.seen);
            Files.createFile(hangs);

            assertThat(rig.look()).isEqualTo(Perceiver.FAULT);
            assertThat(rig.perceiver.lastError()).endsWith("the device hangs");
            Files.delete(hangs);
            rig.awaitReady();
            WorkerRig.assertOk(rig.look(), rig.perceiver);
            assertThat(WorkerRig.contents(rig.seen)).isEqualTo(before).isNotEmpty();
            assertThat(rig.perceiver.record().restarts()).isEqualTo(1);
            assertThat(rig.perceiver.record().lastReason()).contains("its engine failed", "emulated: the GPU is lost");
            assertThat(rig.freeSlots()).isEqualTo(3);
        }
    }
}
