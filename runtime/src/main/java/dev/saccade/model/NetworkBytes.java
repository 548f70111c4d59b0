package dev.saccade.model;

import dev.saccade.internal.onnx.OnnxFile;
import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.javacpp.BytePointer;

/**
 * A package's ONNX file in native memory, read once: these very bytes were hashed and walked over, so whoever exchanges
 * the file afterwards changes nothing. Any thread; valid until closed.
 */
public final class NetworkBytes implements AutoCloseable {
    private static final int HASH_DIGITS = 64;

    private final BytePointer bytes;

    private NetworkBytes(BytePointer bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads the file of a package. The package must be what its identity says; an identity that is no SHA-256 names a
     * graph that this program made for itself, for which nobody vouches.
     *
     * @param model a package
     * @return its bytes, owned by the caller
     * @throws PackageException when the file cannot be read, is not a whole ONNX file within the limits, or the package is
     *     another one than when it was read; one line
     */
    public static NetworkBytes read(ModelPackage model) throws PackageException {
        Path file = model.model();
        try {
            OnnxFile.checkSize(file);
        } catch (IOException e) {
            throw new PackageException(e.getMessage(), e);
        }
        boolean isVouched = model.identity().length() == HASH_DIGITS;
        PackageIdentity identity = isVouched ? ModelPackages.described(model) : new PackageIdentity();
        NetworkBytes network = new NetworkBytes(identity.addKept(ModelPackages.NETWORK_ROLE, file));
        try {
            if (isVouched && !identity.hex().equals(model.identity())) {
                throw new PackageException(file + ": the package has changed since it was checked; start again, and let"
                        + " nobody write to " + model.directory() + " meanwhile");
            }
            OnnxFile.check(network.bytes.asByteBuffer(), file.toString());
            return network;
        } catch (IOException e) {
            network.close();
            throw new PackageException(e.getMessage(), e);
        } catch (PackageException e) {
            network.close();
            throw e;
        }
    }

    /** @return where they lie, for a native call; valid until closed */
    public long address() {
        return bytes.address();
    }

    /** @return how many there are */
    public long size() {
        return bytes.capacity();
    }

    /** Frees the memory. Idempotent. */
    @Override
    public void close() {
        bytes.deallocate();
    }
}
