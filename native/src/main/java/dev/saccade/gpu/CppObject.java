package dev.saccade.gpu;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.NoException;
import org.bytedeco.javacpp.annotation.Platform;

/**
 * C++ objects of other libraries that are known by their address alone. TensorRT's are such: its factories give a
 * pointer that the caller deletes, its classes export no destructor, and JavaCPP's deallocate() leaves them alone.
 */
@Platform(
        include = {"saccade_kernels.h", "saccade_posix.h", "saccade_wire.h", "saccade_gpu.h"},
        library = "jniSaccade")
@NoException
public final class CppObject {
    /** {@link #delete} of a class that declares its virtual destructor first. */
    public static final int DESTRUCTOR_FIRST = 1;

    static {
        Loader.load();
    }

    private CppObject() {}

    /**
     * Does what {@code delete object} does in C++, by the table of virtual functions (Itanium C++ ABI). Any thread that
     * the class allows. Exceptions of the destructor end the process, as destructors throw none.
     *
     * @param object address of an object that begins with its table, owned by the caller; no longer valid afterwards
     * @param slot entry of the deleting destructor, counted from 0: 1 + the number of virtual functions that the class
     *     and its bases declare before their destructor
     * @return 0, or {@code -EINVAL} when the address is 0 or no deleting destructor can be in that slot
     */
    @Name("saccade_cpp_delete")
    public static native int delete(@Cast("int64_t") long object, int slot);
}
