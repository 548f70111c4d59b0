package dev.saccade.internal.tensorrt;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.ClassProperties;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.tensorrt.global.nvinfer;

/**
 * Loads the presets of TensorRT without cuBLAS and cuDNN, and without what only a builder needs. The presets want all of
 * it: 3 GB of libraries that TensorRT does not call to run an engine and that two of its three lines do not bring. A
 * library that JavaCPP takes for loaded is not looked for: so their names are given to one that is already there. The
 * classes of cuBLAS and cuDNN must not be used afterwards.
 */
final class LeanPresets {
    private LeanPresets() {}

    static Versions load() {
        String loaded = Loader.load(cudart.class);
        if (loaded != null && Path.of(loaded).isAbsolute()) {
            URL[] there = {url(loaded)};
            leaveOut(org.bytedeco.cuda.presets.cublas.class, there);
            leaveOut(org.bytedeco.cuda.presets.cudnn.class, there);
            for (String builder : builderLibraries()) {
                Loader.loadLibrary(nvinfer.class, there, builder);
            }
        }
        return new Versions(nvinfer.NV_TENSORRT_VERSION(), nvinfer.getInferLibVersion());
    }

    /**
     * Loads what a builder asks the linker for by name. After {@link #load}. A library that is not found here may still
     * be where the linker looks.
     */
    static void loadBuilder() {
        for (String builder : builderLibraries()) {
            for (URL url :
                    Loader.findLibrary(nvinfer.class, wants(org.bytedeco.tensorrt.presets.nvinfer.class), builder)) {
                try {
                    File file = Loader.cacheResource(url);
                    if (file != null) {
                        System.load(file.getAbsolutePath());
                        break;
                    }
                } catch (IOException e) {
                    throw new UnsatisfiedLinkError(url + ": " + e.getMessage());
                }
            }
        }
    }

    private static List<String> builderLibraries() {
        return wants(org.bytedeco.tensorrt.presets.nvinfer.class).get("platform.preload").stream()
                .filter(name -> name.startsWith("nvinfer_builder"))
                .toList();
    }

    private static void leaveOut(Class<?> preset, URL[] there) {
        ClassProperties wants = wants(preset);
        for (String link : wants.get("platform.link")) {
            Loader.loadLibrary(preset, there, link);
        }
        Loader.loadLibrary(preset, there, wants.getProperty("platform.library"));
    }

    /** Of the preset itself, without those that it builds on. */
    private static ClassProperties wants(Class<?> preset) {
        return Loader.loadProperties(preset, Loader.loadProperties(), false);
    }

    private static URL url(String file) {
        try {
            return Path.of(file).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UnsatisfiedLinkError(file + ": " + e.getMessage());
        }
    }
}
