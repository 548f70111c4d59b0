package dev.saccade.camera.calibration;

import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.internal.media.MovingPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/** The brightness of a frame of any pixel format. */
final class GrayPicture {
    private GrayPicture() {}

    /** A copy, owned by the caller. */
    static Mat of(Frame frame) {
        FrameFormat format = frame.format();
        int type =
                switch (format.pixels()) {
                    case BGR24, RGB24 -> opencv_core.CV_8UC3;
                    case YUYV, UYVY -> opencv_core.CV_8UC2;
                    case GRAY8, I420, NV12 -> opencv_core.CV_8UC1;
                };
        Mat gray = new Mat();
        try (Mat stored = new Mat(
                format.height(), format.width(), type, new MovingPointer().to(frame.address(0)), frame.stride(0))) {
            switch (format.pixels()) {
                case BGR24 -> opencv_imgproc.cvtColor(stored, gray, opencv_imgproc.COLOR_BGR2GRAY);
                case RGB24 -> opencv_imgproc.cvtColor(stored, gray, opencv_imgproc.COLOR_RGB2GRAY);
                case YUYV -> opencv_core.extractChannel(stored, gray, 0);
                case UYVY -> opencv_core.extractChannel(stored, gray, 1);
                case GRAY8, I420, NV12 -> stored.copyTo(gray);
            }
        }
        return gray;
    }
}
