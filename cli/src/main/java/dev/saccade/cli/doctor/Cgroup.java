package dev.saccade.cli.doctor;

import java.nio.file.Path;
import java.util.List;

/**
 * The limits on processor time of this process's control group and of those above it: version 2 (cpu.max) and version 1
 * (cpu.cfs_quota_us, cpu.rt_runtime_us).
 *
 * @param quota processors that may be used, the least of all levels; or -1 for no limit
 * @param realTimeUs the group's time for real-time threads in each period; or -1 where the kernel has no such groups
 */
record Cgroup(double quota, long realTimeUs) {
    private static final SystemFiles FILES = new SystemFiles();

    static Cgroup read(Path root) {
        Path mount = root.resolve("sys/fs/cgroup");
        double quota = -1;
        long realTimeUs = -1;
        for (String line : FILES.lines(root.resolve("proc/self/cgroup"))) {
            String[] parts = line.split(":", 3);
            if (parts.length < 3) {
                continue;
            }
            if (parts[1].isEmpty()) {
                quota = least(quota, walk(mount, parts[2], true));
                quota = least(quota, walk(mount.resolve("unified"), parts[2], true));
            } else if (List.of(parts[1].split(",")).contains("cpu")) {
                Path controller = mount.resolve("cpu");
                quota = least(quota, walk(controller, parts[2], false));
                realTimeUs = FILES.number(inside(controller, parts[2]).resolve("cpu.rt_runtime_us"), -1);
            }
        }
        return new Cgroup(quota, realTimeUs);
    }

    /** From the group up to the mount, which a container may have in another place than the path says. */
    private static double walk(Path mount, String path, boolean version2) {
        double quota = -1;
        Path group = inside(mount, path);
        while (group.startsWith(mount)) {
            quota = least(quota, version2 ? version2(group) : version1(group));
            group = group.getParent();
        }
        return quota;
    }

    private static Path inside(Path mount, String path) {
        Path group = mount.resolve(path.replaceFirst("^/+", "")).normalize();
        return group.startsWith(mount) ? group : mount;
    }

    private static double version2(Path group) {
        String[] words = FILES.text(group.resolve("cpu.max")).split("\\s+");
        if (words.length != 2 || !words[0].matches("\\d+") || !words[1].matches("\\d+")) {
            return -1;
        }
        return Double.parseDouble(words[0]) / Double.parseDouble(words[1]);
    }

    private static double version1(Path group) {
        long quotaUs = FILES.number(group.resolve("cpu.cfs_quota_us"), -1);
        long periodUs = FILES.number(group.resolve("cpu.cfs_period_us"), -1);
        return quotaUs > 0 && periodUs > 0 ? (double) quotaUs / periodUs : -1;
    }

    private static double least(double a, double b) {
        return a < 0 ? b : b < 0 ? a : Math.min(a, b);
    }
}
