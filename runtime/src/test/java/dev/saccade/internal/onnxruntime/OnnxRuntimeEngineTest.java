package dev.saccade.internal.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.engine.Backend;
import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.Engines;
import dev.saccade.model.InputSpec;
import dev.saccade.tensor.Tensor;
import dev.saccade.tensor.TensorType;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxRuntimeEngineTest {
    private static final int PIXELS = 3 * 2 * 4;

    @TempDir
    Path dir;

    @Test
    void shouldRunAConvolution() throws Exception {
        Path file = new OnnxGraph()
                .input("x", OnnxGraph.FLOAT, 1, 3, 2, 4)
                .floats("w", new long[] {1, 3, 1, 1}, 1, 10, 100)
                .node("Conv", List.of("x", "w"), List.of("y"), OnnxGraph.attribute("kernel_shape", 1, 1))
                .output("y", OnnxGraph.FLOAT, 1, 1, 2, 4)
                .write(dir.resolve("model.onnx"));
        try (Engine engine = load(file)) {
            assertThat(engine.backend()).isEqualTo(Backend.CPU);
            assertThat(engine.description()).matches("ONNX Runtime [0-9.]+, 1 thread");
            fill(engine, 0);
            assertThat(engine.run()).isEqualTo(Engine.OK);
            assertThat(floats(engine.outputs().get(0), 8))
                    .containsExactly(1680, 1791, 1902, 2013, 2124, 2235, 2346, 2457);
        }
    }

    @Test
    void shouldBindAlignedBuffersInGraphOrder() throws Exception {
        Path file = new OnnxGraph()
                .input("x", OnnxGraph.FLOAT, 1, 3, 2, 4)
                .node("Relu", List.of("x"), List.of("a"))
                .node("Neg", List.of("x"), List.of("b"))
                .output("b", OnnxGraph.FLOAT, 1, 3, 2, 4)
                .output("a", OnnxGraph.FLOAT, 1, 3, 2, 4)
                .write(dir.resolve("model.onnx"));
        try (Engine engine = load(file)) {
            assertThat(engine.outputs()).extracting(t -> t.spec().name()).containsExactly("b", "a");
            assertThat(engine.inputs().get(0).address() % 64).isZero();
            fill(engine, -12);
            assertThat(engine.run()).isEqualTo(Engine.OK);
            for (Tensor t : engine.outputs()) {
                assertThat(t.address() % 64).isZero();
                assertThat(t.dim(3)).isEqualTo(4);
            }
            assertThat(floats(engine.outputs().get(0), PIXELS)[0]).isEqualTo(12);
            assertThat(floats(engine.outputs().get(1), PIXELS)[23]).isEqualTo(11);
        }
    }

    @Test
    void shouldFixOpenDimensionsFromThePackage() throws Exception {
        Path file = new OnnxGraph()
                .input("x", OnnxGraph.FLOAT, "batch", 3, "h", "w")
                .node("Relu", List.of("x"), List.of("y"))
                .output("y", OnnxGraph.FLOAT, "batch", 3, "h", "w")
                .write(dir.resolve("model.onnx"));
        for (int start = 0; start < 2; start++) {
            try (Engine engine = load(file)) {
                assertThat(engine.outputs().get(0).spec().shape()).containsExactly(1, 3, 2, 4);
                fill(engine, 0);
                assertThat(engine.run()).isEqualTo(Engine.OK);
                assertThat(floats(engine.outputs().get(0), PIXELS)[23]).isEqualTo(23);
            }
        }
    }

    @Test
    void shouldFixOpenDimensionsWithoutAName() throws Exception {
        Path file = new OnnxGraph()
                .input("x", OnnxGraph.FLOAT, "", 3, 2, 4)
                .node("Relu", List.of("x"), List.of("y"))
                .output("y", OnnxGraph.FLOAT, "", 3, 2, 4)
                .write(dir.resolve("model.onnx"));
        try (Engine engine = load(file)) {
            assertThat(engine.inputs().get(0).spec().shape()).containsExactly(1, 3, 2, 4);
            fill(engine, 0);
            assertThat(engine.run()).isEqualTo(Engine.OK);
            Tensor y = engine.outputs().get(0);
            assertThat(y.dim(0)).isEqualTo(1);
            assertThat(floats(y, PIXELS)[23]).isEqualTo(23);
        }
    }

    @Test
    void shouldReadOutputsWhoseShapeDependsOnTheData() throws Exception {
        Path file = new OnnxGraph()
                .input("x", OnnxGraph.FLOAT, 1, 3, 2, 4)
                .node("NonZero", List.of("x"), List.of("where"))
                .node("Relu", List.of("x"), List.of("y"))
                .output("y", OnnxGraph.FLOAT, 1, 3, 2, 4)
                .output("where", OnnxGraph.INT64, 4, "count")
                .write(dir.resolve("model.onnx"));
        try (Engine engine = load(file)) {
            Tensor where = engine.outputs().get(1);
            assertThat(where.spec().isStatic()).isFalse();
            assertThat(where.dim(1)).isEqualTo(-1);
            for (int set : new int[] {3, 0, 20, 1}) {
                Pointer.memset(new FloatPointer(pointer(engine.inputs().get(0))), 0, PIXELS * 4L);
                for (int i = 0; i < set; i++) {
                    put(engine.inputs().get(0), 4 + i, 1);
                }
                assertThat(engine.run()).isEqualTo(Engine.OK);
                assertThat(where.dim(0)).isEqualTo(4);
                assertThat(where.dim(1)).isEqualTo(set);
                if (set > 0) {
                    long[] indices = new long[4 * set];
                    new LongPointer(pointer(where)).capacity(indices.length).get(indices);
                    assertThat(indices[2 * set]).as("row of the first").isEqualTo(1);
                }
            }
            assertThat(allocated(engine, 200)).isZero();
        }
    }

    @Test
    void shouldTakeEveryElementType() throws Exception {
        int[] onnx = {
            OnnxGraph.FLOAT16, OnnxGraph.UINT8, OnnxGraph.INT8, OnnxGraph.INT32, OnnxGraph.INT64, OnnxGraph.BOOL
        };
        TensorType[] types = {
            TensorType.FLOAT16, TensorType.UINT8, TensorType.INT8, TensorType.INT32, TensorType.INT64, TensorType.BOOL
        };
        for (int i = 0; i < onnx.length; i++) {
            Path file = new OnnxGraph()
                    .input("x", onnx[i], 1, 2, 4, 3)
                    .node("Identity", List.of("x"), List.of("y"))
                    .output("y", onnx[i], 1, 2, 4, 3)
                    .write(dir.resolve("model" + i + ".onnx"));
            InputSpec input = Packages.input("x", 4, 2, InputSpec.Layout.NHWC, types[i]);
            try (Engine engine =
                    new OnnxRuntimeProvider().load(Packages.of(file, input, "type" + i), Packages.options(null))) {
                Tensor x = engine.inputs().get(0);
                assertThat(x.spec().type()).isEqualTo(types[i]);
                int bytes = (int) x.spec().bytes();
                assertThat(bytes).isEqualTo(PIXELS * types[i].bytes());
                byte[] sent = new byte[bytes];
                for (int b = 0; b < bytes; b++) {
                    sent[b] = (byte) (types[i] == TensorType.BOOL ? b % 2 : b);
                }
                new BytePointer(pointer(x)).put(sent);
                assertThat(engine.run()).isEqualTo(Engine.OK);
                byte[] got = new byte[bytes];
                new BytePointer(pointer(engine.outputs().get(0))).get(got);
                assertThat(got).isEqualTo(sent);
            }
        }
    }

    @Test
    void shouldAllocateNothingPerRun() throws Exception {
        Path file = relu("model.onnx");
        try (Engine engine = load(file)) {
            assertThat(allocated(engine, 20_000)).isZero();
        }
    }

    @Test
    void shouldReportAFailedRunAndRecover() throws Exception {
        // Gather with an index taken from the picture: out of range unless it is small.
        Path file = new OnnxGraph()
                .input("x", OnnxGraph.FLOAT, 1, 3, 2, 4)
                .node("Cast", List.of("x"), List.of("i"), OnnxGraph.attribute("to", OnnxGraph.INT64))
                .floats("table", new long[] {4}, 5, 6, 7, 8)
                .node("Gather", List.of("table", "i"), List.of("y"))
                .output("y", OnnxGraph.FLOAT, 1, 3, 2, 4)
                .write(dir.resolve("model.onnx"));
        try (Engine engine = load(file)) {
            assertThat(engine.run()).isEqualTo(Engine.OK);
            assertThat(engine.lastError()).isEmpty();
            put(engine.inputs().get(0), 7, 99);
            for (int i = 0; i < 1000; i++) {
                assertThat(engine.run()).isEqualTo(Engine.ERROR);
            }
            assertThat(engine.lastError())
                    .startsWith(file.toString())
                    .contains("Gather", "n_y", "99")
                    .doesNotContain("\n", ".cc");
            assertThat(allocated(engine, 2000)).isZero();
            put(engine.inputs().get(0), 7, 3);
            assertThat(engine.run()).isEqualTo(Engine.OK);
            assertThat(floats(engine.outputs().get(0), PIXELS)[7]).isEqualTo(8);
        }
    }

    @Test
    void shouldCloseOnceAndStayClosed() throws Exception {
        Engine engine = load(relu("model.onnx"));
        engine.close();
        engine.close();
        assertThat(engine.run()).isEqualTo(Engine.ERROR);
        assertThat(engine.lastError()).contains("model.onnx", "closed");
    }

    @Test
    void shouldRunTwoEnginesInTwoThreads() throws Exception {
        Path file = relu("model.onnx");
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            List<Future<Boolean>> results =
                    List.of(pool.submit(() -> runMany(file, 1)), pool.submit(() -> runMany(file, 1000)));
            for (Future<Boolean> result : results) {
                assertThat(result.get()).isTrue();
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void shouldRunWithAPoolKeptOffAProcessor() throws Exception {
        Path file = relu("model.onnx");
        EngineOptions options = new EngineOptions(2, true, 0, dir.resolve("cache"));
        try (Engine engine = new OnnxRuntimeProvider().load(Packages.of(file, 4, 2, "pool"), options)) {
            assertThat(engine.description()).endsWith("2 threads");
            fill(engine, 5);
            assertThat(engine.run()).isEqualTo(Engine.OK);
            assertThat(floats(engine.outputs().get(0), PIXELS)[0]).isEqualTo(5);
        }
    }

    @Test
    void shouldFlushSubnormalsAndKeepJavasFloatMode() throws Exception {
        Path file = new OnnxGraph()
                .input("x", OnnxGraph.FLOAT, 1, 3, 2, 4)
                .floats("half", new long[] {1}, 0.5f)
                .node("Mul", List.of("x", "half"), List.of("y"))
                .output("y", OnnxGraph.FLOAT, 1, 3, 2, 4)
                .write(dir.resolve("model.onnx"));
        try (Engine engine = load(file)) {
            put(engine.inputs().get(0), 0, Float.MIN_NORMAL);
            assertThat(engine.run()).isEqualTo(Engine.OK);
            assertThat(floats(engine.outputs().get(0), 1)[0]).isZero();
            assertThat(half(Float.MIN_NORMAL)).isGreaterThan(0);
        }
    }

    @Test
    void shouldBeFoundByTheEngines() throws Exception {
        Path file = relu("model.onnx");
        try (Engine engine = Engines.load(Packages.of(file, 4, 2, "found"), Backend.CPU, Packages.options(null))) {
            assertThat(engine.run()).isEqualTo(Engine.OK);
        }
    }

    private static float half(float value) {
        return value * 0.5f;
    }

    private boolean runMany(Path file, int start) throws Exception {
        try (Engine engine = load(file)) {
            for (int i = 0; i < 2000; i++) {
                fill(engine, start + i);
                if (engine.run() != Engine.OK || floats(engine.outputs().get(0), 1)[0] != start + i) {
                    return false;
                }
            }
            return true;
        }
    }

    private Path relu(String name) {
        return new OnnxGraph()
                .input("x", OnnxGraph.FLOAT, 1, 3, 2, 4)
                .node("Relu", List.of("x"), List.of("y"))
                .output("y", OnnxGraph.FLOAT, 1, 3, 2, 4)
                .write(dir.resolve(name));
    }

    private Engine load(Path file) throws Exception {
        return new OnnxRuntimeProvider()
                .load(Packages.of(file, 4, 2, "identity"), Packages.options(dir.resolve("cache")));
    }

    /** Bytes that this thread allocates over some runs, warm. */
    private static long allocated(Engine engine, int runs) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < runs; i++) {
            engine.run();
        }
        threads.getCurrentThreadAllocatedBytes();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < runs; i++) {
            engine.run();
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static void fill(Engine engine, int start) {
        for (int i = 0; i < PIXELS; i++) {
            put(engine.inputs().get(0), i, start + i);
        }
    }

    private static void put(Tensor tensor, int i, float value) {
        new FloatPointer(pointer(tensor)).put(i, value);
    }

    private static float[] floats(Tensor tensor, int count) {
        float[] values = new float[count];
        new FloatPointer(pointer(tensor)).get(values);
        return values;
    }

    private static Pointer pointer(Tensor tensor) {
        return new Pointer() {
            {
                address = tensor.address();
            }
        };
    }
}
