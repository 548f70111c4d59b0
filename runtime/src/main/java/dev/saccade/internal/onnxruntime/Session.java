package dev.saccade.internal.onnxruntime;

import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.PlanBytes;
import dev.saccade.model.NetworkBytes;
import dev.saccade.tensor.TensorSpec;
import dev.saccade.tensor.TensorType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A session that is being set up. Whoever makes one closes it, or hands its handle on by {@link #release}. */
final class Session implements AutoCloseable {
    private static final long LARGEST = 2L << 30;

    /** One input or output as the graph declares it. */
    record Port(String name, int type, long[] shape, String[] symbols) {}

    private final String file;
    private long handle = Ort.create();

    private Session(String file) {
        this.file = file;
    }

    /**
     * Opens a graph.
     *
     * @param named the file that messages name
     * @param graph the file that is read
     * @param saveTo where the optimised graph goes, or null
     * @param sizes of the graph's named open dimensions
     */
    static Session open(Path named, Path graph, int level, EngineOptions options, Path saveTo, Map<String, Long> sizes)
            throws EngineException {
        return open(named, graph, level, options, saveTo, sizes, null);
    }

    /**
     * Opens the graph of a package from bytes that were checked.
     *
     * @param named the file that messages name
     * @param graph stays the caller's, and may be closed afterwards
     * @param saveTo where the optimised graph goes, or null
     * @param sizes of the graph's named open dimensions
     */
    static Session open(
            Path named, NetworkBytes graph, int level, EngineOptions options, Path saveTo, Map<String, Long> sizes)
            throws EngineException {
        Session session = new Session(named.toString());
        try {
            session.configure(level, options, saveTo, sizes, null);
            session.check(Ort.loadBytes(session.handle, graph.address(), graph.size()));
            return session;
        } catch (EngineException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /**
     * Opens a graph whose runs are recorded.
     *
     * @param profileTo prefix of the recording's file name, or null
     */
    static Session open(
            Path named,
            Path graph,
            int level,
            EngineOptions options,
            Path saveTo,
            Map<String, Long> sizes,
            Path profileTo)
            throws EngineException {
        Session session = new Session(named.toString());
        try {
            session.start(graph, level, options, saveTo, sizes, profileTo);
            return session;
        } catch (EngineException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    /**
     * Opens a graph that was optimised before, from bytes that were checked.
     *
     * @param named the file that messages name
     * @param graph stays the caller's, and may be closed afterwards
     */
    static Session open(Path named, PlanBytes graph, EngineOptions options) throws EngineException {
        Session session = new Session(named.toString());
        try {
            session.configure(Ort.LEVEL_NONE, options, null, Map.of(), null);
            session.check(Ort.loadBytes(session.handle, graph.pointer().address(), graph.size()));
            return session;
        } catch (EngineException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private void start(
            Path graph, int level, EngineOptions options, Path saveTo, Map<String, Long> sizes, Path profileTo)
            throws EngineException {
        configure(level, options, saveTo, sizes, profileTo);
        check(Ort.load(handle, graph.toString()));
    }

    private void configure(int level, EngineOptions options, Path saveTo, Map<String, Long> sizes, Path profileTo)
            throws EngineException {
        int threads = Math.max(1, options.threads());
        check(Ort.options(handle, threads, level));
        check(Ort.config(handle, "session.intra_op.allow_spinning", options.spin() ? "1" : "0"));
        check(Ort.config(handle, "session.set_denormal_as_zero", "1"));
        String affinities = Processor.affinities(threads, options.avoidCpu());
        if (affinities != null) {
            check(Ort.config(handle, "session.intra_op_thread_affinities", affinities));
        }
        for (Map.Entry<String, Long> size : sizes.entrySet()) {
            check(Ort.fixDimension(handle, size.getKey(), size.getValue()));
        }
        if (saveTo != null) {
            check(Ort.saveTo(handle, saveTo.toString()));
        }
        if (profileTo != null) {
            check(Ort.profileTo(handle, profileTo.toString()));
        }
    }

    List<Port> ports(int out) {
        List<Port> ports = new ArrayList<>();
        for (int i = 0; i < Ort.count(handle, out); i++) {
            int rank = Ort.rank(handle, out, i);
            long[] shape = new long[rank];
            String[] symbols = new String[rank];
            for (int d = 0; d < rank; d++) {
                shape[d] = Ort.dim(handle, out, i, d);
                symbols[d] = Ort.symbol(handle, out, i, d);
            }
            ports.add(new Port(Ort.name(handle, out, i), Ort.type(handle, out, i), shape, symbols));
        }
        return ports;
    }

    /** Binds one port to a buffer of its own, or an output of open shape to whatever a run makes. */
    OrtTensor bind(int out, int i, Port port, long[] shape) throws EngineException {
        String what = (out == 0 ? "input " : "output ") + port.name();
        TensorType type = ElementTypes.of(port.type());
        if (type == null) {
            throw refused(what + " is " + ElementTypes.name(port.type()) + "; only " + ElementTypes.SUPPORTED
                    + " tensors are supported: add a Cast to the graph");
        }
        TensorSpec spec = new TensorSpec(port.name(), type, shape);
        // A graph that leaves out a shape looks like a scalar.
        if (out == 1 && (shape.length == 0 || !spec.isStatic())) {
            check(Ort.bindDynamic(handle, i));
            return new OrtTensor(spec, i, 0);
        }
        long bytes = bytes(spec);
        if (bytes < 0 || bytes > LARGEST) {
            throw refused(what + " " + spec + " needs more than " + (LARGEST >> 20) + " MiB; use a smaller input size");
        }
        check(Ort.bind(handle, out, i, shape, bytes));
        return new OrtTensor(spec, i, Ort.address(handle, out, i));
    }

    private static long bytes(TensorSpec spec) {
        try {
            return Math.multiplyExact(spec.elements(), spec.type().bytes());
        } catch (ArithmeticException e) {
            return -1;
        }
    }

    /** Gives up the handle to whoever closes it from now on. */
    long release() {
        long given = handle;
        handle = 0;
        return given;
    }

    EngineException refused(String why) {
        return new EngineException(false, file + ": " + why, null);
    }

    private void check(int status) throws EngineException {
        if (status != 0) {
            throw refused(Refusal.explain(Ort.message(handle), file));
        }
    }

    @Override
    public void close() {
        if (handle != 0) {
            Ort.free(handle);
            handle = 0;
        }
    }
}
