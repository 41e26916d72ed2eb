package dev.kiln.data.files;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/// Reads files out of a `.tar.gz`, in memory: nothing is unpacked to disk, so that names in the archive cannot lead anywhere.
///
/// Source: POSIX.1-1988 "ustar" headers: name at 0, size at 124 in octal digits, blocks of 512 bytes.
public final class TarFile {
    private static final int BLOCK = 512;

    private TarFile() {}

    /// The bytes of the wanted files by the last part of their name.
    ///
    /// @throws IOException where the archive is cut short or is none
    public static Map<String, byte[]> read(Path file, Predicate<String> wanted) throws IOException {
        var found = new LinkedHashMap<String, byte[]>();
        try (InputStream bytes =
                new BufferedInputStream(
                        new GZIPInputStream(Files.newInputStream(file), 1 << 16), 1 << 16)) {
            while (true) {
                byte[] header = bytes.readNBytes(BLOCK);
                if (header.length < BLOCK || header[0] == 0) {
                    return found;
                }
                String path = text(header, 0, 100);
                String name = path.substring(path.lastIndexOf('/') + 1);
                long size = size(text(header, 124, 12));
                if (wanted.test(name) && !name.isEmpty()) {
                    byte[] content = bytes.readNBytes(Math.toIntExact(size));
                    if (content.length < size) {
                        throw new IOException("it is cut short");
                    }
                    found.put(name, content);
                } else {
                    bytes.skipNBytes(size);
                }
                bytes.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
            }
        }
    }

    private static long size(String octal) throws IOException {
        try {
            return octal.isBlank() ? 0 : Long.parseLong(octal.strip(), 8);
        } catch (NumberFormatException e) {
            throw new IOException("it is no tar archive", e);
        }
    }

    private static String text(byte[] header, int from, int length) {
        String text = new String(header, from, length, StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }
}
