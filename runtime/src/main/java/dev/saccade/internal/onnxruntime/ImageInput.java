package dev.saccade.internal.onnxruntime;

import dev.saccade.engine.EngineException;
import dev.saccade.model.InputSpec;
import dev.saccade.tensor.TensorType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Meets a graph's inputs with the package's input: which one is the image, and what the open dimensions are. */
final class ImageInput {
    private final Session session;
    private final InputSpec spec;
    private final List<Session.Port> ports;
    private final int image;

    ImageInput(Session session, InputSpec spec) throws EngineException {
        this.session = session;
        this.spec = spec;
        this.ports = session.ports(0);
        this.image = find();
        check();
    }

    List<Session.Port> ports() {
        return ports;
    }

    /** Sizes of the named open dimensions of all inputs. */
    Map<String, Long> sizes() throws EngineException {
        Map<String, Long> sizes = new LinkedHashMap<>();
        for (int i = 0; i < ports.size(); i++) {
            Session.Port port = ports.get((image + i) % ports.size());
            for (int d = 0; d < port.shape().length; d++) {
                if (port.shape()[d] < 0 && !port.symbols()[d].isEmpty() && !sizes.containsKey(port.symbols()[d])) {
                    sizes.put(port.symbols()[d], size((image + i) % ports.size(), d));
                }
            }
        }
        return sizes;
    }

    /** The shape to bind. */
    long[] shape(int i) throws EngineException {
        long[] shape = ports.get(i).shape().clone();
        for (int d = 0; d < shape.length; d++) {
            if (shape[d] < 0) {
                shape[d] = size(i, d);
            }
        }
        return shape;
    }

    private long size(int i, int d) throws EngineException {
        if (i == image) {
            return wanted()[d];
        }
        if (d == 0) {
            return 1;
        }
        Session.Port port = ports.get(i);
        throw session.refused("input " + port.name() + " " + text(port)
                + " has an open dimension that model.yaml does not give; export the model with fixed sizes");
    }

    private int find() throws EngineException {
        for (int i = 0; i < ports.size(); i++) {
            if (ports.get(i).name().equals(spec.tensor()) || (spec.tensor() == null && ports.size() == 1)) {
                return i;
            }
        }
        List<String> names = ports.stream().map(Session.Port::name).toList();
        throw session.refused(
                spec.tensor() == null
                        ? "the graph has inputs " + names + "; say which is the image: input.tensor in model.yaml"
                        : "the graph has no input " + spec.tensor() + "; input.tensor in model.yaml may be " + names);
    }

    private void check() throws EngineException {
        Session.Port port = ports.get(image);
        TensorType type = ElementTypes.of(port.type());
        if (type != spec.type()) {
            throw session.refused("input " + port.name() + " is " + ElementTypes.name(port.type())
                    + ", model.yaml says input.type " + spec.type().name().toLowerCase(java.util.Locale.ROOT)
                    + "; make them agree");
        }
        long[] wanted = wanted();
        boolean fits = port.shape().length == wanted.length;
        for (int d = 0; fits && d < wanted.length; d++) {
            fits = port.shape()[d] < 0 || port.shape()[d] == wanted[d];
        }
        if (!fits) {
            throw session.refused("input " + port.name() + " is " + text(port) + ", model.yaml makes it "
                    + Arrays.toString(wanted) + " (" + spec.layout() + "); correct its size, layout or colour");
        }
    }

    private long[] wanted() {
        return spec.layout() == InputSpec.Layout.NCHW
                ? new long[] {1, spec.channels(), spec.height(), spec.width()}
                : new long[] {1, spec.height(), spec.width(), spec.channels()};
    }

    /** The declared shape, with the names of open dimensions. */
    private static String text(Session.Port port) {
        String[] dims = new String[port.shape().length];
        for (int d = 0; d < dims.length; d++) {
            String symbol = port.symbols()[d].isEmpty() ? "?" : port.symbols()[d];
            dims[d] = port.shape()[d] < 0 ? symbol : Long.toString(port.shape()[d]);
        }
        return Arrays.toString(dims);
    }
}
