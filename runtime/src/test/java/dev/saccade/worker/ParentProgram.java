package dev.saccade.worker;

import dev.saccade.engine.Backend;
import dev.saccade.model.ModelPackages;
import java.nio.file.Path;

/** Starts a worker, tells its number, and waits to be killed. */
final class ParentProgram {
    private ParentProgram() {}

    /** @param args the package */
    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[0]);
        var perceiver = WorkerPerceiver.load(ModelPackages.read(directory), Backend.CPU, WorkerRig.options(directory));
        System.out.println(perceiver.record().pid());
        // Ends by itself when the test does.
        System.in.transferTo(java.io.OutputStream.nullOutputStream());
        perceiver.close();
    }
}
