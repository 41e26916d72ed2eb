package dev.kiln.saving.operations;

import dev.kiln.graph.Tensor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `x[:, 1:3, ..., None]`: numbers, slices, three dots and new axes, as NumPy has them.
final class Indexing {
    /// As many axes as NumPy's arrays may have.
    private static final int MOST_KEYS = 64;

    private Indexing() {}

    static Tensor of(Given given) {
        Tensor x = given.x();
        Object key = given.operand(1, "key");
        var keys = new ArrayList<@Nullable Object>();
        if (key instanceof List<?> list) {
            keys.addAll(list);
        } else {
            keys.add(key);
        }
        if (keys.size() > MOST_KEYS) {
            throw given.impossible("it has " + keys.size() + " indices");
        }
        int named = (int) keys.stream().filter(each -> each != null && !isDots(each)).count();
        int axis = 0;
        for (Object each : keys) {
            if (each == null) {
                x = x.expand(given.axis(x, axis, 1));
                axis++;
            } else if (isDots(each)) {
                axis += given.x().rank() - named;
            } else if (each instanceof Number index) {
                int at = given.axis(x, axis, 0);
                x = x.at(at, place(given, given.whole(index), x.shape().get(at)));
            } else {
                x = sliced(given, x, axis, each);
                axis++;
            }
        }
        return x;
    }

    private static boolean isDots(Object key) {
        return key instanceof Map<?, ?> map && "__ellipsis__".equals(map.get("class_name"));
    }

    private static int place(Given given, int index, int size) {
        int at = index < 0 ? index + size : index;
        if (at < 0 || at >= size) {
            throw given.impossible("index " + index + " is outside of " + size);
        }
        return at;
    }

    private static Tensor sliced(Given given, Tensor x, int axis, Object key) {
        if (!(key instanceof Map<?, ?> map)
                || !"__slice__".equals(map.get("class_name"))
                || !(map.get("config") instanceof Map<?, ?> range)) {
            throw given.impossible("an index is neither a number nor a slice");
        }
        if (range.get("start") == null && range.get("stop") == null && range.get("step") == null) {
            return x;
        }
        int at = given.axis(x, axis, 0);
        int size = x.shape().get(at);
        int step = range.get("step") == null ? 1 : given.whole(range.get("step"));
        if (step == 0) {
            throw given.impossible("a slice has the step 0");
        }
        if (step > 0) {
            int from = bound(given, range.get("start"), 0, size);
            int to = bound(given, range.get("stop"), size, size);
            return x.slice(at, from, Math.max(from, to), step);
        }
        // Backwards: what NumPy reads from the start down is read from the end up.
        int first = range.get("start") == null ? size - 1 : last(given, range.get("start"), size);
        int end = range.get("stop") == null ? -1 : last(given, range.get("stop"), size);
        return x.reverse(at)
                .slice(at, size - 1 - first, Math.max(size - 1 - first, size - 1 - end), -step);
    }

    private static int bound(Given given, @Nullable Object index, int otherwise, int size) {
        if (index == null) {
            return otherwise;
        }
        int at = given.whole(index);
        return Math.clamp(at < 0 ? at + size : at, 0, size);
    }

    /// Of a slice that runs backwards: -1 is before the first.
    private static int last(Given given, @Nullable Object index, int size) {
        int at = given.whole(index);
        return Math.clamp(at < 0 ? at + size : at, -1, size - 1);
    }
}
