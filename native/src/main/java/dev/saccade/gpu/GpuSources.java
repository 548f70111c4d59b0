package dev.saccade.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The kernels that {@link GpuProgram programs} launch: their source for NVRTC, and what nvcc made of it when the library
 * was built with the profile {@code cubins}. Read from the class path, for start-up; any thread.
 */
public final class GpuSources {
    /** Where the translation unit begins. */
    public static final String MAIN = "cuda/saccade.cu";

    private static final String SOURCE = "/dev/saccade/gpu/source/";
    private static final String CUBIN = "/dev/saccade/gpu/cubin/";
    private static final Pattern INCLUDE = Pattern.compile("\\s*#\\s*include\\s+\"([^\"]+)\".*");

    private GpuSources() {}

    /**
     * All kernels as one source that includes no file: what {@code nvrtcCreateProgram} takes, without headers. Errors
     * still name file and line.
     *
     * @return the text
     */
    public static String text() {
        StringBuilder text = new StringBuilder();
        append(Path.of(MAIN), new HashSet<>(), text);
        return text.toString();
    }

    /**
     * What the kernels must be compiled with to give the bits of the CPU's, in NVRTC's spelling; the architecture
     * ({@code --gpu-architecture=sm_90}) comes on top.
     *
     * @return the options
     */
    public static List<String> options() {
        return List.of("--std=c++17", "--fmad=false", "--ftz=false", "--prec-div=true", "--prec-sqrt=true");
    }

    /**
     * The sources by which a compiled form can be kept: it belongs to these alone.
     *
     * @return SHA-256 of text and options, hexadecimal
     */
    public static String identity() {
        return sha256((options() + text()).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The kernels compiled for one compute capability; such code runs on no other.
     *
     * @param major compute capability, as 9 in 9.0
     * @param minor compute capability, as 0 in 9.0
     * @return a cubin for {@code cuModuleLoadData}, or null when the library has none for it or only one of other sources
     */
    public static byte[] cubin(int major, int minor) {
        return current("sm_" + major + minor + ".cubin");
    }

    /**
     * The kernels as PTX, which a driver at least as new as the compiler makes into code for its device.
     *
     * @return zero-terminated PTX for {@code cuModuleLoadData}, or null when the library has none or only that of other
     *     sources
     */
    public static byte[] ptx() {
        byte[] ptx = current("kernels.ptx");
        return ptx == null ? null : Arrays.copyOf(ptx, ptx.length + 1);
    }

    /** A file of the folder of compiled kernels, unless a source has changed since. */
    private static byte[] current(String name) {
        byte[] sums = resource(CUBIN + "sources.sha256");
        return sums == null || !areOfTheseSources(sums) ? null : resource(CUBIN + name);
    }

    /** Whether all sums, as {@code sha256sum} writes them, are those of our sources. */
    static boolean areOfTheseSources(byte[] sums) {
        for (String line : new String(sums, StandardCharsets.UTF_8).lines().toList()) {
            String[] sumAndFile = line.split(" +", 2);
            byte[] source = resource(SOURCE + sumAndFile[1]);
            if (source == null || !sha256(source).equals(sumAndFile[0])) {
                return false;
            }
        }
        return true;
    }

    private static void append(Path file, Set<Path> done, StringBuilder text) {
        if (!done.add(file)) {
            return;
        }
        byte[] source = resource(SOURCE + file);
        if (source == null) {
            throw new IllegalStateException(
                    SOURCE + file + " is not in the native library's jar; rebuild module native");
        }
        int number = 1;
        line(number, file, text);
        for (String line : new String(source, StandardCharsets.UTF_8).lines().toList()) {
            number++;
            Matcher include = INCLUDE.matcher(line);
            Path included =
                    include.matches() ? file.resolveSibling(include.group(1)).normalize() : null;
            // What is not shipped is the emulator's, which no device compiler includes.
            if (included != null && resource(SOURCE + included) != null) {
                append(included, done, text);
                line(number, file, text);
            } else {
                text.append(line).append('\n');
            }
        }
    }

    private static void line(int number, Path file, StringBuilder text) {
        text.append("#line ").append(number).append(" \"").append(file).append("\"\n");
    }

    private static byte[] resource(String name) {
        try (InputStream in = GpuSources.class.getResourceAsStream(name)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
