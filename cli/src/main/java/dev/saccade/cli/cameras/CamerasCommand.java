package dev.saccade.cli.cameras;

import dev.saccade.camera.v4l2.CameraReport;
import dev.saccade.camera.v4l2.NodeKind;
import dev.saccade.camera.v4l2.VideoCameras;
import dev.saccade.camera.v4l2.VideoException;
import dev.saccade.camera.v4l2.VideoSystem;
import dev.saccade.frame.SourceException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code saccade cameras}: what is plugged in, what it offers, its controls. */
@Command(
        name = "cameras",
        description = {
            "Show the cameras of this machine: driver, formats, sizes, rates, controls, and who has them open.",
            "Nodes that give no pictures (metadata, outputs) are shown with what they are for."
        },
        subcommands = CalibrateCommand.class,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 done, 2 wrong usage or a value that a control does not take, 4 no such device.",
            "",
            "Examples:",
            "  saccade cameras",
            "  saccade cameras show /dev/video0 --json",
            "  saccade cameras set /dev/video0 exposure=120 gain=auto",
            "  saccade cameras calibrate --source v4l2:/dev/video0 --board 9x6 --square 25mm --out front.yaml"
        })
public final class CamerasCommand implements Callable<Integer> {
    private final VideoSystem system;

    @Option(names = "--json", description = "As JSON on the standard output.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** For the command line. */
    public CamerasCommand() {
        this(VideoSystem.HOST);
    }

    CamerasCommand(VideoSystem system) {
        this.system = system;
    }

    @Override
    public Integer call() throws Exception {
        List<CameraReport> cameras = VideoCameras.list(system);
        if (cameras.isEmpty() && !json) {
            out().println(VideoCameras.found(system));
        } else {
            print(cameras, json);
        }
        return 0;
    }

    @Command(
            name = "show",
            description = "Show one camera.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  saccade cameras show /dev/video0"})
    int show(
            @Parameters(paramLabel = "DEVICE", description = "Its node, such as /dev/video0.") Path device,
            @Option(names = "--json", description = "As JSON on the standard output.") boolean asJson)
            throws Exception {
        try {
            print(List.of(VideoCameras.read(device, system)), asJson);
        } catch (VideoException e) {
            throw refused(device, e);
        }
        return 0;
    }

    @Command(
            name = "set",
            description = {
                "Set controls of a camera, in the order given; they stay until the driver forgets them.",
                "exposure, gain, focus and white-balance take a number or 'auto', whatever the driver calls them."
            },
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  saccade cameras set /dev/video0 exposure=120 brightness=140"})
    int set(
            @Parameters(paramLabel = "DEVICE", description = "Its node, such as /dev/video0.") Path device,
            @Parameters(paramLabel = "CONTROL=VALUE", arity = "1..*", description = "Names as 'cameras' shows them.")
                    List<String> settings)
            throws Exception {
        List<String[]> pairs = new ArrayList<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new ParameterException(
                        spec.subcommands().get("set"), "'" + setting + "' should be CONTROL=VALUE");
            }
            pairs.add(new String[] {setting.substring(0, equals), setting.substring(equals + 1)});
        }
        for (String[] pair : pairs) {
            try {
                VideoCameras.set(device, pair[0], pair[1], system);
            } catch (VideoException e) {
                throw refused(device, e);
            }
        }
        return 0;
    }

    private void print(List<CameraReport> cameras, boolean asJson) throws Exception {
        if (asJson) {
            out().print(CameraJson.text(cameras));
        } else {
            CameraText text = new CameraText(out());
            cameras.forEach(text::print);
            if (cameras.stream().noneMatch(camera -> camera.kind() == NodeKind.CAPTURE)) {
                out().println("none of these gives pictures to this user");
            }
        }
        out().flush();
    }

    private SourceException refused(Path device, VideoException e) {
        String hint = Files.exists(device) ? "" : "; " + VideoCameras.found(system);
        return new SourceException(e.kind(), e.getMessage() + hint, e);
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
