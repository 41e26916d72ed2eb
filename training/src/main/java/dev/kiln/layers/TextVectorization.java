package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Texts as rows of the places of their words: lower case, without punctuation, cut at white space. Place 0 is
/// padding, place 1 unknown words.
///
/// In a model it stands directly behind `new Input(1).withDtype(DType.STRING)`; by itself, `transform(texts)` gives its
/// rows.
///
/// Formula: `y[t] = place of word t in [padding, unknown, vocabulary]`; output modes as those of
/// `CategoryEncoding`.
///
/// Shapes: `[batch]` texts to `[batch, output_sequence_length]`, as long as the longest text where none is given;
/// with multi_hot, count and tf_idf `[batch, places]`.
///
/// Equal to `keras.layers.TextVectorization` in names, defaults and values.
///
/// @param maxTokens largest number of places; none for no limit
/// @param standardize what happens to a text before it is cut; none for nothing
/// @param split where a text is cut; none for nowhere
/// @param ngrams up to how many words in a row count as one; none for one
/// @param outputMode form of the result
/// @param outputSequenceLength places in a row; none for as many as the longest text has
/// @param padToMaxTokens whether rows have max_tokens places, known or not
/// @param vocabulary the known words; none to learn them
/// @param idfWeights weights of the known tokens for output_mode tf_idf; none to learn them
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
        @Doc(value = "whether rows have max_tokens places, known or not", example = "true")
                boolean padToMaxTokens,
        @Doc(value = "the known words; none to learn them", example = "[the, a]")
                @Nullable List<String> vocabulary,
        @Doc(
                        value =
                                "weights of the known tokens for output_mode tf_idf; none to learn them",
                        example = "[0.5, 1.2]")
                @Nullable List<Double> idfWeights,
        @Shared LayerSettings settings)
        implements TextLayer, LayerArguments<TextVectorization> {
    public TextVectorization {
        idfWeights = idfWeights == null ? null : List.copyOf(idfWeights);
        vocabulary = vocabulary == null ? null : List.copyOf(vocabulary);
        new TokenWeights(
                        "text_vectorization",
                        outputMode,
                        outputMode == OutputMode.INT ? 2 : 1,
                        maxTokens,
                        padToMaxTokens,
                        idfWeights)
                .check(vocabulary, false);
    }

    public TextVectorization() {
        this(
                null,
                Standardize.LOWER_AND_STRIP_PUNCTUATION,
                Split.WHITESPACE,
                null,
                OutputMode.INT,
                null,
                false,
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
                padToMaxTokens,
                vocabulary,
                idfWeights,
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
                padToMaxTokens,
                vocabulary,
                idfWeights,
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
                padToMaxTokens,
                vocabulary,
                idfWeights,
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
                padToMaxTokens,
                vocabulary,
                idfWeights,
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
                padToMaxTokens,
                vocabulary,
                idfWeights,
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
                padToMaxTokens,
                vocabulary,
                idfWeights,
                settings);
    }

    public TextVectorization withPadToMaxTokens(boolean padToMaxTokens) {
        return new TextVectorization(
                maxTokens,
                standardize,
                split,
                ngrams,
                outputMode,
                outputSequenceLength,
                padToMaxTokens,
                vocabulary,
                idfWeights,
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
                padToMaxTokens,
                vocabulary,
                idfWeights,
                settings);
    }

    public TextVectorization withIdfWeights(@Nullable List<Double> idfWeights) {
        return new TextVectorization(
                maxTokens,
                standardize,
                split,
                ngrams,
                outputMode,
                outputSequenceLength,
                padToMaxTokens,
                vocabulary,
                idfWeights,
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
                padToMaxTokens,
                vocabulary,
                idfWeights,
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

    /// The same layer with the words of the data as vocabulary, the most frequent first, and for output_mode tf_idf
    /// with their weights.
    public TextVectorization adapted(List<String> texts) {
        var documents = texts.stream().map(this::words).toList();
        var words = documents.stream().flatMap(List::stream).toList();
        int room = maxTokens == null ? Integer.MAX_VALUE : maxTokens - first();
        var known = Vocabulary.mostFrequent(words, "", room);
        var weights =
                outputMode == OutputMode.TF_IDF ? TokenWeights.learned(known, documents) : null;
        return new TextVectorization(
                maxTokens,
                standardize,
                split,
                ngrams,
                outputMode,
                outputSequenceLength,
                padToMaxTokens,
                known,
                weights,
                settings);
    }

    private int first() {
        return outputMode == OutputMode.INT ? 2 : 1;
    }

    private TokenWeights tokens() {
        return new TokenWeights(
                "text_vectorization", outputMode, first(), maxTokens, padToMaxTokens, idfWeights);
    }

    /// One row a text: places, filled up with 0 to one length, or a row of 0 and 1, of counts, or of weights.
    @Override
    public float[][] transform(List<String> texts) {
        if (vocabulary == null) {
            throw new UserError(
                    "E132",
                    "text_vectorization has no vocabulary yet.",
                    "Type: layer.adapted(texts)");
        }
        boolean isInt = outputMode == OutputMode.INT;
        var places = new Vocabulary(vocabulary, "", isInt, 1, null);
        var found = texts.stream().map(text -> places.places(words(text))).toList();
        int longest = found.stream().mapToInt(row -> row.length).max().orElse(0);
        int length = outputSequenceLength == null ? longest : outputSequenceLength;
        var rows = new float[texts.size()][];
        for (int i = 0; i < rows.length; i++) {
            int[] of = found.get(i);
            if (!isInt) {
                rows[i] = places.row(of, outputMode, tokens());
                continue;
            }
            rows[i] = new float[length];
            for (int j = 0; j < Math.min(length, of.length); j++) {
                rows[i][j] = of[j];
            }
        }
        return rows;
    }

    @Override
    public float[][] numbers(List<List<String>> rows) {
        return transform(rows.stream().map(List::getFirst).toList());
    }

    /// One text a row: as many places as `output_sequence_length` says, else as the longest text has.
    @Override
    public Shape numbersRow(Shape row) {
        if (row.rank() > 1 || row.size() != 1) {
            throw new UserError(
                    "E134",
                    "text_vectorization takes one text a row, not " + row + ".",
                    "Type: new Input(1).withDtype(DType.STRING)");
        }
        int length = outputSequenceLength == null ? Shape.UNKNOWN : outputSequenceLength;
        return Shape.of(
                outputMode == OutputMode.INT
                        ? length
                        : tokens().width(vocabulary == null ? 0 : vocabulary.size()));
    }

    @Override
    public Tensor call(Tensor places, Scope scope) {
        return places;
    }
}
