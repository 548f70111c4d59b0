package dev.saccade.cli;

import dev.saccade.frame.FrameSource;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.ViewedSource;
import dev.saccade.lens.CameraView;
import dev.saccade.lens.LensFile;
import dev.saccade.model.PackageException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** What is looked at of a camera's pictures. */
final class ViewOptions {
    private static final Pattern REGION = Pattern.compile("(\\d{1,5}),(\\d{1,5}),(\\d{1,5})x(\\d{1,5})");

    @Option(
            names = "--calibration",
            paramLabel = "FILE",
            description = "The camera's calibration (YAML of ROS or OpenCV): pictures are rectified on the way into the"
                    + " model, and positions are those of the rectified picture.")
    private Path calibration;

    @Option(
            names = "--roi",
            paramLabel = "X,Y,WxH",
            description =
                    "Look at this region only, pixels of the (rectified) picture; the calibration's unless given.")
    private String region;

    /** Refuses what cannot be meant, before a source is opened; null where pictures are looked at as they are. */
    CameraView view() throws CommandException, PackageException {
        CameraView calibrated = calibration == null ? null : LensFile.read(calibration);
        if (region == null) {
            return calibrated;
        }
        Matcher form = REGION.matcher(region);
        int[] sides = new int[4];
        boolean isRegion = form.matches();
        for (int i = 0; isRegion && i < 4; i++) {
            sides[i] = Integer.parseInt(form.group(i + 1));
        }
        RunChecks.require(
                isRegion && sides[2] > 0 && sides[3] > 0,
                "--roi " + region + " is not X,Y,WIDTHxHEIGHT, as in 320,0,640x480");
        return new CameraView(calibrated == null ? null : calibrated.lens(), sides[0], sides[1], sides[2], sides[3]);
    }

    /** A source whose pictures are looked at like that. */
    static FrameSource over(FrameSource source, CameraView view) throws SourceException {
        return view == null ? source : ViewedSource.of(source, view);
    }
}
