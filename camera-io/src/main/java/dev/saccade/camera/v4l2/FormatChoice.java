package dev.saccade.camera.v4l2;

import dev.saccade.frame.SourceException;
import java.util.List;
import java.util.stream.Collectors;

/** Which of a device's formats a request gets, and what is said when it gets none. */
final class FormatChoice {
    private static final double CLOSE_RATE = 0.1;

    private FormatChoice() {}

    /** The FourCC to ask for; 0 when the device lists none and is taken as it is set. */
    static int choose(OpenDevice device, V4l2Request request, List<OfferedFormat> offered) throws VideoException {
        if (offered.isEmpty()) {
            return request.fourcc();
        }
        if (request.fourcc() != 0) {
            String wanted = Fourcc.text(request.fourcc());
            if (WireFormat.of(request.fourcc()) == null
                    || offered.stream().noneMatch(one -> one.fourcc().equals(wanted))) {
                throw refused(device, "does not offer format " + wanted + " that this program reads", offered);
            }
            return request.fourcc();
        }
        OfferedFormat best = null;
        for (WireFormat wire : WireFormat.values()) {
            for (OfferedFormat one : offered) {
                if (Fourcc.of(one.fourcc()) != wire.fourcc() || !hasSize(one, request.size())) {
                    continue;
                }
                if (request.fps() == 0
                        || request.size() == null
                        || one.reaches(request.size()[0], request.size()[1], request.fps())) {
                    return wire.fourcc();
                }
                best = best == null ? one : best;
            }
        }
        if (best == null) {
            String size = request.size() == null ? "" : " of " + request.size()[0] + "x" + request.size()[1];
            throw refused(device, "offers no format" + size + " that this program reads", offered);
        }
        return Fourcc.of(best.fourcc());
    }

    private static boolean hasSize(OfferedFormat format, int[] size) {
        return size == null || format.offers(size[0], size[1]);
    }

    /** Whether what the driver agreed to is what was asked. */
    static void check(
            OpenDevice device, V4l2Request request, Negotiated agreed, long periodNs, List<OfferedFormat> offered)
            throws VideoException {
        if (request.size() != null && (agreed.width() != request.size()[0] || agreed.height() != request.size()[1])) {
            throw refused(
                    device,
                    "does not offer " + request.size()[0] + "x" + request.size()[1] + " in "
                            + Fourcc.text(agreed.fourcc()) + " (nearest " + agreed.width() + "x" + agreed.height()
                            + ")",
                    offered);
        }
        double fps = periodNs > 0 ? 1e9 / periodNs : request.fps();
        if (request.fps() > 0 && Math.abs(fps - request.fps()) > CLOSE_RATE * request.fps()) {
            String rates = offered.stream()
                    .filter(one -> one.fourcc().equals(Fourcc.text(agreed.fourcc())))
                    .flatMap(one -> one.sizes().stream())
                    .filter(size -> size.offers(agreed.width(), agreed.height()))
                    .flatMap(size -> size.rates().stream())
                    .map(OfferedRate::toString)
                    .collect(Collectors.joining(", "));
            throw new VideoException(
                    SourceException.Kind.USAGE,
                    0,
                    device.path() + " does not run at " + new OfferedRate(request.fps(), request.fps())
                            + " frames a second at " + agreed.width() + "x" + agreed.height() + " in "
                            + Fourcc.text(agreed.fourcc()) + " (nearest " + new OfferedRate(fps, fps) + ")"
                            + (rates.isEmpty() ? "" : "; it offers " + rates));
        }
    }

    private static VideoException refused(OpenDevice device, String what, List<OfferedFormat> offered) {
        String list = offered.stream()
                .filter(OfferedFormat::usable)
                .map(one -> one.fourcc() + sizes(one))
                .collect(Collectors.joining(", "));
        return new VideoException(
                SourceException.Kind.USAGE,
                0,
                device.path() + " " + what + "; it offers " + (list.isEmpty() ? "nothing that is read" : list));
    }

    private static String sizes(OfferedFormat format) {
        return format.sizes().isEmpty()
                ? ""
                : format.sizes().stream().map(OfferedSize::toString).collect(Collectors.joining(" ", " (", ")"));
    }
}
