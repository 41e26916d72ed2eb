package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// Whole numbers as their places in a vocabulary. Place 0 is the mask token where there is one; then come places
/// for numbers that are not in the vocabulary, then the vocabulary. With `invert` the way back.
///
/// Formula: `y = place of x in [mask, unknown places, vocabulary]`; output modes as those of `CategoryEncoding`.
///
/// Shapes: `[batch, …]` to `[batch, …]`, with multi_hot, count and tf_idf `[batch, places]`.
///
/// Equal to `keras.layers.IntegerLookup` in names, defaults and values.
///
/// @param maxTokens largest number of places; none for no limit
/// @param numOovIndices places for numbers outside the vocabulary
/// @param maskToken the number that stands for no value; none for none
/// @param oovToken what places outside become on the way back
/// @param vocabulary the known numbers; none to learn them
/// @param idfWeights weights of the known tokens for output_mode tf_idf; none to learn them
/// @param invert whether the way back is gone
/// @param outputMode form of the result
/// @param padToMaxTokens whether rows have max_tokens places, known or not
/// @param oovMethod how numbers outside are spread over their places: floormod, by the rest of a division
/// @param salt one or two numbers that change the hash; none for none
@Doc(
        value = "whole numbers as their places in a vocabulary",
        example = "integer_lookup vocabulary=[10, 20, 30]")
