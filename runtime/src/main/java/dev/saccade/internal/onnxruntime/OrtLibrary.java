package dev.saccade.internal.onnxruntime;

import java.io.File;
import java.io.IOException;
import org.bytedeco.javacpp.Loader;

/** libonnxruntime, taken from the preset's jar and loaded once a process. */
final class OrtLibrary {
    private static final String FOLDER = "/org/bytedeco/onnxruntime/";
    private static final String FILE = "libonnxruntime.so.1";

    private OrtLibrary() {}

    /** Null when loaded; otherwise one line. */
    static String unavailable() {
        return Loaded.FAILURE;
    }

    private static final class Loaded {
        static final String FAILURE = load();
    }

    private static String load() {
        String platform = Loader.getPlatform();
        String resource = FOLDER + platform + "/" + FILE;
        try {
            File file = Loader.cacheResource(OrtLibrary.class, resource);
            if (file == null) {
                return "ONNX Runtime has no library for " + platform + ": add org.bytedeco:onnxruntime with classifier "
                        + platform + " to the class path";
            }
            String failure = Ort.open(file.getPath());
            return failure.isEmpty()
                    ? null
                    : "ONNX Runtime does not load: " + OneLine.of(failure) + "; delete " + file.getParent()
                            + " to have it unpacked again";
        } catch (IOException e) {
            return "ONNX Runtime cannot be unpacked: " + OneLine.of(e.toString())
                    + "; free some space, or set -Dorg.bytedeco.javacpp.cachedir=DIR to a writable directory";
        } catch (LinkageError e) {
            return "ONNX Runtime's native calls do not load: " + OneLine.of(e.toString())
                    + "; rebuild with mvn process-classes on this machine";
        }
    }
}
