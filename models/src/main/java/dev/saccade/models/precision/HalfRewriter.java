package dev.saccade.models.precision;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.saccade.models.ModelsException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Carries out a plan on its graph. A tensor exists in the precision of the node that makes it, under its own name, and in the
 * other one behind a single Cast where that is read; a name that the outside or an inner graph knows stays FP32.
 */
final class HalfRewriter {
    private final OnnxModel model;
    private final HalfPlan plan;
    private final ElementTypes types;
    /** Names that must stay FP32 tensors. */
    private final Set<String> pinned;
    /** Graph outputs that become FP16. */
    private final Set<String> narrowed = new HashSet<>();

    private final Map<String, String> halves = new LinkedHashMap<>();
    private final Map<String, String> floats = new HashMap<>();
    /** What FP16 casts of the file gave, now read from elsewhere. */
    private final Map<String, String> aliases = new HashMap<>();

    private final Set<String> names = new HashSet<>();
    private final Set<String> nodeNames = new HashSet<>();
    private final List<GraphNode> nodes = new ArrayList<>();
    private final Set<GraphNode> added = Collections.newSetFromMap(new IdentityHashMap<>());
    private final FinalTypes finalTypes;

    private HalfRewriter(OnnxModel model, HalfPlan plan) throws InvalidProtocolBufferException {
        this.model = model;
        this.plan = plan;
        types = plan.types();
        pinned = model.captured();
        finalTypes = new FinalTypes(model);
        for (GraphNode node : model.nodes()) {
            names.addAll(node.outputs());
            nodeNames.add(node.name());
        }
        for (Message input : model.inputs()) {
            names.add(input.text(Onnx.FIRST));
        }
        names.addAll(model.initializers().keySet());
        model.initializers().keySet().forEach(name -> floats.put(name, name));
    }

    /**
     * What a rewriting did.
     *
     * @param castsAdded Cast nodes that were not there before
     * @param castsRemoved Cast nodes of the file that went
     */
    record Casts(int castsAdded, int castsRemoved) {}

    static Casts rewrite(OnnxModel model, HalfPlan plan, Ports ports)
            throws InvalidProtocolBufferException, ModelsException {
        HalfRewriter rewriter = new HalfRewriter(model, plan);
        rewriter.openPorts(ports == Ports.FP16);
        for (GraphNode node : model.nodes()) {
            rewriter.rewrite(node);
        }
        return rewriter.finish();
    }

    private void openPorts(boolean half) throws InvalidProtocolBufferException, ModelsException {
        for (Message input : model.inputs()) {
            String name = input.text(Onnx.FIRST);
            if (half && types.isFloat(name) && !plan.isConstant(name)) {
                refuseInnerReader(name);
                halves.put(name, name);
                finalTypes.put(name, name, Onnx.FLOAT16);
            } else {
                floats.put(name, name);
            }
        }
        for (Message output : model.outputs()) {
            String name = output.text(Onnx.FIRST);
            if (half && types.isFloat(name) && !plan.isConstant(name)) {
                refuseInnerReader(name);
                narrowed.add(name);
            } else {
                pinned.add(name);
            }
        }
    }

    private void refuseInnerReader(String name) throws ModelsException {
        if (pinned.contains(name)) {
            throw ModelsException.badInput("has an inner graph (If, Loop, Scan) that reads '" + name
                    + "' as FP32; leave inputs and outputs FP32");
        }
    }

    private void rewrite(GraphNode node) throws InvalidProtocolBufferException, ModelsException {
        boolean half = plan.isHalf(node);
        if (node.is("Cast") && foldCast(node, half)) {
            return;
        }
        for (int i = 0; i < node.inputs().size(); i++) {
            String input = node.input(i);
            if (types.isFloat(input)) {
                boolean inHalf = half && !HalfOperators.keepsInput(node, i);
                boolean either = plan.readsEither(node) && !floats.containsKey(input);
                node.inputs().set(i, inHalf || either ? half(input) : single(input));
            } else {
                node.inputs().set(i, aliases.getOrDefault(input, input));
            }
        }
        if (half) {
            retype(node);
        }
        emit(node, half);
    }

    /** Casts that lead into or out of halves; true when nothing is left to do. */
    private boolean foldCast(GraphNode node, boolean half) throws InvalidProtocolBufferException, ModelsException {
        String from = node.input(0);
        String to = node.output(0);
        boolean fixed = pinned.contains(to) || narrowed.contains(to);
        if (plan.widens(node)) {
            String source = aliases.getOrDefault(from, from);
            node.inputs().set(0, source);
            if (narrowed.contains(to)) {
                retype(node);
                nodes.add(node);
                halves.put(to, to);
                finalTypes.put(to, to, Onnx.FLOAT16);
                return true;
            }
            halves.put(to, source);
            floats.put(to, to);
            nodes.add(node);
            return true;
        }
        if (!types.isFloat(from)) {
            return false;
        }
        if (half && !fixed) {
            halves.put(to, half(from));
            return true;
        }
        boolean toHalf = types.of(to) == Onnx.FLOAT16;
        if (toHalf && halves.containsKey(from) && !fixed) {
            aliases.put(to, halves.get(from));
            return true;
        }
        if (toHalf) {
            halves.putIfAbsent(from, to);
        }
        return false;
    }

