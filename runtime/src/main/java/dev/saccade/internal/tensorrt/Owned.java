package dev.saccade.internal.tensorrt;

import dev.saccade.gpu.CppObject;
import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.javacpp.Pointer;

/**
 * Native things that end together, in the reverse order of their making, each once: TensorRT's objects refer to those
 * that made them. One thread at a time.
 *
 * <p>JavaCPP's deallocate() does nothing for TensorRT's objects from version 10 on. Their classes derive from
 * {@code nvinfer1::INoCopy}, whose virtual destructor is declared first; {@code nvonnxparser::IParser} declares its own
 * further down (see {@link #parserSlot}).
 */
public final class Owned implements AutoCloseable {
    private final Deque<Runnable> ends = new ArrayDeque<>();

    /**
     * Takes over an object that a TensorRT factory made.
     *
     * @param object of a class that derives from INoCopy, or null when the factory refused
     * @return the object
     */
    public <T extends Pointer> T object(T object) {
        return object(object, CppObject.DESTRUCTOR_FIRST);
    }

    /**
     * Takes over an object whose deleting destructor has a place of its own.
     *
     * @param object or null when the factory refused
     * @param slot as {@link CppObject#delete} counts
     * @return the object
     */
    public <T extends Pointer> T object(T object, int slot) {
        if (object != null && !object.isNull()) {
            ends.push(() -> {
                CppObject.delete(object.address(), slot);
                object.setNull();
            });
        }
        return object;
    }

    /**
     * Takes over memory, or an object of a class implemented in Java, that JavaCPP allocated.
     *
     * @param memory not null
     * @return the same
     */
    public <T extends Pointer> T memory(T memory) {
        ends.push(memory::deallocate);
        return memory;
    }

    /**
     * Adds what is done at the end.
     *
     * @param end runs once
     */
    public void end(Runnable end) {
        ends.push(end);
    }

    /**
     * Where {@code nvonnxparser::IParser} has its deleting destructor. Read off the calls that the presets' libraries of
     * 10.6, 10.15 and 11.2 make: in 10 it lies between clearErrors (slot 7) and getUsedVCPluginLibraries (slot 10); 11
     * has two functions less before it.
     *
     * @param major of TensorRT
     * @return slot for {@link #object(Pointer, int)}
     */
    public static int parserSlot(int major) {
        return major >= 11 ? 7 : 9;
    }

    /** Ends everything that is still there. What fails does not keep the rest; the first failure is thrown. Idempotent. */
    @Override
    public void close() {
        RuntimeException first = null;
        while (!ends.isEmpty()) {
            try {
                ends.pop().run();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
