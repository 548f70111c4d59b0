package dev.saccade.models.pull;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Takes named files out of npm tarballs and Debian packages. Entry names never become paths. */
final class ArchiveReader {
    /** One gigabyte: no file of a catalogue is larger, a decompression bomb is. */
    private static final long LARGEST_ENTRY = 1L << 30;

    /** What xz's strongest preset needs is 65 MiB; a damaged header may ask for gigabytes. */
    private static final int XZ_MEMORY_KIB = 256 << 10;

    /** Debian packages whose data this reader cannot unpack itself. */
    static final class ZstdException extends IOException {
        private static final long serialVersionUID = 1L;

        ZstdException() {
            super("its data is compressed with zstd");
        }
    }

    private final Map<String, Path> wanted = new HashMap<>();

    /**
     * Prepares to extract.
     *
     * @param entries file name to entry name
     * @param into existing directory
     */
    ArchiveReader(Map<String, String> entries, Path into) {
        entries.forEach((file, entry) -> wanted.put(plain(entry), into.resolve(file)));
    }

    /** Reads a .tgz until all entries are found; those that are not stay absent. */
    void readTarball(Path archive, LongConsumer progress) throws IOException {
        try (InputStream in = new Counted(Files.newInputStream(archive), progress)) {
            readTar(new GZIPInputStream(new BufferedInputStream(in)));
        }
    }

    /** Reads a .deb until all entries are found; those that are not stay absent. */
    void readDebian(Path archive, LongConsumer progress) throws IOException {
        try (InputStream in = new Counted(Files.newInputStream(archive), progress);
                ArArchiveInputStream ar = new ArArchiveInputStream(new BufferedInputStream(in))) {
            for (ArchiveEntry member = ar.getNextEntry(); member != null; member = ar.getNextEntry()) {
                switch (plain(member.getName())) {
                    case "data.tar.xz" -> readTar(new XZInputStream(ar, XZ_MEMORY_KIB));
                    case "data.tar.gz" -> readTar(new GZIPInputStream(ar));
                    case "data.tar" -> readTar(ar);
                    case "data.tar.zst" -> throw new ZstdException();
                    default -> {
                        continue;
                    }
                }
                return;
            }
            throw new EOFException("no data.tar member: not a Debian package");
        }
    }

    /** Reads an uncompressed tar stream until all entries are found. */
    void readTar(InputStream in) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(in);
        for (ArchiveEntry entry = tar.getNextEntry(); entry != null && !wanted.isEmpty(); entry = tar.getNextEntry()) {
            Path file = entry.isDirectory() ? null : wanted.remove(plain(entry.getName()));
            if (file == null) {
                continue;
            }
            if (entry.getSize() > LARGEST_ENTRY) {
                throw new IOException("entry " + entry.getName() + " is larger than 1 GiB");
            }
            try (OutputStream out = Files.newOutputStream(file)) {
                tar.transferTo(out);
            }
        }
    }

    private static String plain(String name) {
        return name.replaceFirst("^\\.?/", "").replaceFirst("/$", "");
    }

    private static final class Counted extends FilterInputStream {
        private final LongConsumer progress;
        private long bytes;

        Counted(InputStream in, LongConsumer progress) {
            super(in);
            this.progress = progress;
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int n = super.read(to, offset, length);
            count(n);
            return n;
        }

        private void count(int n) {
            bytes += Math.max(n, 0);
            progress.accept(bytes);
        }
    }
}
