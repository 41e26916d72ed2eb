package dev.kiln.layers;

import dev.kiln.catalog.UserError;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What layers with a vocabulary have in common: checks of what they are given, the width of their rows, and how much
/// each token weighs in output_mode tf_idf.
///
/// @param layer      its name, for messages
/// @param first      the place of the first known token
/// @param maxTokens  largest number of places; null for no limit
/// @param isPadded   whether rows have that many places, known or not
/// @param idfWeights weights of the known tokens; null where there are none
record TokenWeights(
        String layer,
        OutputMode outputMode,
        int first,
        @Nullable Integer maxTokens,
        boolean isPadded,
        @Nullable List<Double> idfWeights) {

    /// @param vocabulary null where it is still to be learned
    /// @throws UserError E132 for arguments that do not go together
    TokenWeights check(@Nullable List<?> vocabulary, boolean isInverted) {
        if (maxTokens != null && maxTokens < 2) {
            throw wrong(
                    "max_tokens=" + maxTokens + " of " + layer + " must be 2 or more",
                    "max_tokens=1000");
        }
        if (isPadded && maxTokens == null) {
            throw wrong(
                    "pad_to_max_tokens of "
                            + layer
                            + " needs max_tokens: how many places a row has",
                    "max_tokens=1000");
        }
        if (isInverted && outputMode != OutputMode.INT) {
            throw wrong("invert of " + layer + " takes output_mode=int alone", "output_mode=int");
        }
        if (idfWeights != null && outputMode != OutputMode.TF_IDF) {
            throw wrong(
                    "idf_weights of " + layer + " are for output_mode=tf_idf alone",
                    "output_mode=tf_idf");
        }
        if (vocabulary != null) {
            check(vocabulary);
        }
        return this;
    }

    private void check(List<?> vocabulary) {
        Set<Object> seen = new HashSet<>();
        for (Object token : vocabulary) {
            if (!seen.add(token)) {
                throw wrong(
                        "the vocabulary of " + layer + " holds " + token + " twice",
                        "vocabulary=[…]");
            }
        }
        if (maxTokens != null && first + vocabulary.size() > maxTokens) {
            throw wrong(
                    "the vocabulary of "
                            + layer
                            + " takes "
                            + (first + vocabulary.size())
                            + " places, "
                            + first
                            + " of them for what is not known, but max_tokens="
                            + maxTokens,
                    "max_tokens=" + (first + vocabulary.size()));
        }
        if (idfWeights != null && idfWeights.size() != vocabulary.size()) {
            throw wrong(
                    layer
                            + " has "
                            + vocabulary.size()
                            + " tokens, but "
                            + idfWeights.size()
                            + " idf_weights",
                    "idf_weights=[…], or adapt it to data");
        }
    }

    private static UserError wrong(String problem, String line) {
        return new UserError("E132", problem + ".", "Type: " + line);
    }

    /// How many places a row has.
    int width(int known) {
        return isPadded && maxTokens != null ? maxTokens : first + known;
    }

    /// The weight of each place: unknown tokens have the mean weight, places that are free 0.
    float[] weights(int known) {
        var weights = new float[width(known)];
        var given = idfWeights;
        if (given == null) {
            throw wrong(
                    layer + " knows its tokens, but not how much they weigh",
                    "idf_weights=[…], or adapt it to data");
        }
        double mean = given.stream().mapToDouble(Double::doubleValue).average().orElse(0);
        for (int i = 0; i < first; i++) {
            weights[i] = (float) mean;
        }
        for (int i = 0; i < given.size(); i++) {
            weights[first + i] = given.get(i).floatValue();
        }
        return weights;
    }

    /// How telling each token is: `log(1 + documents / (1 + documents with the token))`.
    ///
    /// Source: Spärck Jones 1972, A statistical interpretation of term specificity, as Keras smooths it.
    static <T> List<Double> learned(List<T> vocabulary, List<? extends Collection<T>> documents) {
        Map<T, Integer> counts = new HashMap<>();
        for (Collection<T> document : documents) {
            new HashSet<>(document).forEach(token -> counts.merge(token, 1, Integer::sum));
        }
        var weights = new ArrayList<Double>();
        for (T token : vocabulary) {
            double with = counts.getOrDefault(token, 0);
            weights.add(Math.log(1 + documents.size() / (1 + with)));
        }
        return weights;
    }
}
