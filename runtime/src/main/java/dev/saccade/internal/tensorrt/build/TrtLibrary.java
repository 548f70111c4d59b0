package dev.saccade.internal.tensorrt.build;

import dev.saccade.internal.onnx.OnnxPort;
import dev.saccade.internal.tensorrt.Libraries;
import dev.saccade.internal.tensorrt.Owned;
import dev.saccade.internal.tensorrt.TrtLog;
import dev.saccade.tensor.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorrt.global.nvinfer;
import org.bytedeco.tensorrt.global.nvinfer.BuilderFlag;
import org.bytedeco.tensorrt.global.nvinfer.DeviceType;
import org.bytedeco.tensorrt.global.nvinfer.LayerInformationFormat;
import org.bytedeco.tensorrt.global.nvinfer.MemoryPoolType;
import org.bytedeco.tensorrt.global.nvinfer.NetworkDefinitionCreationFlag;
import org.bytedeco.tensorrt.global.nvinfer.OptProfileSelector;
import org.bytedeco.tensorrt.global.nvinfer.ProfilingVerbosity;
import org.bytedeco.tensorrt.global.nvonnxparser;
import org.bytedeco.tensorrt.nvinfer.Dims64;
import org.bytedeco.tensorrt.nvinfer.IBuilder;
import org.bytedeco.tensorrt.nvinfer.IBuilderConfig;
import org.bytedeco.tensorrt.nvinfer.ICudaEngine;
import org.bytedeco.tensorrt.nvinfer.IEngineInspector;
import org.bytedeco.tensorrt.nvinfer.IHostMemory;
import org.bytedeco.tensorrt.nvinfer.ILogger;
import org.bytedeco.tensorrt.nvinfer.INetworkDefinition;
import org.bytedeco.tensorrt.nvinfer.IOptimizationProfile;
import org.bytedeco.tensorrt.nvinfer.IRuntime;
import org.bytedeco.tensorrt.nvinfer.ITensor;
import org.bytedeco.tensorrt.nvinfer.ITimingCache;
import org.bytedeco.tensorrt.nvonnxparser.IParser;
import org.bytedeco.tensorrt.nvonnxparser.IParserError;

/**
 * TensorRT by JavaCPP, of any of our lines: only calls that 10.6, 10.15 and 11.2 have alike. Not before {@link Libraries}
 * has said yes: a builder that is made without a driver ends the process.
 */
final class TrtLibrary implements BuildLibrary, AutoCloseable {
    private static final Map<String, TensorType> TYPES = Map.of(
            "kFLOAT",
            TensorType.FLOAT32,
            "kHALF",
            TensorType.FLOAT16,
            "kINT8",
            TensorType.INT8,
            "kINT32",
            TensorType.INT32,
            "kBOOL",
            TensorType.BOOL,
            "kUINT8",
            TensorType.UINT8,
            "kINT64",
            TensorType.INT64);

    private final TrtLog log = new TrtLog();

    @Override
    public BuildLibrary.Builder builder() {
        return made(nvinfer.createInferBuilder(log), TrtBuilder::new);
    }

    @Override
    public BuildLibrary.PlanRuntime runtime() {
        return made(nvinfer.createInferRuntime(log), TrtRuntime::new);
    }

    @Override
    public String complaint() {
        return log.takeError();
    }

    /** After everything that was made with its logger. */
    @Override
    public void close() {
        log.deallocate();
    }

    private static <P extends Pointer, T> T made(P object, Function<P, T> type) {
        return object == null || object.isNull() ? null : type.apply(object);
    }

    /** What every object has: an address that is deleted once. */
    private abstract static class Deleted<P extends Pointer> implements BuildLibrary.Freed {
        final P object;
        private final Owned owned = new Owned();

        Deleted(P object) {
            this.object = owned.object(object);
        }

        Deleted(P object, int destructor) {
            this.object = owned.object(object, destructor);
        }

