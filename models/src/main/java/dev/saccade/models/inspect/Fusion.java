package dev.saccade.models.inspect;

import dev.saccade.models.precision.NetworkFile;
import dev.saccade.models.precision.NetworkFile.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which nodes of a network a node of the optimised one does the work of: those between the tensors that it reads and the
 * one that it makes, as far as the optimised network kept the tensors' names. Where it did not, nothing is told.
 */
final class Fusion {
    /** ONNX Runtime names a node in blocked layout after the tensor that its first form made. */
    private static final String BLOCKED = "_nchwc";

    private static final String BLOCK = "ReorderInput";
    private static final String UNBLOCK = "ReorderOutput";
    /** A node that stands for more than this was not traced but lost. */
    private static final int MOST = 64;

    private final NetworkFile original;
    private final Map<String, Integer> maker = new HashMap<>();
    /** Tensors of the optimised network to those of the original one. */
    private final Map<String, String> known = new HashMap<>();

    private final List<List<Integer>> done = new ArrayList<>();

    Fusion(NetworkFile original, NetworkFile optimised) {
        this.original = original;
        for (int i = 0; i < original.nodes().size(); i++) {
            for (String output : original.nodes().get(i).outputs()) {
                if (!output.isEmpty()) {
                    maker.put(output, i);
                }
            }
        }
        original.inputs().forEach(input -> known.put(input.name(), input.name()));
        Map<String, Node> named = named(original);
        for (Node node : optimised.nodes()) {
            if (node.operator().equals(UNBLOCK)
                    && maker.containsKey(node.outputs().get(0))) {
                // What is put back into the usual layout is the tensor by whose name others know it.
                known.put(node.inputs().get(0), node.outputs().get(0));
            }
        }
        for (Node node : optimised.nodes()) {
            for (int i = 0; i < node.outputs().size(); i++) {
                String before = original(node, i, named.get(node.name()));
                if (before != null) {
                    known.putIfAbsent(node.outputs().get(i), before);
                }
            }
        }
        Set<Integer> claimed = new HashSet<>();
        for (Node node : optimised.nodes()) {
            done.add(trace(node, claimed));
        }
    }

    /** Nodes by names that only one has. */
    private static Map<String, Node> named(NetworkFile file) {
        Map<String, Node> named = new HashMap<>();
        Set<String> twice = new HashSet<>(Set.of(""));
        for (Node node : file.nodes()) {
            if (named.put(node.name(), node) != null) {
                twice.add(node.name());
            }
        }
        named.keySet().removeAll(twice);
        return named;
    }

    private String original(Node node, int output, Node namesake) {
        String tensor = node.outputs().get(output);
        if (maker.containsKey(tensor)) {
            return tensor;
        }
        if (node.operator().equals(BLOCK)) {
            return known.get(node.inputs().get(0));
        }
        if (namesake != null
                && namesake.operator().equals(node.operator())
                && output < namesake.outputs().size()) {
            return namesake.outputs().get(output);
        }
        int end = node.name().lastIndexOf(BLOCKED);
        String stem = end < 0 ? "" : node.name().substring(0, end);
        return maker.containsKey(stem) && output == 0 ? stem : null;
    }

    /** Places in the original network of what the node at a place of the optimised one does; empty when not told. */
    List<Integer> of(int node) {
        return done.get(node);
    }

    /** What an earlier node did is not done again: a walk ends there, and at whatever the node is given. */
    private List<Integer> trace(Node node, Set<Integer> claimed) {
        String made = node.outputs().isEmpty() ? null : known.get(node.outputs().get(0));
        Set<String> given = new HashSet<>();
        node.inputs().forEach(input -> given.add(known.get(input)));
        if (made == null || given.contains(made)) {
            return List.of();
        }
        Set<Integer> found = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(made));
        while (!open.isEmpty()) {
            String tensor = open.remove();
            Integer at = maker.get(tensor);
            if (at == null || given.contains(tensor) || claimed.contains(at) || !found.add(at)) {
                continue;
            }
            if (found.size() > MOST) {
                return List.of();
            }
            for (String input : original.nodes().get(at).inputs()) {
                if (!original.weights().containsKey(input)) {
                    open.add(input);
                }
            }
        }
        claimed.addAll(found);
        return List.copyOf(found);
    }
}
