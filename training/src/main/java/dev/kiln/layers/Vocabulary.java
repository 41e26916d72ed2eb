package dev.kiln.layers;

import dev.kiln.catalog.UserError;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Texts and their places: the mask token, places for unknown texts, then the known ones.
///
/// @param hasMask  whether place 0 is that of the mask token
/// @param unknowns how many places unknown texts share
/// @param salt     two numbers that change which of them; null for none
record Vocabulary(
        List<String> known,
        @Nullable String mask,
        boolean hasMask,
        int unknowns,
        @Nullable List<Long> salt) {
    Vocabulary {
        known = List.copyOf(known);
    }

    /// The most frequent texts first; of equally frequent ones the alphabetically last first, as in Keras.
    static List<String> mostFrequent(List<String> texts, @Nullable String without, int most) {
        Map<String, Integer> counts = new TreeMap<>();
        for (String text : texts) {
            if (!text.equals(without)) {
                counts.merge(text, 1, Integer::sum);
            }
        }
        return counts.entrySet().stream()
                .sorted(
                        Map.Entry.<String, Integer>comparingByValue()
                                .thenComparing(Map.Entry.comparingByKey())
                                .reversed())
                .limit(most)
                .map(Map.Entry::getKey)
                .toList();
    }

    int first() {
        return unknowns + (hasMask ? 1 : 0);
    }

    int size() {
        return first() + known.size();
    }

    /// The places of texts; -1 for one that has none.
    int[] places(List<String> texts) {
        Map<String, Integer> index = new HashMap<>();
        for (int i = 0; i < known.size(); i++) {
            index.put(known.get(i), first() + i);
        }
        return texts.stream().mapToInt(text -> place(text, index)).toArray();
    }

    private int place(String text, Map<String, Integer> index) {
        if (text.equals(mask)) {
            return hasMask ? 0 : -1;
        }
        Integer place = index.get(text);
        if (place != null) {
            return place;
        }
        if (unknowns == 0) {
            throw new UserError(
                    "\""
                            + text
                            + "\" is not in the vocabulary, and there is no place for unknown texts.",
                    "Type: num_oov_indices=1");
        }
        int start = hasMask ? 1 : 0;
        return unknowns == 1 ? start : start + (int) Long.remainderUnsigned(hash(text), unknowns);
    }

    private long hash(String text) {
        return salt == null
                ? Fingerprint.farm(text)
                : Fingerprint.sip(text, salt.getFirst(), salt.getLast());
    }

    /// The texts of places, `unknown` for those of unknown texts.
    List<String> texts(int[] places, String unknown) {
        var texts = new ArrayList<String>();
        for (int place : places) {
            boolean isMask = hasMask && place == 0 && mask != null;
            boolean isKnown = place >= first() && place < size();
            texts.add(isMask ? mask : isKnown ? known.get(place - first()) : unknown);
        }
        return texts;
    }

    /// One row of 0 and 1, of counts, or of weighted counts, for the places of one text.
    float[] row(int[] places, OutputMode mode, TokenWeights weights) {
        var row = new float[weights.width(known.size())];
        var weight = mode == OutputMode.TF_IDF ? weights.weights(known.size()) : new float[0];
        for (int place : places) {
            if (place >= 0) {
                row[place] =
                        switch (mode) {
                            case COUNT -> row[place] + 1;
                            case TF_IDF -> row[place] + weight[place];
                            case INT, ONE_HOT, MULTI_HOT -> 1;
                        };
            }
        }
        return row;
    }
}
