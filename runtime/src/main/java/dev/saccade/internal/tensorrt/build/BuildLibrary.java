package dev.saccade.internal.tensorrt.build;

import dev.saccade.internal.onnx.OnnxPort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The calls of TensorRT that a build makes, so that their order and what follows each failure is tested without a GPU. A
 * factory returns null where the library does. What is closed is freed, and everything must be closed, in the reverse
 * order of its making. One thread.
 */
interface BuildLibrary {
    /** createInferBuilder. */
    Builder builder();

    /** createInferRuntime. */
    PlanRuntime runtime();

    /** The latest error that the library logged, one line; empty when there was none. */
    String complaint();

    /** An object that the caller frees. */
    interface Freed extends AutoCloseable {
        @Override
        void close();
    }

    /** IBuilder. */
    interface Builder extends Freed {
        int dlaCores();

        /** A strongly typed network. */
        Network network();

        Config config();

        Profile profile();

        /** The serialised engine. */
        Memory build(Network network, Config config);
    }

    /** INetworkDefinition. */
    interface Network extends Freed {
        /** nvonnxparser's IParser over this network. */
        Parser parser();

        /** Open dimensions are -1. */
        List<OnnxPort> inputs();

        List<OnnxPort> outputs();

        /** Whether an input gives sizes, not values. */
        boolean isShapeInput(int index);

        int layers();
    }

    /** nvonnxparser::IParser. Must outlive the network's build: the network refers to its weights. */
    interface Parser extends Freed {
        boolean parse(Path file);

        List<Fault> faults();

        /** What the parser could not do. Node texts are empty where it names none. */
        record Fault(String description, int node, String nodeName, String operator) {}
    }

    /** IBuilderConfig. */
    interface Config extends Freed {
        void workspace(long bytes);

        void level(int level);

        /** Layers run on this core where they can, otherwise on the GPU. */
        void dla(int core);

        /** The inspector tells names and formats of layers, too. */
        void detailed();

        /** ICudaEngine's timings; empty bytes make an empty cache. */
        TimingCache timingCache(byte[] bytes);

        boolean use(TimingCache cache);

        /** Index of the profile, or negative. */
        int add(Profile profile);
    }

    /** IOptimizationProfile, owned by its builder. */
    interface Profile {
        /** The one shape that an input has: minimum, optimum and maximum. */
        boolean fix(String input, long[] shape);

        boolean isValid();
    }

    /** ITimingCache. */
    interface TimingCache extends Freed {
        Memory serialise();
    }

    /** IHostMemory. */
    interface Memory extends Freed {
        long bytes();

        void write(Path file) throws IOException;

        byte[] copy();
    }

    /** IRuntime. */
    interface PlanRuntime extends Freed {
        Engine deserialise(Memory plan, int dlaCore);
    }

    /** ICudaEngine. */
    interface Engine extends Freed {
        /** The inspector's JSON; null where it refuses. */
        String layers();
    }
}
