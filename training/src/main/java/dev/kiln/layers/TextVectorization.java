package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Texts as rows of the places of their words: lower case, without punctuation, cut at white space. Place 0 is
/// padding, place 1 unknown words.
///
/// Equal to `keras.layers.TextVectorization` in names, defaults and values.
///
/// @param maxTokens            largest number of places; none for no limit
/// @param standardize          what happens to a text before it is cut; none for nothing
/// @param split                where a text is cut; none for nowhere
/// @param ngrams               up to how many words in a row count as one; none for one
/// @param outputMode           form of the result
/// @param outputSequenceLength places in a row; none for as many as the longest text has
/// @param vocabulary           the known words; none to learn them
@Doc("texts as rows of the places of their words")
public record TextVectorization(
        @Doc(value = "largest number of places; none for no limit", example = "10000")
                @Nullable Integer maxTokens,
        @Doc(value = "what happens to a text before it is cut; none for nothing", example = "lower")
                @Nullable Standardize standardize,
        @Doc(value = "where a text is cut; none for nowhere", example = "character")
                @Nullable Split split,
        @Doc(value = "up to how many words in a row count as one; none for one", example = "2")
                @Nullable Integer ngrams,
        @Doc(value = "form of the result", example = "multi_hot") OutputMode outputMode,
        @Doc(value = "places in a row; none for as many as the longest text has", example = "100")
                @Nullable Integer outputSequenceLength,
        @Doc(value = "the known words; none to learn them", example = "[the, a]")
                @Nullable List<String> vocabulary,
        @Shared LayerSettings settings)
        implements TextLayer, LayerArguments<TextVectorization> {
    public TextVectorization {
        vocabulary = vocabulary == null ? null : List.copyOf(vocabulary);
    }

    public TextVectorization() {
        this(
                null,
                Standardize.LOWER_AND_STRIP_PUNCTUATION,
                Split.WHITESPACE,
                null,
                OutputMode.INT,
                null,
                null,
                LayerSettings.DEFAULT);
    }

    public TextVectorization withMaxTokens(@Nullable Integer maxTokens) {
        return new TextVectorization(
                maxTokens,
                standardize,
                split,
                ngrams,
                outputMode,
                outputSequenceLength,
                vocabulary,
                settings);
    }

    public TextVectorization withStandardize(@Nullable Standardize standardize) {
        return new TextVectorization(
                maxTokens,
                standardize,
                split,
                ngrams,
                outputMode,
                outputSequenceLength,
                vocabulary,
                settings);
    }

    public TextVectorization withSplit(@Nullable Split split) {
        return new TextVectorization(
                maxTokens,
                standardize,
                split,
                ngrams,
                outputMode,
                outputSequenceLength,
                vocabulary,
                settings);
    }

    public TextVectorization withNgrams(@Nullable Integer ngrams) {
        return new TextVectorization(
                maxTokens,
                standardize,
                split,
                ngrams,
                outputMode,
                outputSequenceLength,
                vocabulary,
                settings);
    }

    public TextVectorization withOutputMode(OutputMode outputMode) {
        return new TextVectorization(
                maxTokens,
                standardize,
                split,
                ngrams,
                outputMode,
                outputSequenceLength,
                vocabulary,
                settings);
    }

    public TextVectorization withOutputSequenceLength(@Nullable Integer outputSequenceLength) {
        return new TextVectorization(
                maxTokens,
                standardize,
                split,
                ngrams,
                outputMode,
                outputSequenceLength,
                vocabulary,
                settings);
    }

    public TextVectorization withVocabulary(@Nullable List<String> vocabulary) {
        return new TextVectorization(
                maxTokens,
                standardize,
                split,
                ngrams,
                outputMode,
                outputSequenceLength,
                vocabulary,
                settings);
    }

    @Override
    public TextVectorization withSettings(LayerSettings settings) {
        return new TextVectorization(
                maxTokens,
                standardize,
                split,
                ngrams,
                outputMode,
                outputSequenceLength,
                vocabulary,
                settings);
    }

    /// What happens to a text before it is cut.
    public enum Standardize {
        LOWER_AND_STRIP_PUNCTUATION,
        LOWER,
        STRIP_PUNCTUATION
    }

    /// Where a text is cut.
    public enum Split {
        WHITESPACE,
        CHARACTER
    }

    private static final Pattern PUNCTUATION =
            Pattern.compile("[!\"#$%&()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~']");

    /// The words of a text, n-grams included.
    List<String> words(String text) {
        String clean = text;
        if (standardize == Standardize.LOWER
                || standardize == Standardize.LOWER_AND_STRIP_PUNCTUATION) {
            clean = clean.toLowerCase(Locale.ROOT);
        }
        if (standardize == Standardize.STRIP_PUNCTUATION
                || standardize == Standardize.LOWER_AND_STRIP_PUNCTUATION) {
            clean = PUNCTUATION.matcher(clean).replaceAll("");
        }
        List<String> single =
                switch (split) {
                    case null -> List.of(clean);
                    case WHITESPACE ->
                            clean.isBlank() ? List.of() : List.of(clean.strip().split("\\s+"));
                    case CHARACTER -> clean.codePoints().mapToObj(Character::toString).toList();
                };
        if (ngrams == null) {
            return single;
        }
        var all = new ArrayList<String>();
        for (int size = 1; size <= ngrams; size++) {
            for (int from = 0; from + size <= single.size(); from++) {
                all.add(String.join(" ", single.subList(from, from + size)));
            }
        }
        return all;
    }

    /// The same layer with the words of the data as vocabulary, the most frequent first.
    public TextVectorization adapted(List<String> texts) {
        var words = texts.stream().flatMap(text -> words(text).stream()).toList();
        int room =
                maxTokens == null
                        ? Integer.MAX_VALUE
                        : maxTokens - (outputMode == OutputMode.INT ? 2 : 1);
        return withVocabulary(Vocabulary.mostFrequent(words, "", room));
    }

    /// One row a text: places, filled up with 0 to one length, or a row of 0 and 1, or of counts.
    @Override
    public float[][] transform(List<String> texts) {
        if (vocabulary == null) {
            throw new UserError(
                    "E132",
                    "text_vectorization has no vocabulary yet.",
                    "Type: layer.adapted(texts)");
        }
        boolean isInt = outputMode == OutputMode.INT;
        var places = new Vocabulary(vocabulary, "", isInt, 1);
        var found = texts.stream().map(text -> places.places(words(text))).toList();
        int longest = found.stream().mapToInt(row -> row.length).max().orElse(0);
        int length = outputSequenceLength == null ? longest : outputSequenceLength;
        var rows = new float[texts.size()][];
        for (int i = 0; i < rows.length; i++) {
            int[] of = found.get(i);
            if (!isInt) {
                rows[i] = places.row(of, outputMode);
                continue;
            }
            rows[i] = new float[length];
            for (int j = 0; j < Math.min(length, of.length); j++) {
                rows[i][j] = of[j];
            }
        }
        return rows;
    }
}
