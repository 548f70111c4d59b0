package dev.saccade.internal.media;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.opencv.global.opencv_imgcodecs;

/** Loads OpenCV once; takes about a second the first time. */
public final class OpenCv {
    private OpenCv() {}

    /**
     * Loads core, imgproc and imgcodecs.
     *
     * @throws LinkageError when this machine cannot
     */
    public static void load() {
        Loader.load(opencv_imgcodecs.class);
    }
}
