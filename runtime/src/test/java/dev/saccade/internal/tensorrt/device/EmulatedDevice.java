package dev.saccade.internal.tensorrt.device;

import dev.saccade.engine.DeviceOptions.Priority;
import dev.saccade.gpu.EmulatedGpu;
import dev.saccade.time.ManualClock;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A device of host memory under a manual clock. Work waits in its stream until an event is asked for, so that memory freed
 * too early is found: every access must lie in memory that is still allocated. Each look at an event takes
 * {@link #QUERY_NS}. What is made is counted, and any making can be made to fail.
 */
public class EmulatedDevice implements Device {
    /** Time that a look at an event takes. */
    public static final long QUERY_NS = 1_000;
    /** An error after which nothing works, as CUDA's illegal address. */
    public static final int STICKY = 700;
    /** An error that passes, as CUDA's invalid value. */
    public static final int PASSING = 1;

    /** A kernel written for a test. */
    @FunctionalInterface
    public interface ScriptedKernel {
        void run(long parameters);
    }

    /** Virtual time. */
    public final ManualClock clock = new ManualClock(1_000_000_000L);
    /** Kernels of the test; all others are the emulator's. */
    public final Map<String, ScriptedKernel> kernels = new HashMap<>();
    /** How long each run of a network takes. */
    public long runNs = 500_000;
    /** Whether work no longer goes on. */
    public boolean hangs;
    /** Status of each capture. */
    public int captureStatus;
    /** Status of the next copies and launches; a sticky one stays. */
    public int submitStatus;
    /** Status that the work ends with. */
    public int workStatus;
    /** The making that fails, counted from 1; 0: none. */
    public int failAt;
    /** Makings so far. */
    public int makings;
    /** Copies from and to device memory so far that were carried out. */
    public int copies;
    /** How far from the host's address the device sees registered memory. */
    public long seenBehind;
    /** Whether host and device share their memory. */
    public boolean integrated;

    private static final int BLOCKS = 512;

    private final long[] begins = new long[BLOCKS];
    private final long[] sizes = new long[BLOCKS];
    private final Map<Long, BytePointer> owners = new HashMap<>();
    private int objects;
    private String fault = "";

    /** Things that were made and are not yet closed or freed. */
    public int objects() {
        return objects;
    }

    /** Bytes that are allocated. */
    public long bytes() {
        return LongStream.of(sizes).sum();
    }

    /** What a careful device would not have let pass; empty when nothing. */
    public String fault() {
        return fault;
    }

    @Override
    public DeviceFacts facts() {
        return new DeviceFacts(0, "Emulated", "9.0", integrated, 13000, 12060);
    }

    @Override
    public int bind() {
        return OK;
    }

    void made(String what) throws DeviceException {
        makings++;
        if (makings == failAt) {
            throw new DeviceException(what + ": refused by the test");
        }
        objects++;
    }

    void ended() {
        objects--;
    }

    @Override
    public long allocate(long bytes) throws DeviceException {
        made("device memory of " + bytes + " bytes");
        return take(bytes);
    }

    private long take(long bytes) {
        BytePointer owner = new BytePointer(bytes + 4096);
        Pointer.memset(owner, 0x5a, bytes + 4096);
        long address = (owner.address() + 4095) / 4096 * 4096;
        owners.put(address, owner);
        remember(address, bytes);
        return address;
    }

    @Override
    public void free(long address) {
        BytePointer owner = owners.remove(address);
        if (owner == null) {
            fault = "freed twice: " + address;
            return;
        }
        forget(address);
        owner.deallocate();
        ended();
    }

    @Override
    public long allocatePinned(long bytes) throws DeviceException {
        made("pinned memory of " + bytes + " bytes");
        long address = take(bytes);
        Pointer.memset(at(address), 0, bytes);
        return address;
    }

    @Override
    public void freePinned(long address) {
        free(address);
    }

    @Override
    public void register(long address, long bytes) throws DeviceException {
        made("registration");
        remember(address, bytes);
    }

    @Override
    public void unregister(long address) {
        forget(address);
        ended();
    }

    @Override
    public long deviceAddress(long pinned) {
        return pinned + seenBehind;
    }

    private void remember(long address, long bytes) {
        int i = 0;
        while (begins[i] != 0) {
            i++;
        }
        begins[i] = address;
        sizes[i] = bytes;
    }

    private void forget(long address) {
        for (int i = 0; i < BLOCKS; i++) {
            if (begins[i] == address) {
                begins[i] = 0;
                sizes[i] = 0;
            }
        }
    }

    /** Notes an access that no allocation covers. */
    void touch(long address, long bytes) {
        for (int i = 0; i < BLOCKS; i++) {
            if (address >= begins[i] && address + bytes <= begins[i] + sizes[i]) {
                return;
            }
        }
        fault = bytes + " bytes at " + address + " are not the device's";
    }

    @Override
    public DeviceStream stream(Priority priority) throws DeviceException {
        made("stream");
        return new EmulatedStream(this);
    }

    @Override
    public DeviceEvent event() throws DeviceException {
        made("event");
        return new EmulatedEvent(this);
    }

    @Override
    public DeviceLaunch launch(String kernel, Grid grid, long parameters) throws DeviceException {
        made("kernel " + kernel);
        EmulatedStream.Work work = () -> launchNow(kernel, grid, parameters);
        return new DeviceLaunch() {
            @Override
            public int submit(DeviceStream on) {
                return ((EmulatedStream) on).add(work);
            }

            @Override
            public void close() {
                ended();
            }
        };
    }

    private void launchNow(String kernel, Grid grid, long parameters) {
        touch(parameters, 1);
        ScriptedKernel scripted = kernels.get(kernel);
        if (scripted != null) {
            scripted.run(parameters);
            return;
        }
        int status = EmulatedGpu.launch(
                kernel,
                grid.gridX(),
                grid.gridY(),
                grid.gridZ(),
                grid.blockX(),
                grid.blockY(),
                grid.blockZ(),
                grid.sharedBytes(),
                parameters);
        if (status != EmulatedGpu.DONE) {
            fault = "kernel " + kernel + ": " + EmulatedGpu.message();
        }
    }

    @Override
    public String error(int status) {
        return "emulated error " + status;
    }

    @Override
    public boolean isSticky(int status) {
        return status == STICKY;
    }

    @Override
    public long freeBytes() {
        return -1;
    }

    @Override
    public void close() {}

    /** An address as JavaCPP takes it. */
    static Pointer at(long place) {
        return new Pointer() {
            {
                address = place;
            }
        };
    }
}
