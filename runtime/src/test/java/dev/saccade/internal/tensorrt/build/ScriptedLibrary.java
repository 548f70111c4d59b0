package dev.saccade.internal.tensorrt.build;

import dev.saccade.internal.onnx.OnnxPort;
import dev.saccade.tensor.TensorType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A TensorRT that writes down its calls, builds the plan that it is told, and fails where it is told. What is freed twice,
 * or used after that, is an error of the test.
 */
final class ScriptedLibrary implements BuildLibrary {
    final List<String> calls = new ArrayList<>();
    final List<String> alive = new ArrayList<>();
    List<OnnxPort> inputs = List.of(port("image", -1, 3, 384, 512));
    List<OnnxPort> outputs = List.of(port("hm", -1, 80, 96, 128), port("wh", -1, 2, 96, 128));
    List<Parser.Fault> faults = List.of();
    String complaint = "";
    String plan = "a plan";
    String layers = "{\"Layers\": []}";
    int dlaCores;
    int layerCount = 3;
    boolean shapeInput;
    /** Name of the call that returns null or false. */
    String failing = "";

    static OnnxPort port(String name, long... shape) {
        return new OnnxPort(name, TensorType.FLOAT32, "float", shape);
    }

    private boolean did(String call) {
        calls.add(call);
        return !call.equals(failing);
    }

    private <T> T made(String call, T object) {
        if (!did(call)) {
            return null;
        }
        alive.add(call);
        return object;
    }

    @Override
    public Builder builder() {
        return made("builder", new ScriptedBuilder());
    }

    @Override
    public PlanRuntime runtime() {
        return made("runtime", new ScriptedRuntime());
    }

    @Override
    public String complaint() {
        return complaint;
    }

    private class Closing implements Freed {
        private final String name;

        Closing(String name) {
            this.name = name;
        }

        @Override
        public void close() {
            if (!alive.remove(name)) {
                throw new AssertionError(name + " is freed twice");
            }
            calls.add("free " + name);
        }

        final void use() {
            if (!alive.contains(name)) {
                throw new AssertionError(name + " is used after its end");
            }
        }
    }

    private final class ScriptedBuilder extends Closing implements Builder {
        ScriptedBuilder() {
            super("builder");
        }

        @Override
        public int dlaCores() {
            return dlaCores;
        }

        @Override
        public Network network() {
            use();
            return made("network", new ScriptedNetwork());
        }

        @Override
        public Config config() {
            use();
            return made("config", new ScriptedConfig());
        }

        @Override
        public Profile profile() {
            use();
            return did("profile") ? new ScriptedProfile() : null;
        }

        @Override
        public Memory build(Network network, Config config) {
            use();
            ((Closing) network).use();
            ((Closing) config).use();
            if (!alive.contains("parser")) {
                throw new AssertionError("the network refers to weights that the parser held");
            }
            return made("build", new ScriptedMemory("build", plan));
        }
    }

    private final class ScriptedNetwork extends Closing implements Network {
        ScriptedNetwork() {
            super("network");
        }

        @Override
        public Parser parser() {
            use();
            return made("parser", new ScriptedParser());
        }

        @Override
        public List<OnnxPort> inputs() {
            use();
            return inputs;
        }

        @Override
        public List<OnnxPort> outputs() {
            use();
            return outputs;
        }

        @Override
        public boolean isShapeInput(int index) {
            return shapeInput;
        }

        @Override
        public int layers() {
            return layerCount;
        }
    }

    private final class ScriptedParser extends Closing implements Parser {
        ScriptedParser() {
            super("parser");
        }

        @Override
        public boolean parse(Path file) {
            use();
            return did("parse");
        }

        @Override
        public List<Fault> faults() {
            use();
            return faults;
        }
    }

    private final class ScriptedConfig extends Closing implements Config {
        ScriptedConfig() {
            super("config");
        }

        @Override
        public void workspace(long bytes) {
            did("workspace " + bytes);
        }

        @Override
        public void level(int level) {
            did("level " + level);
        }

        @Override
        public void dla(int core) {
            did("dla " + core);
        }

        @Override
        public void detailed() {
            did("detailed");
        }

        @Override
        public TimingCache timingCache(byte[] bytes) {
            use();
            String call = "cache of " + bytes.length;
            return made(call, new ScriptedCache(call));
        }

        @Override
        public boolean use(TimingCache cache) {
            ((Closing) cache).use();
            return did("use " + ((ScriptedCache) cache).call);
        }

        @Override
        public int add(Profile profile) {
            return did("add profile") ? 0 : -1;
        }
    }

    private final class ScriptedProfile implements Profile {
        @Override
        public boolean fix(String input, long[] shape) {
            calls.add(input + " is " + Arrays.toString(shape));
            return did("fix");
        }

        @Override
        public boolean isValid() {
            return did("valid");
        }
    }

    private final class ScriptedCache extends Closing implements TimingCache {
        private final String call;

        ScriptedCache(String call) {
            super(call);
            this.call = call;
        }

        @Override
        public Memory serialise() {
            use();
            return made("timings", new ScriptedMemory("timings", "timings"));
        }
    }

    private final class ScriptedMemory extends Closing implements Memory {
        private final String text;

        ScriptedMemory(String name, String text) {
            super(name);
            this.text = text;
        }

        @Override
        public long bytes() {
            use();
            return text.length();
        }

        @Override
        public void write(Path file) throws IOException {
            use();
            if (!did("write")) {
                throw new IOException("No space left on device");
            }
            Files.writeString(file, text);
        }

        @Override
        public byte[] copy() {
            use();
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    private final class ScriptedRuntime extends Closing implements PlanRuntime {
        ScriptedRuntime() {
            super("runtime");
        }

        @Override
        public Engine deserialise(Memory memory, int dlaCore) {
            use();
            ((Closing) memory).use();
            return made("deserialise", new ScriptedEngine());
        }
    }

    private final class ScriptedEngine extends Closing implements Engine {
        ScriptedEngine() {
            super("deserialise");
        }

        @Override
        public String layers() {
            use();
            return did("layers") ? layers : null;
        }
    }
}
