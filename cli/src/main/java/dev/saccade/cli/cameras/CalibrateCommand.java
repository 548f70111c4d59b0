package dev.saccade.cli.cameras;

import dev.saccade.camera.calibration.Board;
import dev.saccade.camera.calibration.BoardViews;
import dev.saccade.camera.calibration.CalibratedCamera;
import dev.saccade.camera.calibration.CalibrationException;
import dev.saccade.camera.calibration.Offer;
import dev.saccade.frame.Cameras;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameRing;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.frame.SourceException;
import dev.saccade.lens.Distortion;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code saccade cameras calibrate}: a lens from views of a chessboard. */
@Command(
        name = "calibrate",
        description = {
            "Calibrate a camera from views of a flat chessboard, for 'saccade run --calibration'.",
            "Show all of the board, sharp, near and far, tilted each way, in every part of the picture. Pictures that are"
                    + " blurred or like an earlier view are passed over."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 written, 1 the views do not suffice (nothing is written), 2 wrong usage, 3 bad input, 4 no"
                    + " such device.",
            "",
            "Examples:",
            "  saccade cameras calibrate --source v4l2:/dev/video0 --board 9x6 --square 25mm --out front.yaml",
            "  saccade cameras calibrate --pictures shots --board 9x6 --square 25mm --model equidistant --out front.yaml"
        })
final class CalibrateCommand implements Callable<Integer> {
    private static final long LONGEST_NAP_NS = 10_000_000;
    private static final long PROGRESS_NS = 2_000_000_000L;

    @ArgGroup(multiplicity = "1")
    private From from;

    /** Where pictures come from. */
    private static final class From {
        @Option(names = "--source", paramLabel = "URI", description = "A camera, or a recording.")
        private String source;

        @Option(names = "--pictures", paramLabel = "DIR", description = "A directory of pictures of one size.")
        private Path pictures;
    }

    @Option(
            names = "--board",
            required = true,
            paramLabel = "CxR",
            description = "Inner corners of the board, where four squares meet: 9x6 for 10x7 squares.")
    private String board;

    @Option(names = "--square", required = true, paramLabel = "Nmm", description = "Side of a square, as in 25mm.")
    private String square;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            defaultValue = "plumb_bob",
            description =
                    "plumb_bob, rational_polynomial (wide lenses) or equidistant (fisheye); plumb_bob unless given.")
    private String model;

    @Option(
            names = "--views",
            paramLabel = "N",
            defaultValue = "30",
            description = "Of a camera: stop at this many; 30 unless given.")
    private int views;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "180",
            description = "Of a camera: stop after this long, with the views that there are; 180 unless given.")
    private int seconds;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "YAML to write, as ROS does.")
    private Path out;

    @Spec
    private CommandSpec spec;

    private int looked;
    private final int[] offers = new int[Offer.values().length];

    @Override
    public Integer call() throws Exception {
        Distortion distortion = distortion();
        Board wanted = board();
        Path parent = out.toAbsolutePath().getParent();
        if (Files.isDirectory(out) || !Files.isDirectory(parent) || !Files.isWritable(parent)) {
            throw refuse("--out " + out + ": is not a file in a directory that can be written; name another place");
        }
        if (views < 1 || seconds < 1) {
            throw refuse("--views and --seconds want at least 1");
        }
        String uri = from.source != null ? from.source : "dir:" + from.pictures + "?pace=max";
        BoardViews found = new BoardViews(wanted);
        try (FrameSource source = Cameras.open(uri)) {
            look(source, found);
        }
        say(String.format(
                Locale.ROOT,
                "%d views of %d pictures (%d without the whole board, %d blurred, %d like an earlier one); corners in"
                        + " %.0f %% of the picture",
                found.size(),
                looked,
                count(Offer.NO_BOARD),
                count(Offer.BLURRED),
                count(Offer.REPEATED),
                100 * found.coverage()));
        CalibratedCamera camera = found.solve(distortion);
        for (int i = 0; i < camera.viewErrors().length; i++) {
            say(String.format(
                    Locale.ROOT, "%s: off by %.2f pixels", camera.views().get(i), camera.viewErrors()[i]));
        }
        camera.write(out);
        double[] k = camera.camera();
        say(String.format(
                Locale.ROOT,
                "%s: %s, focal lengths %.1f and %.1f, centre %.1f, %.1f, off by %.3f pixels over all",
                out,
                camera.model().word(),
                k[0],
                k[1],
                k[2],
                k[3],
                camera.error()));
        return 0;
    }

    private Distortion distortion() {
        for (Distortion known : Distortion.values()) {
            if (known.word().equals(model)) {
                return known;
            }
        }
        throw refuse("--model " + model + " is unknown; known: "
                + Arrays.stream(Distortion.values()).map(Distortion::word).collect(Collectors.joining(", ")));
    }

    private Board board() {
        try {
            return Board.parse(board, square);
        } catch (IllegalArgumentException e) {
            throw refuse(e.getMessage());
        }
    }

    private ParameterException refuse(String why) {
        return new ParameterException(spec.commandLine(), why);
    }

    @SuppressWarnings("EnumOrdinal")
    private int count(Offer offer) {
        return offers[offer.ordinal()];
    }

    /** Offers picture after picture, until there are enough, time is up, or the source ends. */
    @SuppressWarnings("EnumOrdinal")
    private void look(FrameSource source, BoardViews found) throws SourceException, CalibrationException {
        boolean live = !source.isLossless();
        long nowNs = System.nanoTime();
        long endNs = nowNs + seconds * 1_000_000_000L;
        long toldNs = nowNs;
        try (FrameRing ring = new FrameRing(3, HostFrameMemory.INSTANCE)) {
            while (!live || (found.size() < views && nowNs - endNs < 0)) {
                FrameSlot slot = ring.acquire();
                slot.prepare(source.format());
                int status = source.capture(slot, nowNs);
                if (status != FrameSource.CAPTURED) {
                    ring.abandon(slot);
                    if (status == FrameSource.FAILED) {
                        throw new SourceException(SourceException.Kind.BAD_INPUT, source.fault());
                    }
                    if (status == FrameSource.END) {
                        return;
                    }
                    long waitNs = Math.min(LONGEST_NAP_NS, source.nextDueNs() - nowNs);
                    if (waitNs > 0) {
                        LockSupport.parkNanos(waitNs);
                    }
                } else {
                    ring.publish(slot);
                    Frame frame = ring.leaseNewest(-1);
                    Offer became = found.offer(frame, "picture " + looked++);
                    frame.release();
                    offers[became.ordinal()]++;
                    if (became == Offer.TAKEN || System.nanoTime() - toldNs > PROGRESS_NS) {
                        toldNs = System.nanoTime();
                        tell(found, became);
                    }
                }
                nowNs = System.nanoTime();
            }
        }
    }

    private void tell(BoardViews found, Offer became) {
        say(String.format(
                Locale.ROOT,
                "picture %d: %s; %d views, corners in %.0f %% of the picture",
                looked - 1,
                switch (became) {
                    case TAKEN -> "a view";
                    case NO_BOARD -> "no whole board";
                    case BLURRED -> "blurred: hold it still, or focus";
                    case REPEATED -> "like an earlier view: move or tilt it";
                },
                found.size(),
                100 * found.coverage()));
    }

    private void say(String line) {
        PrintWriter writer = spec.commandLine().getOut();
        writer.println(line);
        writer.flush();
    }
}
