package dev.kiln.data.files;

import dev.kiln.catalog.UserError;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/// Opens text files: plain or gzip, UTF-8 or UTF-16 with a byte order mark.
final class TextFile {
    private static final int FIRST = 1 << 16;

    private TextFile() {}

    /// The file's characters, without a byte order mark.
    ///
    /// @throws UserError E126 where the file is no text
    static Reader open(Path file) throws IOException {
        return open(Files.newInputStream(file), String.valueOf(file.getFileName()));
    }

    static Reader open(InputStream bytes, String name) throws IOException {
        InputStream plain = new BufferedInputStream(bytes, FIRST);
        try {
            if (startsWith(plain, 0x1f, 0x8b)) {
                plain = new BufferedInputStream(new GZIPInputStream(plain, FIRST), FIRST);
            }
            refuseBinary(plain, name);
            return new InputStreamReader(
                    plain,
                    charset(plain)
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT));
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    /// The beginning of the file, enough to tell the separator.
    static String firstLines(Path file) {
        String name = String.valueOf(file.getFileName());
        try (Reader reader = open(file)) {
            var text = new char[FIRST];
            int length = 0;
            for (int read = 0;
                    length < FIRST && (read = reader.read(text, length, FIRST - length)) > 0; ) {
                length += read;
            }
            return new String(text, 0, length);
        } catch (CharacterCodingException e) {
            // The table's own reading names the line.
            return "";
        } catch (IOException e) {
            throw TextTable.unreadable(name, e);
        }
    }

    private static Charset charset(InputStream bytes) throws IOException {
        if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
            skip(bytes, 3);
            return StandardCharsets.UTF_8;
        }
        if (startsWith(bytes, 0xFF, 0xFE)) {
            skip(bytes, 2);
            return StandardCharsets.UTF_16LE;
        }
        if (startsWith(bytes, 0xFE, 0xFF)) {
            skip(bytes, 2);
            return StandardCharsets.UTF_16BE;
        }
        return StandardCharsets.UTF_8;
    }

    private static void refuseBinary(InputStream bytes, String name) throws IOException {
        String kind =
                startsWith(bytes, 'P', 'K', 3, 4)
                        ? "a zip archive or a spreadsheet"
                        : startsWith(bytes, 0x89, 'P', 'N', 'G')
                                        || startsWith(bytes, 0xFF, 0xD8, 0xFF)
                                ? "a picture"
                                : startsWith(bytes, '%', 'P', 'D', 'F')
                                        ? "a PDF document"
                                        : startsWith(bytes, 'P', 'A', 'R', '1')
                                                ? "a Parquet file"
                                                : startsWith(bytes, 0x89, 'H', 'D', 'F')
                                                        ? "an HDF5 file"
                                                        : "";
        if (!kind.isEmpty()) {
            throw new UserError(
                    "E126",
                    name + " is " + kind + ", not a text table.",
                    "Save it as CSV and name that file.");
        }
    }

    private static boolean startsWith(InputStream bytes, int... expected) throws IOException {
        bytes.mark(expected.length);
        byte[] found = bytes.readNBytes(expected.length);
        bytes.reset();
        if (found.length < expected.length) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if ((found[i] & 0xFF) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private static void skip(InputStream bytes, int count) throws IOException {
        bytes.skipNBytes(count);
    }
}
