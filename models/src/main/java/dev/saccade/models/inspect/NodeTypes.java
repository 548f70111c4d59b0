package dev.saccade.models.inspect;

import dev.saccade.models.precision.NetworkFile;
import dev.saccade.models.precision.NetworkFile.Node;
import dev.saccade.models.precision.NetworkFile.Weight;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What each node of a network computes in, and which parts of a coarser network stay at 32 bits. */
final class NodeTypes {
    private static final String FP32 = "fp32";
    private static final String FP16 = "fp16";
    private static final String INT8 = "int8";
    /** These change types or make constants, and compute nothing. */
    private static final Set<String> CONVERSIONS =
            Set.of("Cast", "CastLike", "QuantizeLinear", "DequantizeLinear", "Constant", "ConstantOfShape", "Identity");

    private final NetworkFile file;
    private final TensorFacts facts;
    private final Map<String, Integer> maker = new HashMap<>();
    private final Map<String, List<Integer>> readers = new HashMap<>();

    NodeTypes(NetworkFile file, TensorFacts facts) {
        this.file = file;
        this.facts = facts;
        for (int i = 0; i < file.nodes().size(); i++) {
            for (String output : file.nodes().get(i).outputs()) {
                maker.put(output, i);
            }
            for (String input : file.nodes().get(i).inputs()) {
                readers.computeIfAbsent(input, name -> new ArrayList<>()).add(i);
            }
        }
    }

    /** The coarsest type of any tensor. */
    String precision() {
        String coarsest = FP32;
        for (Node node : file.nodes()) {
            if (node.operator().contains("QuantizeLinear")
                    || node.operator().startsWith("QLinear")
                    || node.operator().endsWith("Integer")) {
                return INT8;
            }
            if (precision(node).equals(FP16)) {
                coarsest = FP16;
            }
        }
        boolean hasHalves =
                file.weights().values().stream().map(Weight::elementType).anyMatch(t -> t == ElementKind.FLOAT16);
        return hasHalves ? FP16 : coarsest;
    }

    /** The type of a node's first output; int8 where Q/DQ nodes on all sides say that it runs so. */
    String precision(Node node) {
        String type =
                node.outputs().isEmpty() ? "" : facts.of(node.outputs().get(0)).type();
        return type.equals(FP32) && isQuantised(node) ? INT8 : type.isEmpty() ? "unknown" : type;
    }

    private boolean isQuantised(Node node) {
        if (CONVERSIONS.contains(node.operator())) {
            return false;
        }
        boolean isFed = false;
        for (String input : node.inputs()) {
            Integer from = maker.get(input);
            if (from == null || file.weights().containsKey(input)) {
                continue;
            }
            if (!file.nodes().get(from).operator().equals("DequantizeLinear")) {
                return false;
            }
            isFed = true;
        }
        List<Integer> after = readers.getOrDefault(node.outputs().get(0), List.of());
        return isFed
                && !after.isEmpty()
                && after.stream().allMatch(i -> file.nodes().get(i).operator().equals("QuantizeLinear"));
    }

    /** Connected nodes at 32 bits; empty for a network that is no coarser. */
    List<NetworkSummary.Island> islands() {
        if (precision().equals(FP32)) {
            return List.of();
        }
        int count = file.nodes().size();
        int[] root = new int[count];
        for (int i = 0; i < count; i++) {
            Node node = file.nodes().get(i);
            root[i] = !CONVERSIONS.contains(node.operator()) && precision(node).equals(FP32) ? i : -1;
        }
        for (int i = 0; i < count; i++) {
            for (String input : file.nodes().get(i).inputs()) {
                Integer from = maker.get(input);
                if (root[i] >= 0 && from != null && root[from] >= 0) {
                    join(root, i, from);
                }
            }
        }
        Map<Integer, List<Node>> parts = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            if (root[i] >= 0) {
                parts.computeIfAbsent(find(root, i), at -> new ArrayList<>())
                        .add(file.nodes().get(i));
            }
        }
        List<NetworkSummary.Island> islands = new ArrayList<>();
        for (List<Node> nodes : parts.values()) {
            Set<String> operators = new TreeSet<>();
            nodes.forEach(node -> operators.add(Summaries.operator(node)));
            islands.add(new NetworkSummary.Island(nodes.size(), Summaries.label(nodes.get(0)), List.copyOf(operators)));
        }
        islands.sort(Comparator.comparingInt(NetworkSummary.Island::nodes).reversed());
        return islands;
    }

    private static void join(int[] root, int a, int b) {
        int first = find(root, a);
        int second = find(root, b);
        root[Math.max(first, second)] = Math.min(first, second);
    }

    private static int find(int[] root, int at) {
        int top = at;
        while (root[top] != top) {
            root[top] = root[root[top]];
            top = root[top];
        }
        return top;
    }
}
