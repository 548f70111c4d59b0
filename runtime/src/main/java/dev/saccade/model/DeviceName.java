package dev.saccade.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How GPUs are named: {@code cuda:0} is the first that CUDA lists. Stateless and safe for any thread. */
public final class DeviceName {
    /** What a name looks like. */
    public static final String WORDS = "cuda:0 for the first GPU, cuda:1 for the second, and so on";

    /** CUDA's own indices are small. */
    private static final Pattern NAME = Pattern.compile("cuda:(0|[1-9][0-9]?)");

    private DeviceName() {}

    /**
     * Reads a name.
     *
     * @param name such as {@code cuda:1}
     * @return the index, or -1 when it is no name of a GPU
     */
    public static int index(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
    }

    /**
     * Names a GPU.
     *
     * @param index 0 is the first
     * @return such as {@code cuda:1}
     */
    public static String of(int index) {
        return "cuda:" + index;
    }
}
