package dev.saccade.cli.cameras;

import dev.saccade.camera.v4l2.CameraReport;
import dev.saccade.camera.v4l2.OfferedFormat;
import dev.saccade.camera.v4l2.OfferedRate;
import dev.saccade.camera.v4l2.OfferedSize;
import dev.saccade.camera.v4l2.VideoControl;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Cameras for people. */
final class CameraText {
    private final PrintWriter out;

    CameraText(PrintWriter out) {
        this.out = out;
    }

    void print(CameraReport camera) {
        if (camera.problem() != null) {
            out.println(camera.problem() + holders(camera));
            return;
        }
        out.println(camera.path() + "  " + camera.identity().card() + "  (driver "
                + camera.identity().driver() + ", " + camera.identity().bus() + ")  " + camera.kind()
                + holders(camera));
        for (OfferedFormat format : camera.formats()) {
            print(format);
        }
        if (!camera.formats().isEmpty()) {
            String dmabuf = camera.dmabuf() == null
                    ? "unknown while another program streams"
                    : camera.dmabuf() ? "yes; no back end takes it yet, so frames are copied once" : "no";
            out.println("  DMABUF    " + dmabuf);
        }
        for (VideoControl control : camera.controls()) {
            print(control);
        }
    }

    private static String holders(CameraReport camera) {
        return camera.holders().isEmpty()
                ? ""
                : "  open in " + camera.holders().stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    private void print(OfferedFormat format) {
        out.println(String.format(
                Locale.ROOT,
                "  %-8s  %s%s",
                format.fourcc(),
                format.description(),
                format.usable() ? "" : " (this program does not read it)"));
        if (!format.usable()) {
            return;
        }
        for (OfferedSize size : format.sizes()) {
            out.println(String.format(Locale.ROOT, "            %-11s %s", size, rates(size.rates())));
        }
    }

    private static String rates(List<OfferedRate> rates) {
        return rates.isEmpty()
                ? ""
                : rates.stream().map(OfferedRate::toString).collect(Collectors.joining(" ", "at ", " frames a second"));
    }

    private void print(VideoControl control) {
        String value = control.value() == null
                ? ""
                : " = " + control.value()
                        + (control.choices().containsKey(control.value())
                                ? " (" + control.choices().get(control.value()) + ")"
                                : "");
        String state = !control.settable() ? ", read only" : control.active() ? "" : ", without effect now";
        out.println(
                "  " + control.name() + value + "   " + control.range() + ", default " + control.standard() + state);
    }
}
