package dev.kiln.kernel;

import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.jspecify.annotations.Nullable;

import java.lang.reflect.Array;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.BaseStream;

/// A cell's value as it is shown: what a renderer draws, and text that can be read.
final class Values {
    private static final int ENTRIES = 100;
    private static final int CHARS = 20_000;
    private static final int DEPTH = 8;

    private final Renderer renderer;

    Values(Renderer renderer) {
        this.renderer = renderer;
    }

    /// The value for the notebook. Runs the value's own code, so on the cell's thread.
    DisplayData show(@Nullable Object value) {
        return switch (value) {
            case null -> new DisplayData("null");
            case DisplayData made -> made;
            case Object object -> renderer.render(object);
        };
    }

    private static boolean isPlain(Object value) {
        return value.getClass().isArray()
                || value instanceof Map<?, ?>
                || value instanceof Collection<?>
                || value instanceof BaseStream<?, ?>
                || value instanceof Optional<?>
                || value instanceof Record;
    }

    static String text(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out, 0, new IdentityHashMap<>());
        return out.toString();
    }

    private static void write(
            @Nullable Object value,
            StringBuilder out,
            int depth,
            IdentityHashMap<Object, Object> seen) {
        if (out.length() > CHARS) {
            return;
        }
        switch (value) {
            case null -> out.append("null");
            case String text when depth > 0 -> out.append('"').append(text).append('"');
            case Character letter when depth > 0 -> out.append('\'').append(letter).append('\'');
            case BaseStream<?, ?> stream ->
                    out.append("a stream; add .toList() to see what is in it");
            case Object nested when depth > DEPTH || seen.containsKey(nested) && isPlain(nested) ->
                    out.append('…');
            case Map<?, ?> map -> {
                seen.put(map, map);
                list(map.entrySet().iterator(), map.size(), "{", "}", out, depth, seen);
                seen.remove(map);
            }
            case Map.Entry<?, ?> entry when depth > 0 -> {
                write(entry.getKey(), out, depth, seen);
                out.append('=');
                write(entry.getValue(), out, depth, seen);
            }
            case Collection<?> all -> {
                seen.put(all, all);
                list(all.iterator(), all.size(), "[", "]", out, depth, seen);
                seen.remove(all);
            }
            case Record named when named.getClass().getRecordComponents().length == 0 ->
                    out.append(named);
            case Object array when array.getClass().isArray() -> {
                seen.put(array, array);
                array(array, out, depth, seen);
                seen.remove(array);
            }
            case Object other -> out.append(other);
        }
    }

    private static void list(
            Iterator<?> items,
            int size,
            String open,
            String close,
            StringBuilder out,
            int depth,
            IdentityHashMap<Object, Object> seen) {
        out.append(open);
        for (int i = 0; items.hasNext(); i++) {
            out.append(i == 0 ? "" : ", ");
            if (i == ENTRIES) {
                out.append("… ").append(size).append(" in all");
                break;
            }
            write(items.next(), out, depth + 1, seen);
        }
        out.append(close);
    }

    private static void array(
            Object array, StringBuilder out, int depth, IdentityHashMap<Object, Object> seen) {
        int length = Array.getLength(array);
        boolean rows = array.getClass().getComponentType().isArray();
        String between = rows ? ",\n" + " ".repeat(depth + 1) : ", ";
        if (depth == 0) {
            Class<?> element = array.getClass().getComponentType();
            String name = element.getTypeName();
            out.append(
                            name.substring(name.lastIndexOf('.') + 1)
                                    .replaceFirst("(\\[\\]|$)", "[" + length + "]$1"))
                    .append(rows ? "\n" : " ");
        }
        out.append('[');
        for (int i = 0; i < length; i++) {
            out.append(i == 0 ? "" : between);
            if (i == ENTRIES) {
                out.append("… ").append(length).append(" in all");
                break;
            }
            write(Array.get(array, i), out, depth + 1, seen);
        }
        out.append(']');
    }
}
