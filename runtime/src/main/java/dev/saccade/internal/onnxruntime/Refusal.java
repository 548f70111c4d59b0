package dev.saccade.internal.onnxruntime;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why ONNX Runtime refused a graph, and what to do. */
final class Refusal {
    /** {@code Fatal error: domain:Operator(-1) is not a registered function/op}. */
    private static final Pattern UNKNOWN = Pattern.compile(
            "(?:In Node, \\(\"(?<node>[^\"]*)\".*?)?Fatal error: (?<op>\\S+?)\\(-?\\d+\\) is not a registered");
    /** {@code Could not find an implementation for Operator(9) node with name 'n'}. */
    private static final Pattern UNIMPLEMENTED =
            Pattern.compile("implementation for (?<op>\\S+\\(\\d+\\)) node with name '(?<node>[^']*)'");

    private Refusal() {}

    static String explain(String message, String file) {
        String text = OneLine.of(message);
        for (Pattern pattern : new Pattern[] {UNKNOWN, UNIMPLEMENTED}) {
            Matcher m = pattern.matcher(text);
            if (m.find()) {
                String node = m.group("node");
                return "operator " + m.group("op") + (node == null || node.isEmpty() ? "" : " of node " + node)
                        + " is not supported by ONNX Runtime; export the model with standard ONNX operators";
            }
        }
        return text.replace("Load model from " + file + " failed:", "").strip() + "; check or export the model again";
    }
}
