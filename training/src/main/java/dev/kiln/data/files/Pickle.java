package dev.kiln.data.files;

import dev.kiln.catalog.UserError;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads Python's pickles as far as data sets need them: texts, numbers, lists, tuples, dictionaries and NumPy arrays,
/// protocols 1 to 5. Nothing is ever executed: a pickle that names any other Python object is refused.
///
/// Source: the comments of Python's `pickletools` module.
public final class Pickle {
    /// A NumPy array in a pickle.
    ///
    /// @param shape sizes, outermost first
    /// @param type  as NumPy writes it: `u1`, `i8`, `O`
    /// @param data  `byte[]` of the numbers, or a list of the objects
    public record PickledArray(List<Integer> shape, String type, Object data) {}

    /// An object while it is being built.
    private static final class Pending {
        private final String kind;
        private List<?> arguments = List.of();
        private @Nullable Object state;

        private Pending(String kind) {
            this.kind = kind;
        }
    }

    private enum Mark {
        MARK
    }

    private final ByteBuffer bytes;
    private final String file;
    private final List<@Nullable Object> stack = new ArrayList<>();
    private final Map<Integer, @Nullable Object> memo = new HashMap<>();

    private Pickle(byte[] bytes, int from, String file) {
        this.bytes =
                ByteBuffer.wrap(bytes, from, bytes.length - from).order(ByteOrder.LITTLE_ENDIAN);
        this.file = file;
    }

    /// The value that the bytes hold: `String`, `byte[]`, `Long`, `Double`, `Boolean`, `List`, `Map`, [PickledArray] or null.
    ///
    /// @param from first byte
    /// @param file its name, for the message
    /// @throws UserError E126 where the bytes are no such pickle
    public static @Nullable Object read(byte[] bytes, int from, String file) {
        var pickle = new Pickle(bytes, from, file);
        try {
            return finished(pickle.run());
        } catch (UserError e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            // Whatever instructions do to a stack that is not what they expect: the file is broken.
            throw new UserError(
                    "E126",
                    file + " is cut short or no pickle.",
                    "Delete the file and load it anew.",
                    e);
        }
    }

    private @Nullable Object run() {
        while (true) {
            int code = bytes.get() & 0xFF;
            if (code == '.') {
                return pop();
            }
            if (!literal(code) && !collection(code)) {
                object(code);
            }
        }
    }

    private boolean literal(int code) {
        switch (code) {
            case 0x80 -> bytes.get();
            case 0x95 -> bytes.getLong();
            case 'N' -> push(null);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'K' -> push((long) (bytes.get() & 0xFF));
            case 'M' -> push((long) (bytes.getShort() & 0xFFFF));
            case 'J' -> push((long) bytes.getInt());
            case 0x8a ->
                    push(
                            new java.math.BigInteger(reversed(take(bytes.get() & 0xFF)))
                                    .longValueExact());
            case 'G' -> push(Double.longBitsToDouble(Long.reverseBytes(bytes.getLong())));
            case 'U' -> push(take(bytes.get() & 0xFF));
            case 'T' -> push(take(bytes.getInt()));
            case 'C' -> push(take(bytes.get() & 0xFF));
            case 'B' -> push(take(bytes.getInt()));
            case 0x8e, 0x96 -> push(take(Math.toIntExact(bytes.getLong())));
            case 'X' -> push(text(bytes.getInt()));
            case 0x8c -> push(text(bytes.get() & 0xFF));
            case 0x8d -> push(text(Math.toIntExact(bytes.getLong())));
            default -> {
                return false;
            }
        }
        return true;
    }

