package dev.saccade.vision;

import dev.saccade.engine.Backend;
import dev.saccade.engine.Engine;
import dev.saccade.tensor.Tensor;
import dev.saccade.tensor.TensorSpec;
import dev.saccade.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;

/** An engine whose outputs the test writes and whose status it sets. */
final class FakeEngine implements Engine {
    private final List<Tensor> inputs = new ArrayList<>();
    private final List<Tensor> outputs = new ArrayList<>();
    private Runnable onRun = () -> {};
    private int status = OK;
    private int runs;
    private int closes;
    private String lastError = "";

    FakeEngine input(String name, TensorType type, long... shape) {
        inputs.add(new FakeTensor(new TensorSpec(name, type, shape), shape));
        return this;
    }

    FakeTensor output(String name, TensorType type, long... shape) {
        FakeTensor tensor = new FakeTensor(new TensorSpec(name, type, shape), shape);
        outputs.add(tensor);
        return tensor;
    }

    /** An output that declares some dimensions as known only after a run. */
    FakeTensor open(String name, TensorType type, long[] declared, long... largest) {
        FakeTensor tensor = new FakeTensor(new TensorSpec(name, type, declared), largest);
        outputs.add(tensor);
        return tensor;
    }

    FakeEngine onRun(Runnable action) {
        onRun = action;
        return this;
    }

    FakeEngine ends(int withStatus, String error) {
        status = withStatus;
        lastError = error;
        return this;
    }

    FakeTensor in() {
        return (FakeTensor) inputs.get(0);
    }

    int runs() {
        return runs;
    }

    int closes() {
        return closes;
    }

    @Override
    public Backend backend() {
        return Backend.CPU;
    }

    @Override
    public String description() {
        return "fake";
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
        runs++;
        onRun.run();
        return status;
    }

    @Override
    public String lastError() {
        return lastError;
    }

    @Override
    public void close() {
        if (closes++ == 0) {
            inputs.forEach(t -> ((FakeTensor) t).close());
            outputs.forEach(t -> ((FakeTensor) t).close());
        }
    }
}