        @Override
        public void close() {
            owned.close();
        }
    }

    private final class TrtBuilder extends Deleted<IBuilder> implements BuildLibrary.Builder {
        TrtBuilder(IBuilder builder) {
            super(builder);
        }

        @Override
        public int dlaCores() {
            return object.getNbDLACores();
        }

        @Override
        public BuildLibrary.Network network() {
            int strong = 1 << NetworkDefinitionCreationFlag.kSTRONGLY_TYPED.value;
            return made(object.createNetworkV2(strong), network -> new TrtNetwork(network, log));
        }

        @Override
        public BuildLibrary.Config config() {
            return made(object.createBuilderConfig(), TrtConfig::new);
        }

        @Override
        public BuildLibrary.Profile profile() {
            return made(object.createOptimizationProfile(), TrtProfile::new);
        }

        @Override
        public BuildLibrary.Memory build(BuildLibrary.Network network, BuildLibrary.Config config) {
            return made(
                    object.buildSerializedNetwork(((TrtNetwork) network).object, ((TrtConfig) config).object),
                    TrtMemory::new);
        }
    }

    private static final class TrtNetwork extends Deleted<INetworkDefinition> implements BuildLibrary.Network {
        private final ILogger log;

        TrtNetwork(INetworkDefinition network, ILogger log) {
            super(network);
            this.log = log;
        }

        @Override
        public BuildLibrary.Parser parser() {
            return made(nvonnxparser.createParser(object, log), TrtParser::new);
        }

        @Override
        public List<OnnxPort> inputs() {
            return ports(object.getNbInputs(), object::getInput);
        }

        @Override
        public List<OnnxPort> outputs() {
            return ports(object.getNbOutputs(), object::getOutput);
        }

        @Override
        public boolean isShapeInput(int index) {
            return object.getInput(index).isShapeTensor();
        }

        @Override
        public int layers() {
            return object.getNbLayers();
        }

        private static List<OnnxPort> ports(int count, IntFunction<ITensor> tensors) {
            List<OnnxPort> ports = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                ports.add(port(tensors.apply(i)));
            }
            return ports;
        }

