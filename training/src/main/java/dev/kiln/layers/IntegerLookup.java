package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Whole numbers as their places in a vocabulary. Place 0 is the mask token where there is one; then come places
/// for numbers that are not in the vocabulary, then the vocabulary. With `invert` the way back.
///
/// Equal to `keras.layers.IntegerLookup` in names, defaults and values.
///
/// @param maxTokens     largest number of places; none for no limit
/// @param numOovIndices places for numbers outside the vocabulary
/// @param maskToken     the number that stands for no value; none for none
/// @param oovToken      what places outside become on the way back
/// @param vocabulary    the known numbers; none to learn them
/// @param invert        whether the way back is gone
/// @param outputMode    form of the result
@Doc("whole numbers as their places in a vocabulary")
public record IntegerLookup(
        @Doc(value = "largest number of places; none for no limit", example = "1000")
                @Nullable Integer maxTokens,
        @Doc(value = "places for numbers outside the vocabulary", example = "1") int numOovIndices,
        @Doc(value = "the number that stands for no value; none for none", example = "0")
                @Nullable Integer maskToken,
        @Doc(value = "what places outside become on the way back", example = "-1") int oovToken,
        @Doc(value = "the known numbers; none to learn them", example = "[10, 20]")
                @Nullable List<Integer> vocabulary,
        @Doc(value = "whether the way back is gone", example = "true") boolean invert,
        @Doc(value = "form of the result", example = "one_hot") OutputMode outputMode,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<IntegerLookup> {
    public IntegerLookup {
        vocabulary = vocabulary == null ? null : List.copyOf(vocabulary);
    }

    public IntegerLookup() {
        this(null, 1, null, -1, null, false, OutputMode.INT, LayerSettings.DEFAULT);
    }

    public IntegerLookup withMaxTokens(@Nullable Integer maxTokens) {
        return new IntegerLookup(
                maxTokens,
                numOovIndices,
                maskToken,
                oovToken,
                vocabulary,
                invert,
                outputMode,
                settings);
    }

    public IntegerLookup withNumOovIndices(int numOovIndices) {
        return new IntegerLookup(
                maxTokens,
                numOovIndices,
                maskToken,
                oovToken,
                vocabulary,
                invert,
                outputMode,
                settings);
    }

    public IntegerLookup withMaskToken(@Nullable Integer maskToken) {
        return new IntegerLookup(
                maxTokens,
                numOovIndices,
                maskToken,
                oovToken,
                vocabulary,
                invert,
                outputMode,
                settings);
    }

    public IntegerLookup withOovToken(int oovToken) {
        return new IntegerLookup(
                maxTokens,
                numOovIndices,
                maskToken,
                oovToken,
                vocabulary,
                invert,
                outputMode,
                settings);
    }

    public IntegerLookup withVocabulary(@Nullable List<Integer> vocabulary) {
        return new IntegerLookup(
                maxTokens,
                numOovIndices,
                maskToken,
                oovToken,
                vocabulary,
                invert,
                outputMode,
                settings);
    }

    public IntegerLookup withInvert(boolean invert) {
        return new IntegerLookup(
                maxTokens,
                numOovIndices,
                maskToken,
                oovToken,
                vocabulary,
                invert,
                outputMode,
                settings);
    }

    public IntegerLookup withOutputMode(OutputMode outputMode) {
        return new IntegerLookup(
                maxTokens,
                numOovIndices,
                maskToken,
                oovToken,
                vocabulary,
                invert,
                outputMode,
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
                invert,
                outputMode,
                settings);
    }

    /// The same layer with the numbers of the data as vocabulary, the most frequent first; of equally
    /// frequent ones the largest first.
    public IntegerLookup adapted(int[] values) {
        Integer without = maskToken;
        var counts = new TreeMap<Integer, Integer>();
        for (int value : values) {
            if (without == null || value != without) {
                counts.merge(value, 1, Integer::sum);
            }
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
        return withVocabulary(sorted);
    }

    /// The place of the vocabulary's first number: rows of 0 and 1 have no place for the mask token.
    private int first() {
        return numOovIndices + (maskToken == null || outputMode != OutputMode.INT ? 0 : 1);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        if (vocabulary == null) {
            throw new UserError(
                    "E132",
                    scope.name() + " has no vocabulary yet.",
                    "Type: vocabulary=[10, 20], or adapt it to data.");
        }
        return invert
                ? numbers(x, scope)
                : outputMode.encode(places(x, scope), first() + vocabulary.size(), null);
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
