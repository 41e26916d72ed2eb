package dev.kiln.data;

import dev.kiln.catalog.Names;
import dev.kiln.catalog.UserError;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How the cells of one column become numbers; fitted on training rows.
public sealed interface ColumnPreparation {
    /// The column's name.
    String column();

    /// How many numbers one cell becomes.
    int width();

    /// The settings as texts, numbers, lists and maps, for a file; [#of(Map)] reads them.
    Map<String, Object> settings();

    /// A number becomes `(number - shift) / divisor`.
    ///
    /// @param scaling which rule gave shift and divisor
    /// @param divisor not 0
    /// @param fill    stands for a missing number, before scaling; null where none may be missing
    record Numbers(
            String column, Scaling scaling, double shift, double divisor, @Nullable Double fill)
            implements ColumnPreparation {
        @Override
        public int width() {
            return 1;
        }

        /// The number that the model sees.
        ///
        /// @param value as the user has it; not finite where it is missing
        /// @throws UserError E122 where it is missing and nothing fills it
        public float prepare(double value) {
            double known = value;
            if (!Double.isFinite(value)) {
                if (fill == null) {
                    throw missing(column);
                }
                known = fill;
            }
            return (float) ((known - shift) / divisor);
        }

        @Override
        public Map<String, Object> settings() {
            var settings = new LinkedHashMap<String, Object>();
            settings.put("kind", "numbers");
            settings.put("column", column);
            settings.put("scaling", scaling.name().toLowerCase(Locale.ROOT));
            settings.put("shift", shift);
            settings.put("divisor", divisor);
            if (fill != null) {
                settings.put("fill", fill);
            }
            return settings;
        }
    }

    /// A text becomes a row of zeros with a one at its place among `values`.
    ///
    /// @param values the texts of the training rows, sorted
    /// @param fill   stands for an empty cell; null where none may be empty
    record OneHot(String column, List<String> values, @Nullable String fill)
            implements ColumnPreparation {
        public OneHot {
            values = List.copyOf(values);
        }

        @Override
        public int width() {
            return values.size();
        }

        /// The place of the one; -1 where the text is not known.
        ///
        /// @throws UserError E122 where the cell is empty and nothing fills it
        public int place(String text) {
            if (text.isEmpty() && fill == null) {
                throw missing(column);
            }
            return values.indexOf(text.isEmpty() ? fill : text);
        }

        @Override
        public Map<String, Object> settings() {
            var settings = new LinkedHashMap<String, Object>();
            settings.put("kind", "one_hot");
            settings.put("column", column);
            settings.put("values", values);
            if (fill != null) {
                settings.put("fill", fill);
            }
            return settings;
        }
    }

    /// A text becomes the numbers of its words, as Keras' `TextVectorization` gives them: lower case, without punctuation,
    /// 0 behind the last word, 1 for a word that is not in the vocabulary.
    ///
    /// @param vocabulary words by their number; the first two stand for padding and for an unknown word
    /// @param length     words kept of a text
    record Words(String column, List<String> vocabulary, int length) implements ColumnPreparation {
        public Words {
            vocabulary = List.copyOf(vocabulary);
        }

        @Override
        public int width() {
            return length;
        }

        /// The words of a text, lower case and without punctuation.
        public static List<String> words(String text) {
            var words = new ArrayList<String>();
            var word = new StringBuilder();
            for (int i = 0; i <= text.length(); i++) {
                char c = i < text.length() ? text.charAt(i) : ' ';
                if (Character.isWhitespace(c)) {
                    if (!word.isEmpty()) {
                        words.add(word.toString());
                        word.setLength(0);
                    }
                } else if (PUNCTUATION.indexOf(c) < 0) {
                    word.append(Character.toLowerCase(c));
                }
            }
            return words;
        }

        @Override
        public Map<String, Object> settings() {
            return Map.of(
                    "kind", "words", "column", column, "vocabulary", vocabulary, "length", length);
        }
    }

    /// What Keras' `TextVectorization` strips.
    String PUNCTUATION = "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~'";

    /// What [Numbers] does to numbers.
    enum Scaling {
        /// Nothing.
        NONE,
        /// Training rows get mean 0 and standard deviation 1.
        ZSCORE,
        /// Training rows get the range 0 to 1.
        MINMAX,
        /// Pixels get the range 0 to 1, by the largest value of their kind.
        PIXELS
    }

    /// A preparation from what [#settings()] gave.
    static ColumnPreparation of(Map<?, ?> settings) {
        String column = (String) Stored.value(settings, "column");
        return switch ((String) Stored.value(settings, "kind")) {
            case "numbers" ->
                    new Numbers(
                            column,
                            Scaling.valueOf(
                                    ((String) Stored.value(settings, "scaling"))
                                            .toUpperCase(Locale.ROOT)),
                            Stored.number(settings, "shift"),
                            Stored.number(settings, "divisor"),
                            settings.containsKey("fill") ? Stored.number(settings, "fill") : null);
            case "one_hot" ->
                    new OneHot(
                            column,
                            Stored.texts(settings, "values"),
                            (String) settings.get("fill"));
            case "words" ->
                    new Words(
                            column,
                            Stored.texts(settings, "vocabulary"),
                            (int) Stored.number(settings, "length"));
            case String kind -> throw Stored.unknown("preparation " + kind);
        };
    }

    private static UserError missing(String column) {
        return new UserError(
                "E122",
                "an empty cell in column " + column + ".",
                "Give a value, or load the data with missing=mean.");
    }

    /// What is said of a text that training never saw.
    static UserError unknownText(String column, String text, List<String> known) {
        String shown =
                known.size() > 20
                        ? String.join(", ", known.subList(0, 20)) + ", ..."
                        : String.join(", ", known);
        return new UserError(
                "E172",
                column + " is \"" + text + "\"; known: " + shown + ".",
                known.isEmpty()
                        ? "Leave the column out."
                        : "Type: "
                                + column
                                + "="
                                + Names.nearest(text, known).stream()
                                        .findFirst()
                                        .orElse(known.getFirst()));
    }
}
