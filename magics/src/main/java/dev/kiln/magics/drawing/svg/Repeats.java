package dev.kiln.magics.drawing.svg;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Finds groups of letters that stand more than once in a picture, so that each group is written once: the pair that is
/// most frequent becomes one sign, again and again.
///
/// Source: Larsson & Moffat 1999, "Offline dictionary-based compression" (Re-Pair).
final class Repeats {
    /// A letter, or a group of signs that repeats.
    sealed interface Sign {}

    /// @param outline path data
    record Letter(String outline) implements Sign {}

    /// @param parts in reading order; the first at 0, 0
    record Group(List<Placed> parts) implements Sign {}

    /// A sign at its place, in units of [Outline#UNIT] per pixel.
    record Placed(Sign sign, int x, int y) {}

    /// Two signs and how far the second stands from the first.
    private record Pair(int left, int right, int x, int y) {}

    private record At(int sign, int x, int y) {}

    /// The search takes the square of this; a chart has some hundreds.
    private static final int MOST_LETTERS = 2_000;

    private final List<Sign> signs = new ArrayList<>();
    private final Map<String, Integer> letters = new HashMap<>();
    private final List<Pair> pairs = new ArrayList<>();

    private Repeats() {}

    /// @param texts letters of each text, in order
    /// @return the same texts, as signs
    static List<List<Placed>> in(List<List<Mark.Stamp>> texts) {
        return new Repeats().found(texts);
    }

    private List<List<Placed>> found(List<List<Mark.Stamp>> texts) {
        List<List<At>> rest = new ArrayList<>();
        for (List<Mark.Stamp> text : texts) {
            List<At> line = new ArrayList<>();
            for (Mark.Stamp stamp : text) {
                line.add(new At(letter(stamp.outline()), stamp.x(), stamp.y()));
            }
            rest.add(line);
        }
        int first = letters.size();
        boolean isShort = texts.stream().mapToInt(List::size).sum() <= MOST_LETTERS;
        for (Pair pair = isShort ? mostFrequent(rest) : null;
                pair != null;
                pair = mostFrequent(rest)) {
            int sign = first + pairs.size();
            pairs.add(pair);
            for (int i = 0; i < rest.size(); i++) {
                rest.set(i, joined(rest.get(i), pair, sign));
            }
        }
        int[] uses = new int[first + pairs.size()];
        rest.forEach(line -> line.forEach(at -> uses[at.sign()]++));
        for (Pair pair : pairs) {
            uses[pair.left()]++;
            uses[pair.right()]++;
        }
        for (Pair pair : pairs) {
            List<Placed> parts = new ArrayList<>(parts(pair.left(), 0, 0, uses[pair.left()]));
            parts.addAll(parts(pair.right(), pair.x(), pair.y(), uses[pair.right()]));
            signs.add(new Group(List.copyOf(parts)));
        }
        return rest.stream()
                .map(
                        line ->
                                line.stream()
                                        .map(at -> new Placed(signs.get(at.sign()), at.x(), at.y()))
                                        .toList())
                .toList();
    }

    private int letter(String outline) {
        return letters.computeIfAbsent(
                outline,
                _ -> {
                    signs.add(new Letter(outline));
                    return signs.size() - 1;
                });
    }

    /// A group that only this one uses is no sign of its own.
    private List<Placed> parts(int sign, int x, int y, int uses) {
        if (uses > 1 || !(signs.get(sign) instanceof Group group)) {
            return List.of(new Placed(signs.get(sign), x, y));
        }
        return group.parts().stream()
                .map(part -> new Placed(part.sign(), part.x() + x, part.y() + y))
                .toList();
    }

    private static @Nullable Pair mostFrequent(List<List<At>> texts) {
        Map<Pair, Integer> counts = new LinkedHashMap<>();
        Pair best = null;
        int most = 1;
        for (List<At> text : texts) {
            Pair before = null;
            for (int i = 1; i < text.size(); i++) {
                Pair pair = pair(text.get(i - 1), text.get(i));
                if (pair.equals(before)) {
                    // In `aaa` the pair `aa` can be taken once.
                    before = null;
                    continue;
                }
                before = pair;
                int count = counts.merge(pair, 1, Integer::sum);
                if (count > most) {
                    most = count;
                    best = pair;
                }
            }
        }
        return best;
    }

    private static Pair pair(At left, At right) {
        return new Pair(left.sign(), right.sign(), right.x() - left.x(), right.y() - left.y());
    }

    private static List<At> joined(List<At> text, Pair pair, int sign) {
        List<At> joined = new ArrayList<>();
        for (int i = 0; i < text.size(); i++) {
            At at = text.get(i);
            if (i + 1 < text.size() && pair(at, text.get(i + 1)).equals(pair)) {
                joined.add(new At(sign, at.x(), at.y()));
                i++;
            } else {
                joined.add(at);
            }
        }
        return joined;
    }
}
