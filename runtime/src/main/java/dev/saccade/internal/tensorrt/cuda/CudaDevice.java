package dev.saccade.internal.tensorrt.cuda;

import dev.saccade.engine.DeviceOptions.Priority;
import dev.saccade.internal.tensorrt.device.Device;
import dev.saccade.internal.tensorrt.device.DeviceEvent;
import dev.saccade.internal.tensorrt.device.DeviceException;
import dev.saccade.internal.tensorrt.device.DeviceFacts;
import dev.saccade.internal.tensorrt.device.DeviceLaunch;
import dev.saccade.internal.tensorrt.device.DeviceStream;
import dev.saccade.internal.tensorrt.device.Grid;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A GPU by its primary context, which the CUDA runtime, the driver's calls and TensorRT share. One for each index and
 * process, kept until the process ends: engines come and go on it. Set-up from any thread; streams and what runs on them
 * as the port says.
 */
public final class CudaDevice implements Device {
    private static final Logger LOG = LoggerFactory.getLogger(CudaDevice.class);
    private static final ConcurrentMap<Integer, CudaDevice> OPEN = new ConcurrentHashMap<>();
    private static final int NAME_BYTES = 256;

    private final DeviceFacts facts;
    private final int least;
    private final int greatest;
    private final int major;
    private final int minor;
    private Kernels kernels;

    private CudaDevice(int index) throws DeviceException {
        Cuda.check(cudart.cudaSetDevice(index), "GPU " + index);
        Cuda.check(cudart.cudaFree(null), "context of GPU " + index); // makes the primary context
        major = attribute(cudart.cudaDevAttrComputeCapabilityMajor, index);
        minor = attribute(cudart.cudaDevAttrComputeCapabilityMinor, index);
        boolean integrated = attribute(cudart.cudaDevAttrIntegrated, index) != 0;
        try (IntPointer low = new IntPointer(1);
                IntPointer high = new IntPointer(1)) {
            Cuda.check(cudart.cudaDeviceGetStreamPriorityRange(low, high), "priorities of GPU " + index);
            least = low.get();
            greatest = high.get();
            Cuda.check(cudart.cudaDriverGetVersion(low), "version of the driver");
            Cuda.check(cudart.cudaRuntimeGetVersion(high), "version of the CUDA runtime");
            facts = new DeviceFacts(index, name(index), major + "." + minor, integrated, low.get(), high.get());
        }
    }

    /** @return the device of this index, made at its first use */
    public static CudaDevice open(int index) throws DeviceException {
        synchronized (OPEN) {
            CudaDevice device = OPEN.get(index);
            if (device == null) {
                device = new CudaDevice(index);
                OPEN.put(index, device);
            }
            return device;
        }
    }

    private static int attribute(int which, int index) throws DeviceException {
        try (IntPointer value = new IntPointer(1)) {
            Cuda.check(cudart.cudaDeviceGetAttribute(value, which, index), "attribute " + which + " of GPU " + index);
            return value.get();
        }
    }

    private static String name(int index) throws DeviceException {
        try (IntPointer handle = new IntPointer(1);
                BytePointer name = new BytePointer(NAME_BYTES)) {
            Cuda.check(cudart.cuDeviceGet(handle, index), "GPU " + index);
            Cuda.check(cudart.cuDeviceGetName(name, NAME_BYTES, handle.get()), "name of GPU " + index);
            return name.getString();
        }
    }

    @Override
    public DeviceFacts facts() {
        return facts;
    }

    @Override
    public int bind() {
        return cudart.cudaSetDevice(facts.index());
    }

    private void bindForSetUp() throws DeviceException {
        Cuda.check(bind(), "GPU " + facts.index());
    }

    @Override
    public long allocate(long bytes) throws DeviceException {
        bindForSetUp();
        try (PointerPointer<Pointer> address = new PointerPointer<>(1)) {
            Cuda.check(cudart.cudaMalloc(address, Math.max(1, bytes)), bytes + " bytes of device memory");
            return address.get(Pointer.class, 0).address();
        }
    }