public record IntegerLookup(
        @Doc(value = "largest number of places; none for no limit", example = "1000")
                @Nullable Integer maxTokens,
        @Doc(value = "places for numbers outside the vocabulary", example = "1") int numOovIndices,
        @Doc(value = "the number that stands for no value; none for none", example = "0")
                @Nullable Integer maskToken,
        @Doc(value = "what places outside become on the way back", example = "-1") int oovToken,
        @Doc(value = "the known numbers; none to learn them", example = "[10, 20]")
                @Nullable List<Integer> vocabulary,
        @Doc(
                        value =
                                "weights of the known tokens for output_mode tf_idf; none to learn them",
                        example = "[0.5, 1.2]")
                @Nullable List<Double> idfWeights,
        @Doc(value = "whether the way back is gone", example = "true") boolean invert,
        @Doc(value = "form of the result", example = "one_hot") OutputMode outputMode,
        @Doc(value = "whether rows have max_tokens places, known or not", example = "true")
                boolean padToMaxTokens,
        @Doc(
                        value =
                                "how numbers outside are spread over their places: floormod, by the rest of a division",
                        example = "floormod")
                OovMethod oovMethod,
        @Doc(
                        value = "one or two numbers that change the hash; none for none",
                        example = "[133, 137]")
                @Nullable List<Long> salt,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<IntegerLookup> {
    public IntegerLookup {
        idfWeights = idfWeights == null ? null : List.copyOf(idfWeights);
        vocabulary = vocabulary == null ? null : List.copyOf(vocabulary);
        salt = salt == null ? null : List.copyOf(salt);
        if ((oovMethod == OovMethod.FARMHASH || salt != null) && numOovIndices > 1) {
            throw new UserError(
                    "E132",
                    "oov_method=farmhash and salt of integer_lookup hash texts, which a model's program does not hold.",
                    "Type: oov_method=floormod, or look the numbers up as texts: new StringLookup()");
        }
        new TokenWeights(
                        "integer_lookup",
                        outputMode,
                        numOovIndices + (hasMask(maskToken, outputMode) ? 1 : 0),
                        maxTokens,
                        padToMaxTokens,
                        idfWeights)
                .check(vocabulary, invert);
    }

    public IntegerLookup() {
        this(
                null,
                1,
                null,
                -1,
                null,
                null,
                false,
                OutputMode.INT,
                false,
                OovMethod.FLOORMOD,
                null,
                LayerSettings.DEFAULT);
    }

    public IntegerLookup withMaxTokens(@Nullable Integer maxTokens) {
        return new IntegerLookup(
                maxTokens,
                numOovIndices,
                maskToken,
                oovToken,
                vocabulary,
                idfWeights,
                invert,
                outputMode,
                padToMaxTokens,
                oovMethod,
                salt,
                settings);
    }

    public IntegerLookup withNumOovIndices(int numOovIndices) {
        return new IntegerLookup(
                maxTokens,
                numOovIndices,
                maskToken,
                oovToken,
                vocabulary,
                idfWeights,
                invert,
                outputMode,
                padToMaxTokens,
                oovMethod,
                salt,
                settings);
    }

    public IntegerLookup withMaskToken(@Nullable Integer maskToken) {
        return new IntegerLookup(
                maxTokens,
                numOovIndices,
                maskToken,
                oovToken,
                vocabulary,
                idfWeights,
                invert,
                outputMode,
                padToMaxTokens,
                oovMethod,
                salt,
                settings);
    }

    public IntegerLookup withOovToken(int oovToken) {
        return new IntegerLookup(
                maxTokens,
                numOovIndices,
                maskToken,
                oovToken,
                vocabulary,
                idfWeights,
                invert,
                outputMode,
                padToMaxTokens,
                oovMethod,
                salt,
                settings);
    }

    public IntegerLookup withVocabulary(@Nullable List<Integer> vocabulary) {
        return new IntegerLookup(
                maxTokens,
                numOovIndices,
                maskToken,
                oovToken,
                vocabulary,
                idfWeights,
                invert,
                outputMode,
                padToMaxTokens,
                oovMethod,
                salt,
                settings);
    }

    public IntegerLookup withIdfWeights(@Nullable List<Double> idfWeights) {
        return new IntegerLookup(
                maxTokens,
                numOovIndices,
                maskToken,
                oovToken,
                vocabulary,
                idfWeights,
                invert,
                outputMode,
                padToMaxTokens,
                oovMethod,
                salt,
                settings);
    }

    public IntegerLookup withInvert(boolean invert) {
        return new IntegerLookup(
                maxTokens,
                numOovIndices,
                maskToken,
                oovToken,
                vocabulary,
                idfWeights,
                invert,
                outputMode,
                padToMaxTokens,
                oovMethod,
                salt,
                settings);
    }

    public IntegerLookup withOutputMode(OutputMode outputMode) {
        return new IntegerLookup(
                maxTokens,
                numOovIndices,
                maskToken,
                oovToken,
                vocabulary,
                idfWeights,
                invert,
                outputMode,
                padToMaxTokens,
                oovMethod,
                salt,
                settings);
    }

    public IntegerLookup withPadToMaxTokens(boolean padToMaxTokens) {
        return new IntegerLookup(
                maxTokens,
                numOovIndices,
                maskToken,
                oovToken,
                vocabulary,
                idfWeights,
                invert,
                outputMode,
                padToMaxTokens,
                oovMethod,
                salt,
                settings);
    }

    public IntegerLookup withOovMethod(OovMethod oovMethod) {
        return new IntegerLookup(
                maxTokens,
                numOovIndices,
                maskToken,
                oovToken,
                vocabulary,
                idfWeights,
                invert,
                outputMode,
                padToMaxTokens,
                oovMethod,
                salt,
                settings);
    }

    public IntegerLookup withSalt(@Nullable List<Long> salt) {
        return new IntegerLookup(
                maxTokens,
                numOovIndices,
                maskToken,
                oovToken,
                vocabulary,
                idfWeights,
                invert,
                outputMode,
                padToMaxTokens,
                oovMethod,
                salt,
                settings);
    }

    @Override
    public IntegerLookup withSettings(LayerSettings settings) {
        return new IntegerLookup(
                maxTokens,
                numOovIndices,
                maskToken,
                oovToken,
                vocabulary,
                idfWeights,
                invert,
                outputMode,
                padToMaxTokens,
                oovMethod,
                salt,
                settings);
    }

    /// How numbers outside the vocabulary are spread over their places.
    public enum OovMethod {
        FLOORMOD,
        FARMHASH
    }

    /// The same layer with the numbers of the data as vocabulary, the most frequent first; of equally
    /// frequent ones the largest first. Each number is a document of its own.
    public IntegerLookup adapted(int[] values) {
        return adapted(
                IntStream.of(values).mapToObj(value -> new int[] {value}).toArray(int[][]::new));
    }

    /// The same layer with the numbers of the data as vocabulary, and for output_mode tf_idf their weights.
    ///
    /// @param documents one array of numbers each
    public IntegerLookup adapted(int[][] documents) {
        var counts = new TreeMap<Integer, Integer>();
        var rows = new ArrayList<List<Integer>>();
        for (int[] document : documents) {
            var row =
                    IntStream.of(document)
                            .boxed()
                            .filter(value -> !value.equals(maskToken))
                            .toList();
            row.forEach(value -> counts.merge(value, 1, Integer::sum));
            rows.add(row);
        }
        int room = maxTokens == null ? Integer.MAX_VALUE : maxTokens - first();
        var sorted =
                counts.entrySet().stream()
                        .sorted(
                                Map.Entry.<Integer, Integer>comparingByValue()
                                        .thenComparing(Map.Entry.comparingByKey())
                                        .reversed())
                        .map(Map.Entry::getKey)
                        .limit(room)
                        .toList();
        var weights = outputMode == OutputMode.TF_IDF ? TokenWeights.learned(sorted, rows) : null;
        return new IntegerLookup(
                maxTokens,
                numOovIndices,
                maskToken,
                oovToken,
                sorted,
                weights,
                invert,
                outputMode,
                padToMaxTokens,
                oovMethod,
                salt,
                settings);
    }

    private TokenWeights tokens() {
        return new TokenWeights(
                "integer_lookup", outputMode, first(), maxTokens, padToMaxTokens, idfWeights);
    }

    /// The place of the vocabulary's first number.
    private int first() {
        return numOovIndices + (hasMask(maskToken, outputMode) ? 1 : 0);
    }

    /// Whether place 0 is that of the mask token: rows of 0 and 1 have none.
    private static boolean hasMask(@Nullable Object maskToken, OutputMode outputMode) {
        return maskToken != null && outputMode == OutputMode.INT;
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        if (vocabulary == null) {
            throw new UserError(
                    "E132",
                    scope.name() + " has no vocabulary yet.",
                    "Type: vocabulary=[10, 20], or adapt it to data.");
        }
        if (invert) {
            return numbers(x, scope);
        }
        int width = tokens().width(vocabulary.size());
        Tensor encoded = outputMode.encode(places(x, scope), width, null);
        return outputMode == OutputMode.TF_IDF
                ? encoded.times(
                        scope.graph().literal(tokens().weights(vocabulary.size()), Shape.of(width)))
                : encoded;
    }

    private Tensor places(Tensor x, Scope scope) {
        int offset = first();
        int beforeOov = offset - numOovIndices;
        Tensor known = x.expand(-1).equalTo(literal(scope, vocabulary));
        Tensor index = known.times(scope.graph().iota(known.shape(), -1).plus(offset)).sum(-1);
        // Numbers outside are spread over their places by the rest of the division.
        Tensor outside =
                numOovIndices == 0
                        ? scope.graph().constant(-1, x.shape())
                        : x.modulo(scope.graph().constant(numOovIndices)).plus(beforeOov);
        Tensor place = known.max(-1).select(index, outside);
        // Outside of rows of 0 and 1 a masked number has no place: it is dropped.
        int masked = outputMode == OutputMode.INT ? 0 : -1;
        return maskToken == null ? place : x.equalTo(maskToken).select(masked, place);
    }

    private Tensor numbers(Tensor x, Scope scope) {
        Tensor inside = x.minus(first());
        Tensor isKnown = inside.greaterOrEqual(0).times(inside.less(vocabulary.size()));
        Tensor number = literal(scope, vocabulary).gather(inside.clip(0, vocabulary.size() - 1));
        Tensor otherwise = scope.graph().constant(oovToken, x.shape());
        return isKnown.select(
                number, maskToken == null ? otherwise : x.equalTo(0).select(maskToken, otherwise));
    }

    private static Tensor literal(Scope scope, List<Integer> values) {
        var numbers = new float[values.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = values.get(i);
        }
        return scope.graph().literal(numbers, Shape.of(numbers.length));
    }
}
