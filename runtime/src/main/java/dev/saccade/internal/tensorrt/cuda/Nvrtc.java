package dev.saccade.internal.tensorrt.cuda;

import dev.saccade.internal.tensorrt.device.DeviceException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;

/** Compiles the kernels where they run. */
final class Nvrtc {
    private Nvrtc() {}

    /**
     * Compiles one source without headers.
     *
     * @return a cubin for exactly this compute capability
     */
    static byte[] compile(String source, List<String> options, int major, int minor) throws DeviceException {
        List<BytePointer> texts = new ArrayList<>();
        _nvrtcProgram program = new _nvrtcProgram();
        try (BytePointer text = new BytePointer(source, StandardCharsets.UTF_8);
                BytePointer name = new BytePointer("saccade.cu", StandardCharsets.US_ASCII);
                PointerPointer<BytePointer> words = new PointerPointer<>(options.size() + 1)) {
            for (String option : options) {
                texts.add(new BytePointer(option, StandardCharsets.US_ASCII));
            }
            texts.add(new BytePointer("--gpu-architecture=sm_" + major + minor, StandardCharsets.US_ASCII));
            for (int i = 0; i < texts.size(); i++) {
                words.put(i, texts.get(i));
            }
            check(
                    nvrtc.nvrtcCreateProgram(program, text, name, 0, (BytePointer) null, (BytePointer) null),
                    "NVRTC: program");
            int status = nvrtc.nvrtcCompileProgram(program, texts.size(), words);
            if (status != nvrtc.NVRTC_SUCCESS) {
                throw new DeviceException(
                        "NVRTC: kernels for sm_" + major + minor + ": " + text(status) + ": " + log(program));
            }
            return cubin(program);
        } finally {
            if (!program.isNull()) {
                nvrtc.nvrtcDestroyProgram(program);
            }
            texts.forEach(BytePointer::deallocate);
        }
    }

    private static byte[] cubin(_nvrtcProgram program) throws DeviceException {
        try (SizeTPointer size = new SizeTPointer(1)) {
            check(nvrtc.nvrtcGetCUBINSize(program, size), "NVRTC: size of the code");
            byte[] code = new byte[Math.toIntExact(size.get())];
            try (BytePointer memory = new BytePointer(code.length)) {
                check(nvrtc.nvrtcGetCUBIN(program, memory), "NVRTC: code");
                memory.get(code);
            }
            return code;
        }
    }

    /** The first errors, in one line. */
    private static String log(_nvrtcProgram program) throws DeviceException {
        try (SizeTPointer size = new SizeTPointer(1)) {
            check(nvrtc.nvrtcGetProgramLogSize(program, size), "NVRTC: size of the log");
            try (BytePointer memory = new BytePointer(Math.max(1, size.get()))) {
                check(nvrtc.nvrtcGetProgramLog(program, memory), "NVRTC: log");
                String text = memory.getString().replaceAll("\\s+", " ").strip();
                return text.substring(0, Math.min(400, text.length()));
            }
        }
    }

    private static void check(int status, String what) throws DeviceException {
        if (status != nvrtc.NVRTC_SUCCESS) {
            throw new DeviceException(what + ": " + text(status));
        }
    }

    private static String text(int status) {
        BytePointer words = nvrtc.nvrtcGetErrorString(status);
        return words == null || words.isNull() ? "error " + status : words.getString();
    }
}
