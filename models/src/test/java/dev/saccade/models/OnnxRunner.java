package dev.saccade.models;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.onnxruntime.Env;
import org.bytedeco.onnxruntime.IoBinding;
import org.bytedeco.onnxruntime.MemoryInfo;
import org.bytedeco.onnxruntime.RunOptions;
import org.bytedeco.onnxruntime.Session;
import org.bytedeco.onnxruntime.SessionOptions;
import org.bytedeco.onnxruntime.Value;
import org.bytedeco.onnxruntime.global.onnxruntime;

/** Runs an ONNX file once with ONNX Runtime on one thread. For checks, not for speed. */
public final class OnnxRunner {
    private static final Env ENV = new Env(onnxruntime.ORT_LOGGING_LEVEL_ERROR, "tests");

    private OnnxRunner() {}

    /** Runs {@code file} on one float input; the outputs' shapes must be known. */
    public static Map<String, float[]> run(
            Path file, String input, float[] values, int[] shape, Map<String, int[]> outputs) {
        try (PointerScope scope = new PointerScope()) {
            SessionOptions options = new SessionOptions();
            options.SetIntraOpNumThreads(1);
            Session session = new Session(ENV, new BytePointer(file.toString()), options);
            MemoryInfo memory = MemoryInfo.CreateCpu(onnxruntime.OrtArenaAllocator, onnxruntime.OrtMemTypeDefault);
            IoBinding binding = new IoBinding(session);
            FloatPointer in = new FloatPointer(values);
            binding.BindInput(input, tensor(memory, in, shape));
            Map<String, FloatPointer> out = new HashMap<>();
            for (Map.Entry<String, int[]> output : outputs.entrySet()) {
                int count = 1;
                for (int size : output.getValue()) {
                    count *= size;
                }
                out.put(output.getKey(), new FloatPointer(count));
                binding.BindOutput(output.getKey(), tensor(memory, out.get(output.getKey()), output.getValue()));
            }
            session.Run(new RunOptions(), binding);
            Map<String, float[]> results = new HashMap<>();
            out.forEach((name, pointer) -> {
                float[] result = new float[(int) pointer.capacity()];
                pointer.get(result);
                results.put(name, result);
            });
            List.of(session, binding, scope).forEach(java.util.Objects::requireNonNull);
            return results;
        }
    }

    private static Value tensor(MemoryInfo memory, FloatPointer data, int[] shape) {
        long[] sizes = java.util.Arrays.stream(shape).asLongStream().toArray();
        return Value.CreateTensorFloat(
                memory.asOrtMemoryInfo(), data, data.capacity(), new LongPointer(sizes), sizes.length);
    }
}
