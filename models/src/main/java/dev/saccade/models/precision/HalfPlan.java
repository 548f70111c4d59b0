package dev.saccade.models.precision;

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

/** Decides which nodes of a graph turn to halves, and why the others do not. */
final class HalfPlan {
    private static final Set<String> SHAPE_SOURCES = Set.of("Shape", "Size", "NonZero", "Range");

    private static final Set<String> TYPELESS = Set.of("Shape", "Size", "NonZero", "IsNaN", "IsInf");

    private final OnnxModel model;
    private final Islands wanted;
    private final ElementTypes types;
    private final Map<String, Message> constants = new HashMap<>();
    private final Map<String, GraphNode> makers = new HashMap<>();
    private final Map<String, List<GraphNode>> readers = new HashMap<>();
    private final Set<String> shapes = new HashSet<>();
    private final Set<GraphNode> halves = Collections.newSetFromMap(new IdentityHashMap<>());
    private final IdentityHashMap<GraphNode, Island> islands = new IdentityHashMap<>();
    private final Map<String, Constants.Halved> halved = new LinkedHashMap<>();

    private HalfPlan(OnnxModel model, Islands wanted) throws InvalidProtocolBufferException {
        this.model = model;
        this.wanted = wanted;
        types = ElementTypes.of(model);
        constants.putAll(model.initializers());
        for (GraphNode node : model.nodes()) {
            Message tensor = node.is("Constant") ? Constants.tensor(node) : null;
            if (tensor != null) {
                constants.put(node.output(0), tensor);
            }
            node.outputs().forEach(output -> makers.put(output, node));
            for (String input : node.inputs()) {
                readers.computeIfAbsent(input, k -> new ArrayList<>()).add(node);
            }
        }
        // What is left out has no name, no maker and no reader.
        makers.remove("");
        readers.remove("");
    }

    /**
     * Decides for every node.
     *
     * @throws ModelsException when a wanted island is not in the graph
     */
    static HalfPlan of(OnnxModel model, Islands wanted) throws InvalidProtocolBufferException, ModelsException {
        HalfPlan plan = new HalfPlan(model, wanted);
        plan.refuseUnknownIslands();
        for (GraphNode node : model.nodes()) {
            plan.decide(node);
        }
        for (int i = model.nodes().size() - 1; i >= 0; i--) {
            plan.leaveWhatOnlyMoves(model.nodes().get(i));
        }
        return plan;
    }

    ElementTypes types() {
        return types;
    }

    boolean isHalf(GraphNode node) {
        return halves.contains(node);
    }

    int halfNodes() {
        return halves.size();
    }

    /** In the graph's order. */
    List<Island> islands() {
        return model.nodes().stream()
                .filter(islands::containsKey)
                .map(islands::get)
                .toList();
    }

    boolean isConstant(String tensor) {
        return constants.containsKey(tensor);
    }

    /** A constant rounded; once a tensor. */
    Constants.Halved halved(String constant) throws InvalidProtocolBufferException, ModelsException {
        Constants.Halved known = halved.get(constant);
        if (known == null) {
            known = Constants.halve(constants.get(constant), constant);
            halved.put(constant, known);
        }
        return known;
    }

    /** What rounding does to every constant that was looked at. */
    List<WeightChange> weights() {
        return halved.values().stream().map(Constants.Halved::change).toList();
    }

    /** A Cast from FP16 that an earlier conversion or the exporter made: its result exists in halves already. */
    boolean widens(GraphNode node) {
        return node.is("Cast")
                && types.of(node.input(0)) == Onnx.FLOAT16
                && types.isFloat(node.output(0))
                && !isWanted(node);
    }

    /** A node that asks for no type of its input and gives no floats, such as Shape, or a Cast to whole numbers. */
    boolean readsEither(GraphNode node) throws InvalidProtocolBufferException {
        boolean leavesFloat = node.is("Cast") && node.attribute("to", Onnx.UNKNOWN) != Onnx.FLOAT;
        return leavesFloat || (node.domain().isEmpty() && TYPELESS.contains(node.type()));
    }

    private boolean isWanted(GraphNode node) {
        return wanted.nodes().contains(node.name())
                || node.outputs().stream().anyMatch(wanted.nodes()::contains)
                || (node.domain().isEmpty() && wanted.operators().contains(node.type()));
    }

    private void refuseUnknownIslands() throws ModelsException {
        for (String name : wanted.nodes()) {
            if (!makers.containsKey(name)
                    && model.nodes().stream().noneMatch(node -> node.name().equals(name))) {
                throw ModelsException.badInput("has no node and no node's output '" + name
                        + "', which was to stay FP32; take a name of the graph");
            }
        }
        for (String type : wanted.operators()) {
            if (model.nodes().stream().noneMatch(node -> node.type().equals(type))) {
                throw ModelsException.badInput(
                        "has no node of the operator " + type + ", which was to stay FP32; take one of the graph's");
            }
        }
    }

