package dev.saccade.internal.onnxruntime;

import dev.saccade.engine.Backend;
import dev.saccade.engine.Engine;
import dev.saccade.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/** A session with everything bound. Runs on the caller's thread, with the session's own pool beside it if it has one. */
final class OrtEngine implements Engine {
    private final String file;
    private final String description;
    private final String origin;
    private final List<Tensor> inputs;
    private final List<Tensor> outputs;
    private final OrtTensor[] dynamic;
    private long handle;
    private boolean failed;
    private String closedWith = "";

    OrtEngine(
            String file,
            String description,
            String origin,
            long handle,
            List<OrtTensor> inputs,
            List<OrtTensor> outputs) {
        this.file = file;
        this.description = description;
        this.origin = origin;
        this.handle = handle;
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(outputs);
        List<OrtTensor> open = new ArrayList<>();
        for (OrtTensor output : outputs) {
            if (output.isDynamic()) {
                open.add(output);
            }
        }
        this.dynamic = open.toArray(new OrtTensor[0]);
    }

    @Override
    public Backend backend() {
        return Backend.CPU;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public String origin() {
        return origin;
    }

    @Override
    public List<Tensor> inputs() {
        return inputs;
    }

    @Override
    public List<Tensor> outputs() {
        return outputs;
    }

    @Override
    public int run() {
        if (handle == 0) {
            return ERROR;
        }
        if (Ort.run(handle) != 0) {
            failed = true;
            return ERROR;
        }
        for (int i = 0; i < dynamic.length; i++) {
            dynamic[i].refresh(handle);
        }
        return OK;
    }

    @Override
    public String lastError() {
        if (handle == 0) {
            return closedWith;
        }
        return failed ? file + ": " + OneLine.of(Ort.message(handle)) : "";
    }

    @Override
    public void close() {
        if (handle != 0) {
            closedWith = file + ": the engine is closed";
            Ort.free(handle);
            handle = 0;
        }
    }
}
