package dev.kiln.saving;

import dev.kiln.catalog.UserError;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/// Where a fit stands, in a file: a mark, the value, a checksum. Each value is a letter for its kind and its bits, so
/// that it comes back as it was, not-a-number included. Nothing in it names a class.
final class CheckpointFile {
    private static final long MARK = 0x4B494C4E_434B3031L;
    private static final int DEEPEST = 32;
    private static final int PIECE = 1 << 20;

    private final DataInputStream in;
    private final long length;

    private CheckpointFile(DataInputStream in, long length) {
        this.in = in;
        this.length = length;
    }

    // ---- writing

    static void write(Map<String, ?> state, Path file) throws IOException {
        var checksum = new CRC32C();
        try (var to = new BufferedOutputStream(Files.newOutputStream(file), PIECE)) {
            var out = new DataOutputStream(new CheckedOutputStream(to, checksum));
            out.writeLong(MARK);
            write(out, state);
            out.writeLong(checksum.getValue());
        }
    }

    private static void write(DataOutputStream out, @Nullable Object value) throws IOException {
        switch (value) {
            case null -> out.writeByte('-');
            case Boolean truth -> out.writeByte(truth ? 't' : 'f');
            case Integer number -> write(out, (long) number);
            case Long number -> {
                out.writeByte('l');
                out.writeLong(number);
            }
            case Double number -> {
                out.writeByte('d');
                out.writeLong(Double.doubleToRawLongBits(number));
            }
            case String text -> {
                out.writeByte('s');
                text(out, text);
            }
            case float[] numbers -> {
                out.writeByte('n');
                floats(out, numbers);
            }
            case List<?> list -> {
                out.writeByte('[');
                out.writeInt(list.size());
                for (Object item : list) {
                    write(out, item);
                }
            }
            case Map<?, ?> map -> {
                out.writeByte('{');
                out.writeInt(map.size());
                for (var entry : map.entrySet()) {
                    text(out, String.valueOf(entry.getKey()));
                    write(out, entry.getValue());
                }
            }
            default ->
                    throw new UserError(
                            "E195",
                            "a callback noted a " + value.getClass().getName() + ".",
                            "Let its state() give numbers, texts, truth values, float[], lists and maps of them.");
        }
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static void floats(DataOutputStream out, float[] numbers) throws IOException {
        out.writeInt(numbers.length);
        var piece = ByteBuffer.allocate((int) Math.min(PIECE, (long) numbers.length * Float.BYTES));
        for (int from = 0; from < numbers.length; from += PIECE / Float.BYTES) {
            int count = Math.min(PIECE / Float.BYTES, numbers.length - from);
            piece.clear().asFloatBuffer().put(numbers, from, count);
            out.write(piece.array(), 0, count * Float.BYTES);
        }
    }

    // ---- reading

    /// @throws UserError E192 where it is damaged or no checkpoint
    static Map<String, Object> read(Path file) throws IOException {
        var checksum = new CRC32C();
        try (var from = new BufferedInputStream(Files.newInputStream(file), PIECE)) {
            var in = new DataInputStream(new CheckedInputStream(from, checksum));
            boolean isCheckpoint = in.readLong() == MARK;
            Object state = isCheckpoint ? new CheckpointFile(in, Files.size(file)).value(0) : null;
            long computed = checksum.getValue();
            if (state instanceof Map<?, ?> map && in.readLong() == computed && in.read() < 0) {
                var named = new LinkedHashMap<String, Object>();
                map.forEach((key, value) -> named.put(String.valueOf(key), value));
                return named;
            }
            throw damaged(file, null);
        } catch (EOFException | DamagedException e) {
            throw damaged(file, e);
        }
    }

    private static UserError damaged(Path file, @Nullable Exception cause) {
        String problem = file + " is damaged or no checkpoint.";
        String remedy = "Delete it to begin anew.";
        return cause == null
                ? new UserError("E192", problem, remedy)
                : new UserError("E192", problem, remedy, cause);
    }

    private static final class DamagedException extends IOException {}

    private @Nullable Object value(int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new DamagedException();
        }
        return switch (in.readByte()) {
            case '-' -> null;
            case 't' -> true;
            case 'f' -> false;
            case 'l' -> in.readLong();
            case 'd' -> Double.longBitsToDouble(in.readLong());
            case 's' -> text();
            case 'n' -> floats();
            case '[' -> {
                var list = new ArrayList<@Nullable Object>();
                for (int left = count(1); left > 0; left--) {
                    list.add(value(depth + 1));
                }
                yield list;
            }
            case '{' -> {
                var map = new LinkedHashMap<String, @Nullable Object>();
                for (int left = count(1); left > 0; left--) {
                    map.put(text(), value(depth + 1));
                }
                yield map;
            }
            default -> throw new DamagedException();
        };
    }

    /// A count of things that take at least so many bytes each: no more than the file can hold.
    private int count(int bytes) throws IOException {
        int count = in.readInt();
        if (count < 0 || (long) count * bytes > length) {
            throw new DamagedException();
        }
        return count;
    }

    private String text() throws IOException {
        return new String(in.readNBytes(count(1)), StandardCharsets.UTF_8);
    }

    private float[] floats() throws IOException {
        var numbers = new float[count(Float.BYTES)];
        var piece = new byte[(int) Math.min(PIECE, (long) numbers.length * Float.BYTES)];
        for (int from = 0; from < numbers.length; from += PIECE / Float.BYTES) {
            int count = Math.min(PIECE / Float.BYTES, numbers.length - from);
            in.readFully(piece, 0, count * Float.BYTES);
            ByteBuffer.wrap(piece).asFloatBuffer().get(numbers, from, count);
        }
        return numbers;
    }
}