    private void decide(GraphNode node) throws InvalidProtocolBufferException, ModelsException {
        noteShapes(node);
        boolean touchesFloat = node.outputs().stream().anyMatch(types::isFloat)
                || node.inputs().stream().anyMatch(types::isFloat);
        boolean neutral = node.is("Constant") || widens(node) || readsEither(node);
        if (!touchesFloat || neutral) {
            return;
        }
        String reason = reasonToStay(node);
        if (reason == null) {
            halves.add(node);
        } else {
            islands.put(node, new Island(node.label(), node.type(), reason));
        }
    }

    private void noteShapes(GraphNode node) {
        boolean fromShapes = node.inputs().stream().anyMatch(shapes::contains)
                && node.inputs().stream()
                        .allMatch(input -> input.isEmpty() || isConstant(input) || shapes.contains(input));
        if (fromShapes || (node.domain().isEmpty() && SHAPE_SOURCES.contains(node.type()))) {
            shapes.addAll(node.outputs());
        }
    }

    private String reasonToStay(GraphNode node) throws InvalidProtocolBufferException, ModelsException {
        if (isWanted(node)) {
            return "asked for";
        }
        String reason = ofOperator(node);
        if (reason == null) {
            reason = ofNeighbours(node);
        }
        return reason == null ? ofWeights(node) : reason;
    }

    private String ofOperator(GraphNode node) throws InvalidProtocolBufferException {
        if (!node.subgraphs().isEmpty()) {
            return "runs a graph of its own";
        }
        if (!node.domain().isEmpty()) {
            return "operator of the domain " + node.domain();
        }
        if (DefaultIslands.reasons().containsKey(node.type())) {
            return DefaultIslands.reasons().get(node.type());
        }
        if (!HalfOperators.isHalfCapable(node)) {
            return node.type().contains("Linear") ? "quantised" : "no FP16 form is known here";
        }
        if (node.is("Cast") && !fits(types.of(node.input(0)))) {
            return "makes floats of numbers that halves may not hold";
        }
        return null;
    }

    private static boolean fits(int type) {
        return type == Onnx.FLOAT || type == Onnx.BOOL || type == Onnx.UINT8 || type == Onnx.INT8;
    }

    private String ofNeighbours(GraphNode node) {
        for (int i = 0; i < node.inputs().size(); i++) {
            String input = node.input(i);
            if (!input.isEmpty() && types.of(input) == Onnx.UNKNOWN && !HalfOperators.keepsInput(node, i)) {
                return "the type of '" + input + "' is not known";
            }
            if (makers.containsKey(input) && makers.get(input).is("DequantizeLinear")) {
                return "computes on quantised values";
            }
        }
        for (String output : node.outputs()) {
            if (readers(output).stream().anyMatch(reader -> reader.is("QuantizeLinear"))) {
                return "is quantised next";
            }
        }
        if (node.outputs().stream().anyMatch(shapes::contains)) {
            return "works out shapes or grids, whose whole numbers halves count only up to 2048";
        }
        boolean cheap = HalfOperators.isArithmetic(node) || HalfOperators.moves(node);
        return cheap && hasFloatInput(node) && comesFrom(node, false) ? "goes on with what an island made" : null;
    }

    private String ofWeights(GraphNode node) throws InvalidProtocolBufferException, ModelsException {
        for (int i = 0; i < node.inputs().size(); i++) {
            String input = node.input(i);
            boolean weights = isConstant(input) && types.isFloat(input) && !HalfOperators.keepsInput(node, i);
            if (weights && halved(input).change().overflowed() > 0) {
                return "'" + input + "' holds "
                        + halved(input).change().overflowed() + " of "
                        + halved(input).change().elements() + " numbers beyond 65504";
            }
        }
        if (node.is("ConstantOfShape") && node.attribute("value") != null) {
            WeightChange change =
                    Constants.halve(Constants.tensor(node), node.output(0)).change();
            return change.overflowed() > 0 ? "fills with a number beyond 65504" : null;
        }
        return null;
    }

    private List<GraphNode> readers(String tensor) {
        return readers.getOrDefault(tensor, List.of());
    }

    private boolean isDynamicFloat(String input) {
        return types.isFloat(input) && !isConstant(input);
    }

    private boolean hasFloatInput(GraphNode node) {
        return node.inputs().stream().anyMatch(this::isDynamicFloat);
    }

    /** Whether every float that the node reads was made by a node that stays FP32, or came in from outside. */
    private boolean comesFrom(GraphNode node, boolean outsideCounts) {
        return node.inputs().stream().filter(this::isDynamicFloat).allMatch(input -> {
            GraphNode maker = makers.get(input);
            return maker == null ? outsideCounts : islands.containsKey(maker);
        });
    }

    /** A node between FP32 nodes that computes nothing would only add a cast before and one after. */
    private void leaveWhatOnlyMoves(GraphNode node) {
        if (!halves.contains(node) || !HalfOperators.moves(node) || !comesFrom(node, true)) {
            return;
        }
        for (String output : node.outputs()) {
            for (GraphNode reader : readers(output)) {
                int at = reader.inputs().indexOf(output);
                if (halves.contains(reader) && !HalfOperators.keepsInput(reader, at)) {
                    return;
                }
            }
        }
        halves.remove(node);
        islands.put(node, new Island(node.label(), node.type(), "only moves values between FP32 nodes"));
    }
}
