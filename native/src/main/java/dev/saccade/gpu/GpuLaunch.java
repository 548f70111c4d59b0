package dev.saccade.gpu;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.MemberGetter;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.NoException;
import org.bytedeco.javacpp.annotation.Platform;

/** One kernel launch of a {@link GpuProgram}. Native struct {@code saccade_gpu_launch}; used at start-up, then closed. */
@Platform(
        include = {"saccade_kernels.h", "saccade_posix.h", "saccade_wire.h", "saccade_gpu.h"},
        library = "jniSaccade")
@Name("saccade_gpu_launch")
@NoException
public class GpuLaunch extends Pointer {
    static {
        Loader.load();
    }

    /** Allocates a zeroed launch, owned by the caller. */
    public GpuLaunch() {
        super((Pointer) null);
        allocate();
    }

    private native void allocate();

    /** @return the kernel's name, zero-terminated; part of this struct */
    @MemberGetter
    @Cast("const char*")
    public native BytePointer kernel();

    /** @return blocks along x */
    @MemberGetter
    public native int gridX();

    /** @return blocks along y */
    @MemberGetter
    public native int gridY();

    /** @return blocks along z */
    @MemberGetter
    public native int gridZ();

    /** @return threads of a block along x */
    @MemberGetter
    public native int blockX();

    /** @return threads of a block along y */
    @MemberGetter
    public native int blockY();

    /** @return threads of a block along z */
    @MemberGetter
    public native int blockZ();

    /** @return dynamic shared memory of a block, bytes */
    @MemberGetter
    public native int sharedBytes();

    /** @return offset of the kernel's parameters in the block of device memory; their address is its only argument */
    @MemberGetter
    @Cast("int64_t")
    public native long parameters();
}
