package dev.kiln.events;

import dev.kiln.catalog.Names;
import dev.kiln.catalog.UserError;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Scores of a model on rows that it was judged on: `loss` first, then the metrics in the order of compile.
///
/// @param scores by name
/// @param rows   how many rows were judged on
public record Evaluation(Map<String, Double> scores, long rows) {
    public Evaluation {
        scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
    }

    /// @throws UserError where there is no such score
    public double get(String name) {
        Double value = scores.get(name);
        if (value == null) {
            throw new UserError(
                    "E152",
                    "the evaluation has no " + name + "." + Names.question(name, scores.keySet()),
                    "Scores: " + String.join(", ", scores.keySet()) + ".");
        }
        return value;
    }

    public double loss() {
        return get("loss");
    }

    public List<String> names() {
        return List.copyOf(scores.keySet());
    }
}
