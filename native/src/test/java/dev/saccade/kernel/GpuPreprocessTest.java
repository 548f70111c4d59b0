package dev.saccade.kernel;

import static dev.saccade.kernel.PreprocessCases.frame;
import static dev.saccade.kernel.PreprocessCases.place;
import static dev.saccade.kernel.PreprocessCases.randomInput;
import static dev.saccade.kernel.PreprocessCases.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.gpu.EmulatedGpu;
import dev.saccade.gpu.GpuProgram;
import dev.saccade.kernel.PreprocessReference.Input;
import java.util.Arrays;
import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The GPU's preprocess, run by the emulator, gives the bits of the CPU's at every level. */
class GpuPreprocessTest {
    private static final int[] FORMATS = {0, 1, 2, 3, 4, 5, 6};

    @AfterEach
    void restore() {
        Levels.restore();
        EmulatedGpu.order(0);
        EmulatedGpu.allowReads();
    }

    @Test
    void shouldGiveTheBitsOfEveryLevelOverRandomGeometries() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 420; i++) {
            Input in = randomInput(random, FORMATS[i % FORMATS.length]);
            int type = random.nextInt(3);
            int misalign = random.nextInt(2) * (type == Preprocess.TYPE_FLOAT32 ? 4 : 2);
            EmulatedGpu.order(random.nextInt(3));
            check(in, random.nextInt(2), type, misalign, "seed " + seed + " case " + i);
        }
    }

    @Test
    void shouldGiveTheSameBitsForEveryFormatLayoutTypeChannelCountAndWidth() {
        Random random = new Random(17);
        for (int format : FORMATS) {
            for (int channels : new int[] {1, 3, 4}) {
                for (int layout = 0; layout < 2; layout++) {
                    for (int type = 0; type < 3; type++) {
                        Input in = frame(random, format, 75, 41);
                        in.channels = channels;
                        in.bgr = layout == 1;
                        // A width that groups of pixels divide, and one that they do not.
                        place(in, type == 1 ? 70 : 132, 13, 3, 5, 61, 7);
                        Arrays.fill(in.scale, 1 / 58.395f);
                        Arrays.fill(in.bias, -2.1179f);
                        check(in, layout, type, 0, "format " + format + " channels " + channels);
                    }
                }
            }
        }
    }

    @Test
    void shouldGiveTheBitsOfEveryLevelWhereEachPixelHasItsOwnPlace() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 210; i++) {
            Input in = PreprocessCases.mapped(random, randomInput(random, FORMATS[i % FORMATS.length]));
            EmulatedGpu.order(random.nextInt(3));
            check(in, random.nextInt(2), random.nextInt(3), 0, "seed " + seed + " case " + i);
        }
    }

    @Test
    void shouldGiveTheSameBitsAtTheEdges() {
        Random random = new Random(18);
        int[][] sizes = {
            {1, 1, 1, 1},
            {1, 1, 50, 40},
            {2, 1, 33, 3},
            {1, 9, 5, 2},
            {3, 3, 100, 100},
            {640, 4, 17, 2},
            {16, 16, 16, 16},
            {65, 5, 64, 5},
            {700, 3, 1, 1}
        };
        for (int format : FORMATS) {
            for (int[] size : sizes) {
                Input in = frame(random, format, size[0], size[1]);
                place(in, size[2], size[3], 0, 0, size[2], size[3]);
                String what = "format " + format + " " + Arrays.toString(size);
                check(in, Preprocess.LAYOUT_NCHW, Preprocess.TYPE_FLOAT32, 0, what);
            }
        }
    }

    @Test
    void shouldGiveTheSameBitsWhereColoursAndHalvesOverflow() {
        for (int format : FORMATS) {
            for (int value : new int[] {0, 255}) {
                for (int type = 0; type < 3; type++) {
                    Input in = frame(new Random(19), format, 32, 4);
                    for (byte[] plane : in.planes) {
                        if (plane != null) {
                            Arrays.fill(plane, (byte) value);
                        }
                    }
                    place(in, 36, 6, 1, 1, 32, 4);
                    in.scale = new float[] {300, -300, 1e-7f, 1};
                    in.bias = new float[] {0, 0, 0, Float.POSITIVE_INFINITY};
                    in.channels = 4;
                    check(in, Preprocess.LAYOUT_NCHW, type, 0, "format " + format + " value " + value);
                }
            }
        }
    }

    @Test
    void shouldStampItsBeginningAndEndAtEachLaunch() {
        Input in = frame(new Random(20), Preprocess.FORMAT_NV12, 64, 48);
        place(in, 300, 40, 0, 0, 300, 40);
        try (OnDevice device = new OnDevice(in, Preprocess.LAYOUT_NCHW, Preprocess.TYPE_UINT8, 0, true)) {
            long ended = 0;
            for (int frame = 0; frame < 3; frame++) {
                EmulatedGpu.order(frame);
                device.run();
                long begun = device.result.getLong(0);
                assertThat(begun).isGreaterThan(ended);
                ended = device.result.getLong(1);
                assertThat(ended).isGreaterThan(begun);
                for (int i = 4; i < GpuProgram.RESULT_HEADER / Integer.BYTES; i++) {
                    assertThat(device.result.getInt(i)).as("word %d", i).isEqualTo(7);
                }
            }
            assertThat(device.result.intact()).isTrue();
        }
    }

    @Test
    void shouldReadTheFramesDescriptionAtEachLaunch() {
        Random random = new Random(21);
        Input first = frame(random, Preprocess.FORMAT_RGB24, 40, 6);
        place(first, 40, 6, 0, 0, 40, 6);
        Input second = frame(random, Preprocess.FORMAT_RGB24, 40, 6);
        place(second, 40, 6, 0, 0, 40, 6);
        second.strides[0] = first.strides[0] + 13;
        second.planes[0] = new byte[second.strides[0] * 6];
        random.nextBytes(second.planes[0]);
        try (OnDevice device = new OnDevice(first, Preprocess.LAYOUT_NHWC, Preprocess.TYPE_UINT8, 0, false);
                OnDevice other = new OnDevice(second, Preprocess.LAYOUT_NHWC, Preprocess.TYPE_UINT8, 0, false)) {
            device.run();
            byte[] before = device.tensor.bytes();
            other.run();
            device.describe(other.planes, second.strides);
            EmulatedGpu.allowReads();
            assertThat(EmulatedGpu.run(device.program, device.base)).isEqualTo(EmulatedGpu.DONE);
            assertThat(device.tensor.bytes()).isEqualTo(other.tensor.bytes()).isNotEqualTo(before);
        }
    }

    @Test
    void shouldDifferOnceAConstantOfTheImageDoes() {
        Input in = frame(new Random(22), Preprocess.FORMAT_YUYV, 64, 8);
        place(in, 48, 12, 0, 2, 48, 8);
        try (OnDevice device = new OnDevice(in, Preprocess.LAYOUT_NCHW, Preprocess.TYPE_FLOAT32, 0, false)) {
            device.run();
            byte[] right = device.tensor.bytes();
            // The tables of columns and of rows come first, each on a boundary of 256: the first weight of each.
            for (long weight : new long[] {device.offset, device.offset + 256}) {
                byte before = device.image.get(weight);
                device.image.put(weight, (byte) (before ^ 64));
                device.run();
                assertThat(device.tensor.bytes())
                        .as("table at %d", weight - device.offset)
                        .isNotEqualTo(right);
                device.image.put(weight, before);
            }
            device.run();
            assertThat(device.tensor.bytes()).isEqualTo(right);
        }
    }

    @Test
    void shouldRefuseWhatTheCpuRefuses() {
        Input in = frame(new Random(23), Preprocess.FORMAT_NV12, 32, 32);
        place(in, 32, 32, 0, 0, 32, 32);
        try (PreprocessSpec spec = spec(in, 0, 0)) {
            spec.cropX(1).cropWidth(31);
            assertThat(GpuProgram.preprocess(spec)).isZero();
            spec.cropX(0).cropWidth(33);
            assertThat(GpuProgram.preprocess(spec)).isZero();
            spec.cropWidth(32).type(3);
            assertThat(GpuProgram.preprocess(spec)).isZero();
        }
        try (OnDevice device = new OnDevice(in, 0, 0, 0, false)) {
            assertThat(GpuProgram.accepts(device.program, device.frame.address()))
                    .isEqualTo(1);
            device.frame.putInt(24, 31);
            assertThat(GpuProgram.accepts(device.program, device.frame.address()))
                    .isZero();
            device.frame.putInt(24, 32);
            device.frame.putLong(8, 0);
            assertThat(GpuProgram.accepts(device.program, device.frame.address()))
                    .isZero();
        }
    }

    @Test
    void shouldCountTheBytesThatItMustMove() {
        Input in = frame(new Random(24), Preprocess.FORMAT_NV12, 64, 48);
        place(in, 32, 24, 0, 0, 32, 24);
        try (OnDevice device = new OnDevice(in, 0, Preprocess.TYPE_FLOAT16, 0, false)) {
            assertThat(GpuProgram.trafficBytes(device.program)).isEqualTo(64 * 48 * 3 / 2 + 3 * 32 * 24 * 2);
        }
        // Every fourth pair of rows is enough, and half as many rows of chroma.
        place(in, 32, 6, 0, 0, 32, 6);
        try (OnDevice device = new OnDevice(in, 0, Preprocess.TYPE_FLOAT16, 0, false)) {
            assertThat(GpuProgram.trafficBytes(device.program)).isEqualTo(6 * 2 * 64 + 6 * 2 * 64 + 3 * 32 * 6 * 2);
        }
    }

    private static void check(Input in, int layout, int type, int misalign, String what) {
        try (OnDevice device = new OnDevice(in, layout, type, misalign, misalign == 0)) {
            device.run();
            assertThat(device.tensor.intact()).as("%s: canaries", what).isTrue();
            for (int level : Levels.usable()) {
                Kernels.force(level);
                try (GuardedBytes cpu = PreprocessTest.run(in, layout, type, misalign, level)) {
                    assertThat(device.tensor.bytes())
                            .as("%s: bits of level %d", what, level)
                            .isEqualTo(cpu.bytes());
                }
            }
        }
    }

    /** A program with all that it is bound to. */
    private static final class OnDevice implements AutoCloseable {
        private static final int ALIGN = 256;

        final long program;
        final BytePointer frame = new BytePointer(GpuProgram.FRAME_BYTES);
        final GuardedBytes[] planes = new GuardedBytes[3];
        final GuardedBytes tensor;
        final GuardedBytes result = new GuardedBytes(GpuProgram.RESULT_HEADER, 0);
        final BytePointer image;
        final long base;
        final long offset;
        private final long[] readable;

        OnDevice(Input in, int layout, int type, int misalign, boolean stamped) {
            program = PreprocessCases.make(in, layout, type, GpuProgram::preprocess);
            assertThat(program).isNotZero();
            int element = type == Preprocess.TYPE_FLOAT32 ? 4 : type == Preprocess.TYPE_FLOAT16 ? 2 : 1;
            tensor = new GuardedBytes((long) in.channels * in.dstWidth * in.dstHeight * element, misalign);
            for (int i = 0; i < 3; i++) {
                int size = in.planes[i] == null ? 0 : in.planes[i].length;
                planes[i] = new GuardedBytes(size, 0);
                for (int k = 0; k < size; k++) {
                    planes[i].put(k, in.planes[i][k]);
                }
            }
            describe(planes, in.strides);
            for (int i = 0; i < GpuProgram.RESULT_HEADER / Integer.BYTES; i++) {
                result.put(4L * i, (byte) 7);
                for (int k = 1; k < Integer.BYTES; k++) {
                    result.put(4L * i + k, (byte) 0);
                }
            }
            long bytes = GpuProgram.blockBytes(program);
            image = new BytePointer(bytes + ALIGN);
            base = (image.address() + ALIGN - 1) / ALIGN * ALIGN;
            offset = base - image.address();
            assertThat(GpuProgram.bindings(program)).isEqualTo(3);
            try (BytePointer bindings = new BytePointer(3L * Long.BYTES)) {
                bindings.putLong(0, frame.address());
                bindings.putLong(8, tensor.address());
                bindings.putLong(16, stamped ? result.address() : 0);
                GpuProgram.image(program, base, bindings.address(), base);
            }
            readable = new long[] {
                base,
                bytes,
                planes[0].address(),
                in.planes[0].length,
                planes[1].address(),
                in.planes[1] == null ? 0 : in.planes[1].length,
                planes[2].address(),
                in.planes[2] == null ? 0 : in.planes[2].length
            };
        }

        void describe(GuardedBytes[] where, int[] strides) {
            for (int i = 0; i < 3; i++) {
                frame.putLong(8L * i, where[i].address());
                frame.putInt(24 + 4L * i, strides[i]);
            }
        }

        void run() {
            EmulatedGpu.allowReads(readable);
            assertThat(GpuProgram.accepts(program, frame.address())).isEqualTo(1);
            int status = EmulatedGpu.run(program, base);
            assertThat(status).as(EmulatedGpu.message()).isEqualTo(EmulatedGpu.DONE);
        }

        @Override
        public void close() {
            GpuProgram.destroy(program);
            frame.close();
            tensor.close();
            result.close();
            image.close();
            for (GuardedBytes plane : planes) {
                plane.close();
            }
        }
    }
}
