package dev.saccade.internal.onnxruntime;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Why ONNX Runtime refused a graph, and what to do. */
final class Refusal {
    /** {@code In Node, ("n", Operator, "domain", -1) : ... is not a registered function/op}, or its variants. */
    private static final Pattern UNKNOWN =
            Pattern.compile("In Node, \\(\"(?<node>[^\"]*)\", (?<op>[^,]*), \"(?<domain>[^\"]*)\",.*"
                    + "(?:No Op registered|is not a registered|No opset import)");
    /** {@code Fatal error: domain:Operator(-1) is not a registered function/op}. */
    private static final Pattern UNREGISTERED =
            Pattern.compile("(?<node>)Fatal error: (?<op>\\S+?)\\(-?\\d+\\) is not a registered");
    /** {@code Could not find an implementation for Operator(9) node with name 'n'}. */
    private static final Pattern UNIMPLEMENTED =
            Pattern.compile("implementation for (?<op>\\S+\\(\\d+\\)) node with name '(?<node>[^']*)'");

    private static final Pattern[] OPERATORS = {UNKNOWN, UNREGISTERED, UNIMPLEMENTED};

    private Refusal() {}

    static String explain(String message, String file) {
        String text = OneLine.of(message);
        for (Pattern pattern : OPERATORS) {
            Matcher m = pattern.matcher(text);
            if (m.find()) {
                String node = m.group("node");
                String domain = pattern == UNKNOWN && !m.group("domain").isEmpty() ? m.group("domain") + ":" : "";
                return "operator " + domain + m.group("op") + (node.isEmpty() ? "" : " of node " + node)
                        + " is not supported by ONNX Runtime; export the model with standard ONNX operators";
            }
        }
        if (text.contains("bad_alloc")) {
            return "needs more memory than there is; use a smaller input size or a smaller model";
        }
        if (text.contains("Protobuf serialization failed")) {
            return "its optimised graph cannot be written; make room on the disk, or name another directory";
        }
        return text.replace("Load model from " + file + " failed:", "").strip() + "; check or export the model again";
    }
}
