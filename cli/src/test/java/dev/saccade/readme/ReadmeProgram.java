package dev.saccade.readme;

import dev.saccade.control.ControlLoop;
import dev.saccade.control.LoopEnd;
import dev.saccade.control.SafePolicy;
import dev.saccade.control.actuator.UdpJsonActuator;
import dev.saccade.engine.Backend;
import dev.saccade.frame.Cameras;
import dev.saccade.vision.Perceivers;
import java.nio.file.Path;
import java.time.Duration;

/** The README's program; the part between the marks stands there word for word. */
final class ReadmeProgram {
    private ReadmeProgram() {}

    static LoopEnd drive(String source, Path model, String vehicle) throws Exception {
        // begin
        try (var camera = Cameras.open(source); // "file:clip.mp4", "opencv:0", "synthetic:", ...
                var seer = Perceivers.load(model, Backend.AUTO); // a model package directory
                var wheels = UdpJsonActuator.open(vehicle)) { // "udp://127.0.0.1:9000"

            return ControlLoop.of(camera, seer, wheels)
                    .rateHz(100)
                    .maxAge(Duration.ofMillis(400)) // older than this cannot steer
                    .decide((seen, in, cmd) -> cmd.speed(seen.largest("person").heightShare() > 0.4 ? 0.0 : 0.5))
                    .degraded((in, cmd) -> cmd.speed(0.2)) // nothing fresh to see: creep
                    .safe(SafePolicy.stop())
                    .run(); // every way out ends safe
        }
        // end
    }
}