    @SuppressWarnings("unchecked")
    private boolean collection(int code) {
        switch (code) {
            case '(' -> push(Mark.MARK);
            case ')' -> push(List.of());
            case ']' -> push(new ArrayList<@Nullable Object>());
            case '}' -> push(new LinkedHashMap<Object, @Nullable Object>());
            case 't' -> push(toMark());
            case 0x85, 0x86, 0x87 -> push(last(code - 0x84));
            case 'a' -> {
                Object item = pop();
                ((List<@Nullable Object>) top()).add(item);
            }
            case 'e' -> {
                List<@Nullable Object> items = toMark();
                ((List<@Nullable Object>) top()).addAll(items);
            }
            case 's' -> {
                List<@Nullable Object> pair = last(2);
                put(pair.get(0), pair.get(1));
            }
            case 'u' -> {
                List<@Nullable Object> pairs = toMark();
                for (int i = 0; i + 1 < pairs.size(); i += 2) {
                    put(pairs.get(i), pairs.get(i + 1));
                }
            }
            case '0' -> pop();
            case 'q' -> memo.put(bytes.get() & 0xFF, stack.getLast());
            case 'r' -> memo.put(bytes.getInt(), stack.getLast());
            case 0x94 -> memo.put(memo.size(), stack.getLast());
            case 'h' -> push(memo.get(bytes.get() & 0xFF));
            case 'j' -> push(memo.get(bytes.getInt()));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void object(int code) {
        switch (code) {
            case 'c' -> global(line(), line());
            case 0x93 -> {
                List<@Nullable Object> names = last(2);
                global(String.valueOf(names.get(0)), String.valueOf(names.get(1)));
            }
            case 'R' -> {
                List<?> arguments = (List<?>) pop();
                call((Pending) pop(), arguments == null ? List.of() : arguments);
            }
            case 'b' -> {
                Object state = pop();
                ((Pending) top()).state = state;
            }
            default -> throw refused("an instruction (" + code + ") that is not read");
        }
    }

    private void global(String module, String name) {
        boolean isKnown =
                switch (module + "." + name) {
                    case "numpy.core.multiarray._reconstruct",
                            "numpy._core.multiarray._reconstruct",
                            "numpy.ndarray",
                            "numpy.dtype",
                            "numpy.core.numeric._frombuffer",
                            "numpy._core.numeric._frombuffer",
                            "_codecs.encode" ->
                            true;
                    default -> false;
                };
        if (!isKnown) {
            throw refused("the Python object " + module + "." + name);
        }
        push(new Pending(name));
    }

    private void call(Pending function, List<?> arguments) {
        if (function.kind.equals("encode")) {
            push(((String) arguments.getFirst()).getBytes(StandardCharsets.ISO_8859_1));
            return;
        }
        if (function.kind.equals("_frombuffer")) {
            var array = new Pending("array");
            array.state =
                    List.of(
                            0L,
                            arguments.get(2),
                            arguments.get(1),
                            "F".equals(arguments.get(3)),
                            arguments.getFirst());
            push(array);
            return;
        }
        var made = new Pending(function.kind.equals("dtype") ? "dtype" : "array");
        made.arguments =
                List.copyOf(arguments.stream().filter(java.util.Objects::nonNull).toList());
        push(made);
    }

    /// Arrays as values, also inside lists and dictionaries.
    private static @Nullable Object finished(@Nullable Object value) {
        return switch (value) {
            case List<?> list -> {
                var items = new ArrayList<@Nullable Object>(list.size());
                list.forEach(item -> items.add(finished(item)));
                yield items;
            }
            case Map<?, ?> map -> {
                var items = new LinkedHashMap<@Nullable Object, @Nullable Object>();
                map.forEach((key, item) -> items.put(key, finished(item)));
                yield items;
            }
            case Pending pending -> array(pending);
            case null, default -> value;
        };
    }

    /// The state is (version, shape, type, whether columns come first, data).
    private static PickledArray array(Pending pending) {
        if (!(pending.state instanceof List<?> state) || state.size() < 5) {
            throw new ClassCastException(pending.kind);
        }
        var shape =
                ((List<?>) state.get(1)).stream().map(size -> ((Long) size).intValue()).toList();
        Object type = ((Pending) state.get(2)).arguments.getFirst();
        Object data = finished(state.get(4));
        if (data == null || Boolean.TRUE.equals(state.get(3)) && shape.size() > 1) {
            throw new ClassCastException("an array by columns");
        }
        return new PickledArray(
                shape,
                type instanceof byte[] latin
                        ? new String(latin, StandardCharsets.ISO_8859_1)
                        : String.valueOf(type),
                data);
    }

    private void push(@Nullable Object value) {
        stack.add(value);
    }

    private @Nullable Object pop() {
        return stack.removeLast();
    }

    private Object top() {
        return java.util.Objects.requireNonNullElse(stack.getLast(), Mark.MARK);
    }

    private List<@Nullable Object> last(int count) {
        var tail = stack.subList(stack.size() - count, stack.size());
        var items = new ArrayList<@Nullable Object>(tail);
        tail.clear();
        return items;
    }

    private List<@Nullable Object> toMark() {
        int mark = stack.lastIndexOf(Mark.MARK);
        List<@Nullable Object> items = last(stack.size() - mark - 1);
        pop();
        return items;
    }

    @SuppressWarnings("unchecked")
    private void put(@Nullable Object key, @Nullable Object value) {
        Object name =
                key instanceof byte[] latin ? new String(latin, StandardCharsets.ISO_8859_1) : key;
        ((Map<@Nullable Object, @Nullable Object>) top()).put(name, value);
    }

    private byte[] take(int length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new java.nio.BufferUnderflowException();
        }
        var taken = new byte[length];
        bytes.get(taken);
        return taken;
    }

    private String text(int length) {
        return new String(take(length), StandardCharsets.UTF_8);
    }

    private String line() {
        var text = new StringBuilder();
        for (char c = (char) bytes.get(); c != '\n'; c = (char) bytes.get()) {
            text.append(c);
        }
        return text.toString();
    }

    private static byte[] reversed(byte[] little) {
        var big = new byte[little.length + 1];
        for (int i = 0; i < little.length; i++) {
            big[big.length - 1 - i] = little[i];
        }
        big[0] = little.length > 0 && little[little.length - 1] < 0 ? (byte) -1 : 0;
        return big;
    }

    private UserError refused(String what) {
        return new UserError(
                "E126",
                file + " holds " + what + ", which Kiln does not read for safety.",
                "Save the arrays as .npz or .csv.");
    }
}
