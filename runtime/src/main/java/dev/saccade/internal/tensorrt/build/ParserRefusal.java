package dev.saccade.internal.tensorrt.build;

import dev.saccade.internal.tensorrt.build.BuildLibrary.Parser.Fault;
import java.util.List;

/** Words what the ONNX parser could not do: the node, its operator, the reason, the remedy. */
final class ParserRefusal {
    private static final int LONGEST = 300;

    private ParserRefusal() {}

    static String of(List<Fault> faults) {
        Fault first = faults.get(0);
        StringBuilder text = new StringBuilder();
        if (!first.operator().isEmpty() || !first.nodeName().isEmpty() || first.node() >= 0) {
            text.append(first.operator().isEmpty() ? "an operator" : "operator " + first.operator());
            text.append(" of node ")
                    .append(first.nodeName().isEmpty() ? "number " + first.node() : first.nodeName())
                    .append(": ");
        }
        String reason = first.description().strip().replaceAll("\\s+", " ");
        text.append(reason.length() <= LONGEST ? reason : reason.substring(0, LONGEST) + "...");
        if (faults.size() > 1) {
            text.append(" (and ").append(faults.size() - 1).append(" more)");
        }
        return text + ": export the model with operators that TensorRT knows, or run it with --backend cpu";
    }
}
