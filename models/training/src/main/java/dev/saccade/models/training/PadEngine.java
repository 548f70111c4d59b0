package dev.saccade.models.training;

import dev.saccade.engine.Backend;
import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.Engines;
import dev.saccade.kernel.Kernels;
import dev.saccade.model.ModelPackages;
import java.nio.file.Path;
import org.bytedeco.javacpp.FloatPointer;

/** The written package in the runtime's own CPU engine, to be held against PyTorch. One thread. */
final class PadEngine implements AutoCloseable {
    private final Engine engine;
    private final FloatPointer input = new FloatPointer(3L * PadPictures.PIXELS);
    private final FloatPointer output = new FloatPointer(PadPictures.PIXELS);
    private final float[] found = new float[PadPictures.PIXELS];

    PadEngine(Path directory, Path cache) throws Exception {
        engine = Engines.load(ModelPackages.read(directory), Backend.CPU, new EngineOptions(1, false, -1, cache));
    }

    /** @return the pad's probability in one picture; overwritten by the next */
    float[] see(float[] pictures, int index) {
        input.put(pictures, index * 3 * PadPictures.PIXELS, 3 * PadPictures.PIXELS);
        Kernels.copy(engine.inputs().get(0).address(), input.address(), 12L * PadPictures.PIXELS);
        if (engine.run() != Engine.OK) {
            throw new IllegalStateException(engine.lastError());
        }
        Kernels.copy(output.address(), engine.outputs().get(0).address(), 4L * PadPictures.PIXELS);
        output.get(found);
        return found;
    }

    @Override
    public void close() {
        engine.close();
        input.close();
        output.close();
    }
}
