package dev.kiln.data.files;

import dev.kiln.catalog.UserError;
import dev.kiln.data.FloatArray;
import dev.kiln.data.files.Pickle.PickledArray;
import dev.kiln.tensor.Shape;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Reads NumPy's `.npy` and `.npz` files.
///
/// Source: "NPY format", https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html, versions 1 to 3. Numbers of
/// every plain type (`?`, whole numbers of 1 to 8 bytes with and without sign, floats of 2, 4 and 8 bytes), in both byte
/// orders and by rows or columns; texts (`U`, `S`); lists of objects, as far as [Pickle] reads them.
public final class NumpyFile {
    private static final Pattern DESCRIPTION =
            Pattern.compile("'descr'\\s*:\\s*'([<>|=]?)([a-zA-Z?])(\\d*)'");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");

    private NumpyFile() {}

    /// What an array holds.
    public sealed interface Content {
        /// Numbers.
        record Numbers(FloatArray array) implements Content {}

        /// Texts or other objects, one for each place of a list.
        record Objects(List<Object> items) implements Content {}
    }

    /// The arrays of a `.npz` by name, or the one of a `.npy` under the name `x`.
    ///
    /// @throws UserError E124 where the file is not there, E126 where it cannot be read
    public static Map<String, Content> read(Path path) {
        Path file = FilePlaces.file(path);
        String name = String.valueOf(file.getFileName());
        try {
            return name.endsWith(".npy")
                    ? Map.of("x", array(Files.readAllBytes(file), name))
                    : archive(file, name);
        } catch (IOException e) {
            throw new UserError(
                    "E126",
                    name + " is no NumPy file: " + e.getMessage() + ".",
                    "Delete the file and load it anew.",
                    e);
        }
    }

    private static Map<String, Content> archive(Path file, String name) throws IOException {
        var arrays = new LinkedHashMap<String, Content>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : java.util.Collections.list(zip.entries())) {
                try (InputStream bytes = zip.getInputStream(entry)) {
                    arrays.put(
                            entry.getName().replaceFirst("\\.npy$", ""),
                            array(bytes.readAllBytes(), name + ", " + entry.getName()));
                }
            }
        }
        return arrays;
    }

    static Content array(byte[] bytes, String name) {
        if (bytes.length < 12
                || (bytes[0] & 0xFF) != 0x93
                || bytes[1] != 'N'
                || bytes[2] != 'U'
                || bytes[3] != 'M') {
            throw broken(name, "it does not begin as NumPy's files do");
        }
        ByteBuffer start = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        boolean isFirstVersion = bytes[6] == 1;
        int length = isFirstVersion ? start.getShort(8) & 0xFFFF : start.getInt(8);
        int from = isFirstVersion ? 10 : 12;
        if (length < 0 || from + length > bytes.length) {
            throw broken(name, "it is cut short");
        }
        String header = new String(bytes, from, length, StandardCharsets.UTF_8);
        Matcher description = DESCRIPTION.matcher(header);
        Matcher order = ORDER.matcher(header);
        Matcher shape = SHAPE.matcher(header);
        if (!description.find() || !order.find() || !shape.find()) {
            throw broken(name, "it holds records, not an array of one type");
        }
        var sizes = new ArrayList<Integer>();
        for (String size : shape.group(1).split(",")) {
            if (!size.isBlank()) {
                sizes.add(Integer.parseInt(size.strip().replace("L", "")));
            }
        }
        int data = from + length;
        char kind = description.group(2).charAt(0);
        if (kind == 'O') {
            return objects(bytes, data, name);
        }
        int width = description.group(3).isEmpty() ? 1 : Integer.parseInt(description.group(3));
        long count = new Shape(sizes).size();
        int bytesEach = kind == 'U' ? width * 4 : width;
        if (data + count * bytesEach > bytes.length) {
            throw broken(name, "it is cut short");
        }
        ByteBuffer values =
                ByteBuffer.wrap(bytes, data, bytes.length - data)
                        .slice()
                        .order(
                                description.group(1).equals(">")
                                        ? ByteOrder.BIG_ENDIAN
                                        : ByteOrder.LITTLE_ENDIAN);
        if (kind == 'U' || kind == 'S') {
            return new Content.Objects(texts(values, (int) count, kind, width));
        }
        return new Content.Numbers(
                numbers(values, sizes, kind, width, order.group(1).equals("True"), name));
    }

    private static Content objects(byte[] bytes, int data, String name) {
        if (Pickle.read(bytes, data, name)
                instanceof PickledArray(List<Integer> _, String _, List<?> items)) {
            return new Content.Objects(List.copyOf(items));
        }
        throw broken(name, "its objects are no list");
    }

    private static List<Object> texts(ByteBuffer values, int count, char kind, int width) {
        var texts = new ArrayList<Object>(count);
        for (int i = 0; i < count; i++) {
            var text = new StringBuilder();
            for (int k = 0; k < width; k++) {
                int letter =
                        kind == 'U'
                                ? values.getInt((i * width + k) * 4)
                                : values.get(i * width + k) & 0xFF;
                if (letter != 0) {
                    text.appendCodePoint(letter);
                }
            }
            texts.add(text.toString());
        }
        return texts;
    }

    private static FloatArray numbers(
            ByteBuffer values,
            List<Integer> sizes,
            char kind,
            int width,
            boolean byColumns,
            String name) {
        Shape shape = sizes.isEmpty() ? Shape.of(1) : new Shape(sizes);
        MemorySegment memory = FloatArray.allocate(shape);
        int count = Math.toIntExact(shape.size());
        for (int i = 0; i < count; i++) {
            float value = number(values, i * width, kind, width, name);
            memory.setAtIndex(ValueLayout.JAVA_FLOAT, byColumns ? byRows(i, shape) : i, value);
        }
        return FloatArray.of(shape, memory);
    }

    /// The place by rows of what is at a place by columns.
    private static long byRows(int place, Shape shape) {
        long rows = 0;
        int rest = place;
        for (int axis = 0; axis < shape.rank(); axis++) {
            int size = shape.get(axis);
            rows += (rest % size) * shape.slice(axis + 1, shape.rank()).size();
            rest /= size;
        }
        return rows;
    }

    private static float number(ByteBuffer values, int at, char kind, int width, String name) {
        return switch ("" + kind + width) {
            case "b1", "?1" -> values.get(at) != 0 ? 1 : 0;
            case "u1" -> values.get(at) & 0xFF;
            case "i1" -> values.get(at);
            case "u2" -> values.getShort(at) & 0xFFFF;
            case "i2" -> values.getShort(at);
            case "u4" -> values.getInt(at) & 0xFFFFFFFFL;
            case "i4" -> values.getInt(at);
            case "u8", "i8" -> values.getLong(at);
            case "f2" -> Float.float16ToFloat(values.getShort(at));
            case "f4" -> values.getFloat(at);
            case "f8" -> (float) values.getDouble(at);
            default -> throw broken(name, "its type " + kind + width + " is no number");
        };
    }

    private static UserError broken(String name, String why) {
        return new UserError(
                "E126",
                name + " cannot be read: " + why + ".",
                "Save it anew with numpy.save or numpy.savez.");
    }
}
