package dev.kiln.saving;

import dev.kiln.catalog.UserError;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.OptionalLong;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// A `.keras` archive that somebody wrote, whatever they meant by it: no entry is believed before its checksum is right,
/// and none is unpacked to more than a model needs.
final class ModelArchive implements Closeable {
    /// What the model's structure and its facts may take. Those of the largest models in use are a tenth of it.
    private static final int MOST_TEXT = 64 << 20;

    /// Room in a weights file beside its numbers.
    private static final long OVERHEAD = 16L << 20;

    private static final int MOST_PRESSED = 64;
    private static final int PIECE = 1 << 18;

    private final Path file;
    private final ZipFile zip;
    private final FileChannel channel;
    private final Map<String, Long> places;

    /// @throws UserError E192 where the file is no zip archive
    ModelArchive(Path file) throws IOException {
        this.file = file;
        try {
            this.zip = new ZipFile(file.toFile());
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            throw noArchive(file, e);
        }
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            this.places = ArchiveDirectory.of(channel);
        } catch (ZipException e) {
            close();
            throw noArchive(file, e);
        }
    }

    private static UserError noArchive(Path file, Exception e) {
        return new UserError(
                "E192",
                file + " is damaged or no .keras file: it is not a whole zip archive.",
                "Save the model again, or load another copy of the file.",
                e);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        zip.close();
    }

    boolean has(String name) {
        return zip.getEntry(name) != null;
    }

    /// Of an entry, unpacked, in bytes, as the archive says.
    long size(String name) {
        return Math.max(entry(name).getSize(), 0);
    }

    private ZipEntry entry(String name) {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new UserError(
                    "E192",
                    file + " is no .keras file: it has no " + name + ".",
                    "Save the model with %save \"model.keras\" or, in Keras, model.save(\"model.keras\").");
        }
        return entry;
    }

    String text(String name) throws IOException {
        ZipEntry entry = entry(name);
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(MOST_TEXT + 1);
            if (bytes.length > MOST_TEXT) {
                throw tooLarge(name);
            }
            var checksum = new CRC32();
            checksum.update(bytes);
            requireChecksum(entry, checksum, bytes.length);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (ZipException e) {
            throw damaged(entry, e);
        }
    }

    private void requireChecksum(ZipEntry entry, CRC32 checksum, long length) {
        if (length != entry.getSize() || checksum.getValue() != entry.getCrc()) {
            throw damaged(entry, new IOException("it ends early or has a wrong checksum"));
        }
    }

    private UserError damaged(ZipEntry entry, IOException why) {
        return new UserError(
                "E192",
                file + " is damaged: its " + entry.getName() + " is not what was written.",
                "Save the model again, or load another copy of the file.",
                why);
    }

    private UserError tooLarge(String name) {
        return new UserError(
                "E192",
                file
                        + " is not what it seems: its "
                        + name
                        + " unpacks to far more than a model needs.",
                "Load another copy of the file.");
    }

    /// An entry that is an HDF5 file: where it lies, or as a temporary file where it is compressed.
    ///
    /// @throws UserError E192 where it is damaged
    HdfContent hdf(String name) throws IOException {
        ZipEntry entry = entry(name);
        long size = size(name);
        if (size > MOST_PRESSED * Math.max(entry.getCompressedSize(), 1) + OVERHEAD) {
            throw tooLarge(name);
        }
        OptionalLong place = place(entry);
        if (place.isPresent()) {
            return new HdfContent(
                    file,
                    place.getAsLong(),
                    size,
                    file.toString(),
                    bytes -> requireChecksum(entry, checksum(bytes), size));
        }
        Path unpacked = Files.createTempFile("kiln", ".h5");
        try {
            unpack(entry, unpacked);
            return new HdfContent(unpacked, 0, size, file.toString(), _ -> {});
        } finally {
            // What was opened stays readable.
            Files.deleteIfExists(unpacked);
        }
    }

    private OptionalLong place(ZipEntry entry) throws IOException {
        long size = entry.getSize();
        Long from = places.get(entry.getName());
        if (entry.getMethod() != ZipEntry.STORED
                || from == null
                || size < 1
                || size > Integer.MAX_VALUE
                || from > channel.size() - size) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(from);
    }

    private static CRC32 checksum(MemorySegment bytes) {
        var checksum = new CRC32();
        checksum.update(bytes.asByteBuffer());
        return checksum;
    }

    private void unpack(ZipEntry entry, Path to) throws IOException {
        var buffer = new byte[PIECE];
        var checksum = new CRC32();
        long copied = 0;
        try (InputStream in = zip.getInputStream(entry);
                OutputStream out = Files.newOutputStream(to)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                copied += count;
                if (copied > entry.getSize()) {
                    throw tooLarge(entry.getName());
                }
                checksum.update(buffer, 0, count);
                out.write(buffer, 0, count);
            }
        } catch (ZipException e) {
            throw damaged(entry, e);
        }
        requireChecksum(entry, checksum, copied);
    }
}