    /** What an attribute says about the element type. */
    private void retype(GraphNode node) throws InvalidProtocolBufferException, ModelsException {
        if (node.is("Cast")) {
            node.setAttribute(node.attribute("to").set(Onnx.ATTRIBUTE_INT, Onnx.FLOAT16));
        } else if (node.is("ConstantOfShape")) {
            Message given = Constants.tensor(node);
            Message zero = new Message().set(Onnx.TENSOR_DIMENSIONS, 1).set(Onnx.TENSOR_TYPE, Onnx.FLOAT16);
            Message value = given == null
                    ? zero.set(Onnx.TENSOR_RAW, ByteString.copyFrom(new byte[Short.BYTES]))
                    : Constants.halve(given, given.text(Onnx.TENSOR_NAME)).tensor();
            node.setAttribute(new Message()
                    .set(Onnx.ATTRIBUTE_NAME, "value")
                    .set(Onnx.ATTRIBUTE_TENSOR, value)
                    .set(Onnx.ATTRIBUTE_TYPE, Onnx.ATTRIBUTE_TYPE_TENSOR));
        }
    }

    private void emit(GraphNode node, boolean half) {
        nodes.add(node);
        for (int i = 0; i < node.outputs().size(); i++) {
            String output = node.output(i);
            if (!types.isFloat(output)) {
                continue;
            }
            Map<String, String> own = half ? halves : floats;
            Map<String, String> other = half ? floats : halves;
            boolean apart = half ? pinned.contains(output) : narrowed.contains(output);
            String name = apart ? fresh(output, half) : output;
            own.put(output, name);
            finalTypes.put(name, output, half ? Onnx.FLOAT16 : Onnx.FLOAT);
            if (apart) {
                node.outputs().set(i, name);
                addCast(name, output, output, half ? Onnx.FLOAT : Onnx.FLOAT16);
                other.put(output, output);
            }
        }
    }

    private String half(String tensor) throws InvalidProtocolBufferException, ModelsException {
        String known = halves.get(tensor);
        if (known != null) {
            return known;
        }
        String name = fresh(tensor, true);
        halves.put(tensor, name);
        if (plan.isConstant(tensor)) {
            model.initializers().put(name, plan.halved(tensor).tensor().set(Onnx.TENSOR_NAME, name));
        } else {
            addCast(floats.get(tensor), name, tensor, Onnx.FLOAT16);
        }
        return name;
    }

    private String single(String tensor) {
        String known = floats.get(tensor);
        if (known != null) {
            return known;
        }
        String name = fresh(tensor, false);
        floats.put(tensor, name);
        addCast(halves.get(tensor), name, tensor, Onnx.FLOAT);
        return name;
    }

    private void addCast(String from, String to, String of, int type) {
        String name = to + "/cast";
        while (!nodeNames.add(name)) {
            name += "_";
        }
        GraphNode cast = GraphNode.cast(name, from, to, type);
        added.add(cast);
        nodes.add(cast);
        finalTypes.put(to, of, type);
    }

    private Casts finish() throws InvalidProtocolBufferException, ModelsException {
        dropUnreadCasts();
        Set<String> read = read();
        Set<String> copied = new HashSet<>(halves.keySet());
        copied.removeIf(tensor -> !plan.isConstant(tensor));
        Map<String, String> renamed = new HashMap<>();
        for (String constant : copied) {
            if (!read.contains(constant)) {
                renamed.put(halves.get(constant), constant);
                nodes.removeIf(node -> node.outputs().contains(constant));
                model.initializers().remove(halves.get(constant));
                model.initializers()
                        .put(constant, plan.halved(constant).tensor().set(Onnx.TENSOR_NAME, constant));
                finalTypes.put(constant, constant, Onnx.FLOAT16);
            }
        }
        nodes.forEach(node -> node.inputs().replaceAll(input -> renamed.getOrDefault(input, input)));
        model.unlistConstants(copied);
        long before = model.nodes().stream().filter(node -> node.is("Cast")).count();
        long after = nodes.stream().filter(node -> node.is("Cast")).count();
        int ours = (int) nodes.stream().filter(added::contains).count();
        model.nodes().clear();
        model.nodes().addAll(nodes);
        finalTypes.applyTo(model);
        return new Casts(ours, (int) (before - (after - ours)));
    }

    /** A cast whose result is now read from elsewhere goes, and then perhaps the one before it. */
    private void dropUnreadCasts() {
        boolean dropped = true;
        while (dropped) {
            Set<String> read = read();
            dropped = nodes.removeIf(node -> node.is("Cast") && !read.contains(node.output(0)));
        }
    }

    private Set<String> read() {
        Set<String> read = new HashSet<>(pinned);
        read.addAll(narrowed);
        nodes.forEach(node -> read.addAll(node.inputs()));
        return read;
    }

    private String fresh(String tensor, boolean half) {
        String name = tensor + (half ? "/fp16" : "/fp32");
        while (!names.add(name)) {
            name += "_";
        }
        return name;
    }
}
