package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// Texts as their places in a vocabulary. Place 0 is the mask token where there is one; then come places for
/// unknown texts, then the vocabulary. [#texts] is the way back.
///
/// In a model it stands directly behind an input of texts: `new Input(1).withDtype(DType.STRING)`.
///
/// Formula: `y = place of x in [mask, unknown places, vocabulary]`; output modes as those of `CategoryEncoding`.
///
/// Shapes: `[batch, …]` texts to `[batch, …]` numbers, with one_hot `[batch, …, places]`, with multi_hot, count and
/// tf_idf `[batch, places]`.
///
/// Equal to `keras.layers.StringLookup` in names, defaults and values.
///
/// @param maxTokens largest number of places; none for no limit
/// @param numOovIndices places for unknown texts
/// @param maskToken the text that stands for no value; none for none
/// @param oovToken what places of unknown texts become on the way back
/// @param vocabulary the known texts; none to learn them
/// @param idfWeights weights of the known tokens for output_mode tf_idf; none to learn them
/// @param invert whether the way back is gone: use texts(places)
/// @param outputMode form of the result
/// @param padToMaxTokens whether rows have max_tokens places, known or not
/// @param salt one or two numbers that change the hash; none for none
@Doc("texts as their places in a vocabulary")
public record StringLookup(
        @Doc(value = "largest number of places; none for no limit", example = "1000")
                @Nullable Integer maxTokens,
        @Doc(value = "places for unknown texts", example = "1") int numOovIndices,
        @Doc(value = "the text that stands for no value; none for none", example = "")
                @Nullable String maskToken,
        @Doc(value = "what places of unknown texts become on the way back", example = "[UNK]")
                String oovToken,
        @Doc(value = "the known texts; none to learn them", example = "[a, b]")
                @Nullable List<String> vocabulary,
        @Doc(
                        value =
                                "weights of the known tokens for output_mode tf_idf; none to learn them",
                        example = "[0.5, 1.2]")
                @Nullable List<Double> idfWeights,
        @Doc(value = "whether the way back is gone: use texts(places)", example = "true")
                boolean invert,
        @Doc(value = "form of the result", example = "one_hot") OutputMode outputMode,
        @Doc(value = "whether rows have max_tokens places, known or not", example = "true")
                boolean padToMaxTokens,
        @Doc(
                        value = "one or two numbers that change the hash; none for none",
                        example = "[133, 137]")
                @Nullable List<Long> salt,
        @Shared LayerSettings settings)
        implements TextLayer, LayerArguments<StringLookup> {
    public StringLookup {
        idfWeights = idfWeights == null ? null : List.copyOf(idfWeights);
        vocabulary = vocabulary == null ? null : List.copyOf(vocabulary);
        salt = salt == null ? null : List.copyOf(salt);
        new TokenWeights(
                        "string_lookup",
                        outputMode,
                        numOovIndices + (maskToken != null && outputMode == OutputMode.INT ? 1 : 0),
                        maxTokens,
                        padToMaxTokens,
                        idfWeights)
                .check(vocabulary, invert);
    }

    public StringLookup() {
        this(
                null,
                1,
                null,
                "[UNK]",
                null,
                null,
                false,
                OutputMode.INT,
                false,
                null,
                LayerSettings.DEFAULT);
    }

    public StringLookup withMaxTokens(@Nullable Integer maxTokens) {
        return new StringLookup(
                maxTokens,
                numOovIndices,
                maskToken,
                oovToken,
                vocabulary,
                idfWeights,
                invert,
                outputMode,
                padToMaxTokens,
                salt,
                settings);
    }

    public StringLookup withNumOovIndices(int numOovIndices) {
        return new StringLookup(
                maxTokens,
                numOovIndices,
                maskToken,
                oovToken,
                vocabulary,
                idfWeights,
                invert,
                outputMode,
                padToMaxTokens,
                salt,
                settings);
    }

    public StringLookup withMaskToken(@Nullable String maskToken) {
        return new StringLookup(
                maxTokens,
                numOovIndices,
                maskToken,
                oovToken,
                vocabulary,
                idfWeights,
                invert,
                outputMode,
                padToMaxTokens,
                salt,
                settings);
    }

    public StringLookup withOovToken(String oovToken) {
        return new StringLookup(
                maxTokens,
                numOovIndices,
                maskToken,
                oovToken,
                vocabulary,
                idfWeights,
                invert,
                outputMode,
                padToMaxTokens,
                salt,
                settings);
    }

    public StringLookup withVocabulary(@Nullable List<String> vocabulary) {
        return new StringLookup(
                maxTokens,
                numOovIndices,
                maskToken,
                oovToken,
                vocabulary,
                idfWeights,
                invert,
                outputMode,
                padToMaxTokens,
                salt,
                settings);
    }

    public StringLookup withIdfWeights(@Nullable List<Double> idfWeights) {
        return new StringLookup(
                maxTokens,
                numOovIndices,
                maskToken,
                oovToken,
                vocabulary,
                idfWeights,
                invert,
                outputMode,
                padToMaxTokens,
                salt,
                settings);
    }

    public StringLookup withInvert(boolean invert) {
        return new StringLookup(
                maxTokens,
                numOovIndices,
                maskToken,
                oovToken,
                vocabulary,
                idfWeights,
                invert,
                outputMode,
                padToMaxTokens,
                salt,
                settings);
    }

    public StringLookup withOutputMode(OutputMode outputMode) {
        return new StringLookup(
                maxTokens,
                numOovIndices,
                maskToken,
                oovToken,
                vocabulary,
                idfWeights,
                invert,
                outputMode,
                padToMaxTokens,
                salt,
                settings);
    }

    public StringLookup withPadToMaxTokens(boolean padToMaxTokens) {
        return new StringLookup(
                maxTokens,
                numOovIndices,
                maskToken,
                oovToken,
                vocabulary,
                idfWeights,
                invert,
                outputMode,
                padToMaxTokens,
                salt,
                settings);
    }

    public StringLookup withSalt(@Nullable List<Long> salt) {
        return new StringLookup(
                maxTokens,
                numOovIndices,
                maskToken,
                oovToken,
                vocabulary,
                idfWeights,
                invert,
                outputMode,
                padToMaxTokens,
                salt,
                settings);
    }

    @Override
    public StringLookup withSettings(LayerSettings settings) {
        return new StringLookup(
                maxTokens,
                numOovIndices,
                maskToken,
                oovToken,
                vocabulary,
                idfWeights,
                invert,
                outputMode,
                padToMaxTokens,
                salt,
                settings);
    }

    /// The same layer with the texts of the data as vocabulary, the most frequent first. Each text is a document
    /// of its own.
    public StringLookup adapted(List<String> texts) {
        int room = maxTokens == null ? Integer.MAX_VALUE : maxTokens - first();
        var known = Vocabulary.mostFrequent(texts, maskToken, room);
        var documents = texts.stream().map(List::of).toList();
        var weights =
                outputMode == OutputMode.TF_IDF ? TokenWeights.learned(known, documents) : null;
        return new StringLookup(
                maxTokens,
                numOovIndices,
                maskToken,
                oovToken,
                known,
                weights,
                invert,
                outputMode,
                padToMaxTokens,
                salt,
                settings);
    }

    /// The place of the vocabulary's first text.
    private int first() {
        return numOovIndices + (maskToken != null && outputMode == OutputMode.INT ? 1 : 0);
    }

    private TokenWeights tokens() {
        return new TokenWeights(
                "string_lookup", outputMode, first(), maxTokens, padToMaxTokens, idfWeights);
    }

    private Vocabulary places() {
        if (vocabulary == null) {
            throw new UserError(
                    "E132",
                    "string_lookup has no vocabulary yet.",
                    "Type: vocabulary=[\"a\", \"b\"], or adapt it to data.");
        }
        return new Vocabulary(
                vocabulary,
                maskToken,
                maskToken != null && outputMode == OutputMode.INT,
                numOovIndices,
                salt);
    }

    /// One row a text: its place, or a row of 0 and 1, or of weights.
    @Override
    public float[][] transform(List<String> texts) {
        var places = places();
        var rows = new float[texts.size()][];
        for (int i = 0; i < rows.length; i++) {
            int[] place = places.places(List.of(texts.get(i)));
            rows[i] =
                    outputMode == OutputMode.INT
                            ? new float[] {place[0]}
                            : places.row(place, outputMode, tokens());
        }
        return rows;
    }

    @Override
    public float[][] numbers(List<List<String>> rows) {
        int[] places = places().places(rows.stream().flatMap(List::stream).toList());
        var numbers = new float[rows.size()][];
        int next = 0;
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = new float[rows.get(i).size()];
            for (int j = 0; j < numbers[i].length; j++) {
                numbers[i][j] = places[next++];
            }
        }
        return numbers;
    }

    @Override
    public Tensor call(Tensor places, Scope scope) {
        if (invert) {
            throw new UserError(
                    "E134",
                    scope.name() + " with invert=true gives texts, but a model gives numbers.",
                    "Type: layer.texts(places) with what the model gives");
        }
        int width = tokens().width(places().known().size());
        Tensor encoded = outputMode.encode(places, width, null);
        return outputMode == OutputMode.TF_IDF
                ? encoded.times(
                        scope.graph().literal(tokens().weights(vocabulary.size()), Shape.of(width)))
                : encoded;
    }

    /// The texts of places.
    public List<String> texts(int... places) {
        return places().texts(places, oovToken);
    }
}