        private static OnnxPort port(ITensor tensor) {
            try (Dims64 dims = tensor.getDimensions()) {
                long[] shape = new long[dims.nbDims()];
                for (int d = 0; d < shape.length; d++) {
                    shape[d] = dims.d(d);
                }
                String type = tensor.getType().intern().name();
                return new OnnxPort(
                        tensor.getName(), TYPES.get(type), type.substring(1).toLowerCase(Locale.ROOT), shape);
            }
        }
    }

    private static final class TrtParser extends Deleted<IParser> implements BuildLibrary.Parser {
        TrtParser(IParser parser) {
            super(parser, Owned.parserSlot(Libraries.major()));
        }

        @Override
        public boolean parse(Path file) {
            return object.parseFromFile(file.toString(), ILogger.Severity.kWARNING.value);
        }

        @Override
        public List<Fault> faults() {
            List<Fault> faults = new ArrayList<>();
            for (int i = 0; i < object.getNbErrors(); i++) {
                IParserError error = object.getError(i);
                faults.add(new Fault(
                        text(error.desc()), error.node(), text(error.nodeName()), text(error.nodeOperator())));
            }
            return faults;
        }

        private static String text(String text) {
            return text == null ? "" : text;
        }
    }

    private static final class TrtConfig extends Deleted<IBuilderConfig> implements BuildLibrary.Config {
        TrtConfig(IBuilderConfig config) {
            super(config);
        }

        @Override
        public void workspace(long bytes) {
            object.setMemoryPoolLimit(MemoryPoolType.kWORKSPACE, bytes);
        }

        @Override
        public void level(int level) {
            object.setBuilderOptimizationLevel(level);
        }

        @Override
        public void dla(int core) {
            object.setDefaultDeviceType(DeviceType.kDLA);
            object.setDLACore(core);
            object.setFlag(BuilderFlag.kGPU_FALLBACK);
        }

        @Override
        public void detailed() {
            object.setProfilingVerbosity(ProfilingVerbosity.kDETAILED);
        }

        @Override
        public BuildLibrary.TimingCache timingCache(byte[] bytes) {
            if (bytes.length == 0) {
                return made(object.createTimingCache(null, 0), TrtTimingCache::new);
            }
            try (BytePointer copy = new BytePointer(bytes)) {
                return made(object.createTimingCache(copy, bytes.length), TrtTimingCache::new);
            }
        }

        @Override
        public boolean use(BuildLibrary.TimingCache cache) {
            return object.setTimingCache(((TrtTimingCache) cache).object, false);
        }

        @Override
        public int add(BuildLibrary.Profile profile) {
            return object.addOptimizationProfile(((TrtProfile) profile).object());
        }
    }

    private record TrtProfile(IOptimizationProfile object) implements BuildLibrary.Profile {
        @Override
        public boolean fix(String input, long[] shape) {
            try (Dims64 dims = new Dims64()) {
                dims.nbDims(shape.length);
                for (int d = 0; d < shape.length; d++) {
                    dims.d(d, shape[d]);
                }
                return object.setDimensions(input, OptProfileSelector.kMIN, dims)
                        && object.setDimensions(input, OptProfileSelector.kOPT, dims)
                        && object.setDimensions(input, OptProfileSelector.kMAX, dims);
            }
        }

        @Override
        public boolean isValid() {
            return object.isValid();
        }
    }

    private static final class TrtTimingCache extends Deleted<ITimingCache> implements BuildLibrary.TimingCache {
        TrtTimingCache(ITimingCache cache) {
            super(cache);
        }

        @Override
        public BuildLibrary.Memory serialise() {
            return made(object.serialize(), TrtMemory::new);
        }
    }

    private static final class TrtMemory extends Deleted<IHostMemory> implements BuildLibrary.Memory {
        /** A ByteBuffer holds less than 2 GiB. */
        private static final long CHUNK = 1L << 30;

        TrtMemory(IHostMemory memory) {
            super(memory);
        }

        @Override
        public long bytes() {
            return object.size();
        }

        @Override
        public void write(Path file) throws IOException {
            try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                for (long from = 0; from < bytes(); from += CHUNK) {
                    ByteBuffer part = part(from, Math.min(CHUNK, bytes() - from));
                    while (part.hasRemaining()) {
                        out.write(part);
                    }
                }
            }
        }

        @Override
        public byte[] copy() {
            byte[] copy = new byte[Math.toIntExact(bytes())];
            part(0, copy.length).get(copy);
            return copy;
        }

        /** A view, valid while this is open. */
        private ByteBuffer part(long from, long length) {
            return new BytePointer(object.data())
                    .position(from)
                    .limit(from + length)
                    .asByteBuffer();
        }
    }

    private static final class TrtRuntime extends Deleted<IRuntime> implements BuildLibrary.PlanRuntime {
        TrtRuntime(IRuntime runtime) {
            super(runtime);
        }

        @Override
        public BuildLibrary.Engine deserialise(BuildLibrary.Memory plan, int dlaCore) {
            if (dlaCore >= 0) {
                object.setDLACore(dlaCore);
            }
            IHostMemory memory = ((TrtMemory) plan).object;
            return made(object.deserializeCudaEngine(memory.data(), memory.size()), TrtEngine::new);
        }
    }

    private static final class TrtEngine extends Deleted<ICudaEngine> implements BuildLibrary.Engine {
        TrtEngine(ICudaEngine engine) {
            super(engine);
        }

        @Override
        public String layers() {
            try (Owned owned = new Owned()) {
                IEngineInspector inspector = owned.object(object.createEngineInspector());
                return inspector == null || inspector.isNull()
                        ? null
                        : inspector.getEngineInformation(LayerInformationFormat.kJSON);
            }
        }
    }
}
