package dev.kiln.catalog;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Names as users write them: case, `_` and `-` do not count; near misses are answered.
public final class Names {
    private static final Map<String, String> SYNONYMS =
            Map.ofEntries(
                    Map.entry("crossentropy", "categorical_crossentropy"),
                    Map.entry("nll", "sparse_categorical_crossentropy"),
                    Map.entry("lr", "learning_rate"),
                    Map.entry("decay", "weight_decay"),
                    Map.entry("batch", "batch_size"),
                    Map.entry("val", "validation_split"),
                    Map.entry("wait", "patience"),
                    Map.entry("epoch", "epochs"));

    private Names() {}

    /// `meansquarederror` for `MeanSquaredError`, `mean_squared_error` and `mean-squared-error`.
    public static String normalized(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    /// `learning_rate` for `learningRate`, `sparse_top_k` for `SparseTopK`.
    public static String snakeCase(String name) {
        var result = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean startsWord =
                    Character.isUpperCase(c)
                            && i > 0
                            && (!Character.isUpperCase(name.charAt(i - 1))
                                    || (i + 1 < name.length()
                                            && Character.isLowerCase(name.charAt(i + 1))));
            result.append(startsWord ? "_" : "").append(Character.toLowerCase(c));
        }
        return result.toString();
    }

    /// At most three known names that the user may have meant, the nearest first.
    public static List<String> nearest(String name, Collection<String> known) {
        String wanted = normalized(name);
        String synonym = SYNONYMS.getOrDefault(wanted, "");
        int reach = wanted.length() <= 4 ? 1 : 2;
        record Near(String name, int distance) {}
        return known.stream()
                .distinct()
                .map(
                        candidate -> {
                            String spelled = normalized(candidate);
                            if (candidate.equals(synonym)) {
                                return new Near(candidate, 0);
                            }
                            int distance = distance(wanted, spelled);
                            boolean isPrefix =
                                    wanted.length() >= 2
                                            && (spelled.startsWith(wanted)
                                                    || wanted.startsWith(spelled)
                                                    || isShortenedWordByWord(name, candidate));
                            return new Near(
                                    candidate,
                                    distance <= reach
                                            ? distance
                                            : isPrefix ? reach + 1 : Integer.MAX_VALUE);
                        })
                .filter(near -> near.distance() < Integer.MAX_VALUE)
                .sorted(Comparator.comparingInt(Near::distance))
                .limit(3)
                .map(Near::name)
                .toList();
    }

    /// Whether each word of the name begins the word at its place in the other: `learn_rate` of `learning_rate`.
    private static boolean isShortenedWordByWord(String name, String full) {
        String[] typed = name.toLowerCase(Locale.ROOT).split("[_-]");
        String[] whole = full.toLowerCase(Locale.ROOT).split("[_-]");
        if (typed.length != whole.length || whole.length < 2) {
            return false;
        }
        for (int i = 0; i < whole.length; i++) {
            if (typed[i].length() < 2 || !whole[i].startsWith(typed[i])) {
                return false;
            }
        }
        return true;
    }

    /// ` Did you mean adam or adamw?`, or nothing where no known name is near.
    public static String question(String name, Collection<String> known) {
        var near = nearest(name, known);
        return near.isEmpty() ? "" : " Did you mean " + String.join(" or ", near) + "?";
    }

    /// Insertions, deletions, replacements and swaps of neighbours (Damerau 1964, Levenshtein 1966;
    /// restricted: no part is edited twice).
    static int distance(String from, String to) {
        int[][] steps = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                if (i == 0 || j == 0) {
                    steps[i][j] = i + j;
                    continue;
                }
                int replaced =
                        steps[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                steps[i][j] = Math.min(replaced, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
                if (i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1)) {
                    steps[i][j] = Math.min(steps[i][j], steps[i - 2][j - 2] + 1);
                }
            }
        }
        return steps[from.length()][to.length()];
    }
}
