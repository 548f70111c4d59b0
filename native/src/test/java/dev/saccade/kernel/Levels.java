package dev.saccade.kernel;

import java.util.ArrayList;
import java.util.List;

/** The instruction-set levels that this machine can run. */
final class Levels {
    private Levels() {}

    /** Every level that can be forced here; what cannot is printed with the reason. */
    static List<Integer> usable() {
        List<Integer> usable = new ArrayList<>();
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        for (int level : arm ? new int[] {1} : new int[] {2, 3, 4}) {
            if (Kernels.force(level) == level) {
                usable.add(level);
            } else {
                System.out.println("SKIPPED level " + level + ": this processor goes up to " + Kernels.supported());
            }
        }
        return usable;
    }

    /** Back to the level that the library chose. */
    static void restore() {
        Kernels.force(Kernels.supported());
    }
}