    @Override
    public void free(long address) {
        freed(cudart.cudaFree(new Place().at(address)), "device memory");
    }

    @Override
    public long allocatePinned(long bytes) throws DeviceException {
        bindForSetUp();
        try (PointerPointer<Pointer> address = new PointerPointer<>(1)) {
            int flags = cudart.cudaHostAllocMapped | cudart.cudaHostAllocPortable;
            Cuda.check(
                    cudart.cudaHostAlloc(address, Math.max(1, bytes), flags), bytes + " bytes of page-locked memory");
            long at = address.get(Pointer.class, 0).address();
            Pointer.memset(new Place().at(at), 0, Math.max(1, bytes));
            return at;
        }
    }

    @Override
    public void freePinned(long address) {
        freed(cudart.cudaFreeHost(new Place().at(address)), "page-locked memory");
    }

    @Override
    public void register(long address, long bytes) throws DeviceException {
        bindForSetUp();
        // Frames are only read. A device that is told so cannot spoil another process's memory.
        int flags = cudart.cudaHostRegisterMapped
                | cudart.cudaHostRegisterPortable
                | (attribute(cudart.cudaDevAttrHostRegisterReadOnlySupported, facts.index()) != 0
                        ? cudart.cudaHostRegisterReadOnly
                        : 0);
        Cuda.check(
                cudart.cudaHostRegister(new Place().at(address), bytes, flags), "page-locking of " + bytes + " bytes");
    }

    @Override
    public void unregister(long address) {
        freed(cudart.cudaHostUnregister(new Place().at(address)), "page-locking");
    }

    @Override
    public long deviceAddress(long pinned) throws DeviceException {
        bindForSetUp();
        try (PointerPointer<Pointer> address = new PointerPointer<>(1)) {
            Cuda.check(
                    cudart.cudaHostGetDevicePointer(address, new Place().at(pinned), 0),
                    "device address of page-locked memory");
            return address.get(Pointer.class, 0).address();
        }
    }

    @Override
    public DeviceStream stream(Priority priority) throws DeviceException {
        bindForSetUp();
        // Lower numbers go first; a device may have but one priority.
        return new CudaStream(
                switch (priority) {
                    case LOW -> least;
                    case NORMAL -> (least + greatest) / 2;
                    case HIGH -> greatest;
                });
    }

    @Override
    public DeviceEvent event() throws DeviceException {
        bindForSetUp();
        return new CudaEvent();
    }

    @Override
    public DeviceLaunch launch(String kernel, Grid grid, long parameters) throws DeviceException {
        bindForSetUp();
        synchronized (this) {
            if (kernels == null) {
                kernels = new Kernels(major, minor);
            }
        }
        return new CudaLaunch(kernels.function(kernel, grid.sharedBytes()), grid, parameters);
    }

    @Override
    public String error(int status) {
        cudart.cudaGetLastError(); // told here, so it is not the next call's
        return Cuda.text(status);
    }

    @Override
    public boolean isSticky(int status) {
        return Cuda.isSticky(status);
    }

    @Override
    public long freeBytes() {
        try (SizeTPointer free = new SizeTPointer(1);
                SizeTPointer total = new SizeTPointer(1)) {
            return cudart.cudaMemGetInfo(free, total) == OK ? free.get() : -1;
        }
    }

    /** Unloads the kernels; the context stays with the process, as other libraries use it. */
    @Override
    public void close() {
        synchronized (OPEN) {
            OPEN.remove(facts.index(), this);
        }
        synchronized (this) {
            if (kernels != null) {
                kernels.close();
                kernels = null;
            }
        }
    }

    /** Notes what could not be freed: after a sticky error nothing can, and nothing is to be done about it. */
    static void freed(int status, String what) {
        if (status != OK) {
            LOG.debug("{} not freed: {}", what, Cuda.text(status));
        }
    }
}
