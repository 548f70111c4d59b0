package dev.saccade.internal.tensorrt;

import dev.saccade.engine.EngineException;
import dev.saccade.engine.PlanBytes;
import dev.saccade.internal.tensorrt.cuda.CudaStream;
import dev.saccade.internal.tensorrt.device.DeviceStream;
import dev.saccade.internal.tensorrt.run.Inference;
import dev.saccade.tensor.TensorSpec;
import dev.saccade.tensor.TensorType;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.global.nvinfer.DataType;
import org.bytedeco.tensorrt.global.nvinfer.OptProfileSelector;
import org.bytedeco.tensorrt.global.nvinfer.TensorIOMode;
import org.bytedeco.tensorrt.global.nvinfer.TensorLocation;
import org.bytedeco.tensorrt.nvinfer.Dims64;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;
import org.bytedeco.tensorrt.nvinfer.IExecutionContext;
import org.bytedeco.tensorrt.nvinfer.IRuntime;

/**
 * A network in TensorRT. The context allocates its own scratch memory, so that two engines never share any. Open
 * dimensions of inputs are set once to what the optimisation profile was made for.
 *
 * <p>Outputs whose shape depends on the data need an IOutputAllocator, which the presets do not let Java implement: such
 * networks are refused.
 */
final class NvInference implements Inference {
    private final Owned owned = new Owned();
    private final String file;
    private final TrtLog log;
    private final IExecutionContext context;
    private final List<BytePointer> inputNames = new ArrayList<>();
    private final List<BytePointer> outputNames = new ArrayList<>();
    private final List<TensorSpec> inputs = new ArrayList<>();
    private final List<TensorSpec> outputs = new ArrayList<>();

    /**
     * Deserialises the bytes of a plan that were checked before, since they are executable. On the device that the calling
     * thread is bound to.
     *
     * @param file where they come from, for messages
     * @param plan stays the caller's, and may be closed afterwards
     */
    NvInference(String file, PlanBytes plan) throws EngineException {
        this.file = file;
        log = owned.memory(new TrtLog());
        boolean isWhole = false;
        try {
            IRuntime runtime = made(owned.object(nvinfer.createInferRuntime(log)), "no runtime");
            ICudaEngine engine = made(
                    owned.object(runtime.deserializeCudaEngine(plan.pointer(), plan.size())), "the engine is refused");
            context = made(owned.object(engine.createExecutionContext()), "no execution context");
            readInputs(engine);
            readOutputs(engine);
            isWhole = true;
        } finally {
            if (!isWhole) {
                owned.close();
            }
        }
    }

    private <T extends Pointer> T made(T object, String otherwise) throws EngineException {
        if (object == null || object.isNull()) {
            throw refused(otherwise + ": " + log.takeError());
        }
        return object;
    }

    private EngineException refused(String reason) {
        return new EngineException(
                false,
                file + ": " + reason + "; compile it again with saccade compile, or run with --backend cpu",
                null);
    }

    private void readInputs(ICudaEngine engine) throws EngineException {
        for (int i = 0; i < engine.getNbIOTensors(); i++) {
            String name = engine.getIOTensorName(i);
            BytePointer text = owned.memory(new BytePointer(name));
            if (engine.getTensorIOMode(text) != TensorIOMode.kINPUT.value) {
                continue;
            }
            if (engine.getTensorLocation(text) != TensorLocation.kDEVICE.value) {
                throw refused("input " + name + " is a shape that the host sets; export the model with fixed shapes");
            }
            Dims64 shape = engine.getTensorShape(text);
            if (isOpen(shape)) {
                shape = engine.getProfileShape(text, 0, OptProfileSelector.kOPT.value);
                if (!context.setInputShape(text, shape)) {
                    throw refused("input " + name + " does not take the shape of its profile: " + log.takeError());
                }
            }
            inputs.add(new TensorSpec(name, type(engine, text, name), dims(shape)));
            inputNames.add(text);
        }
    }

    private void readOutputs(ICudaEngine engine) throws EngineException {
        for (int i = 0; i < engine.getNbIOTensors(); i++) {
            String name = engine.getIOTensorName(i);
            BytePointer text = owned.memory(new BytePointer(name));
            if (engine.getTensorIOMode(text) == TensorIOMode.kINPUT.value) {
                continue;
            }
            Dims64 shape = context.getTensorShape(text);
            if (isOpen(shape)) {
                throw refused("output " + name + " has a shape that depends on the data, which this back end cannot run"
                        + "; export the model with a fixed number of rows");
            }
            outputs.add(new TensorSpec(name, type(engine, text, name), dims(shape)));
            outputNames.add(text);
        }
    }

    private static boolean isOpen(Dims64 shape) {
        for (long dim : dims(shape)) {
            if (dim < 0) {
                return true;
            }
        }
        return false;
    }

    private static long[] dims(Dims64 shape) {
        long[] dims = new long[Math.max(0, shape.nbDims())];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = shape.d(i);
        }
        return dims;
    }

    private TensorType type(ICudaEngine engine, BytePointer text, String name) throws EngineException {
        int code = engine.getTensorDataType(text);
        for (DataType type : DataType.values()) {
            if (type.value == code) {
                return switch (type) {
                    case kFLOAT -> TensorType.FLOAT32;
                    case kHALF -> TensorType.FLOAT16;
                    case kUINT8 -> TensorType.UINT8;
                    case kINT8 -> TensorType.INT8;
                    case kINT32 -> TensorType.INT32;
                    case kINT64 -> TensorType.INT64;
                    case kBOOL -> TensorType.BOOL;
                    default ->
                        throw refused(
                                "tensor " + name + " is of type " + type.name().substring(1)
                                        + ", which the host does not know; cast it to float in the graph");
                };
            }
        }
        throw refused("tensor " + name + " is of type " + code + ", which the host does not know");
    }

    @Override
    public String description() {
        return "TensorRT " + Libraries.version();
    }

    @Override
    public List<TensorSpec> inputs() {
        return inputs;
    }

    @Override
    public List<TensorSpec> outputs() {
        return outputs;
    }

    @Override
    public boolean bindInput(int input, long address) {
        return context.setTensorAddress(inputNames.get(input), new At(address));
    }

    @Override
    public boolean bindOutput(int output, long address) {
        return context.setTensorAddress(outputNames.get(output), new At(address));
    }

    @Override
    public boolean enqueue(DeviceStream stream) {
        return context.enqueueV3(((CudaStream) stream).stream());
    }

    @Override
    public String takeError() {
        return log.takeError();
    }

    @Override
    public void close() {
        owned.close();
    }

    /** A device address as JavaCPP takes it. */
    private static final class At extends Pointer {
        At(long place) {
            super((Pointer) null);
            address = place;
        }
    }
}
