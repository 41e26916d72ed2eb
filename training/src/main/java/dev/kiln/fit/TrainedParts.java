package dev.kiln.fit;

import dev.kiln.checks.Finding;
import dev.kiln.model.Model;
import dev.kiln.model.Weight;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Which weights training changes, as it was at a time: at compile, or at the fit before.
///
/// @param weights paths
record TrainedParts(List<String> weights) {
    TrainedParts {
        weights = List.copyOf(weights);
    }

    static TrainedParts of(Model model) {
        return new TrainedParts(model.weights().trainable().stream().map(Weight::path).toList());
    }

    /// What is to be said where layers were frozen or thawed in between.
    ///
    /// @param now   the parts of the fit that begins
    /// @param since what came before: compile, or a fit
    Optional<Finding> changed(TrainedParts now, String since) {
        var frozen = layers(weights, now.weights);
        var thawed = layers(now.weights, weights);
        if (frozen.isEmpty() && thawed.isEmpty()) {
            return Optional.empty();
        }
        String what =
                frozen.isEmpty()
                        ? said(thawed) + " trained again"
                        : said(frozen)
                                + " frozen"
                                + (thawed.isEmpty() ? "" : ", " + said(thawed) + " trained again");
        return Optional.of(
                new Finding(
                        "W236",
                        what
                                + " since "
                                + since
                                + ": it holds from this fit on, and the optimizer begins anew with its learning rate.",
                        "For another learning rate compile again:"
                                + " model.compile(\"adam(learning_rate=1e-5)\", loss, metrics)"));
    }

    /// Layers of weights that are in the first list alone.
    private static Set<String> layers(List<String> of, List<String> without) {
        var others = new TreeSet<>(without);
        var layers = new LinkedHashSet<String>();
        for (String path : of) {
            if (!others.contains(path)) {
                String[] names = path.split("/");
                layers.add(names[Math.max(names.length - 2, 0)]);
            }
        }
        return layers;
    }

    private static String said(Set<String> layers) {
        return String.join(", ", layers) + (layers.size() == 1 ? " is" : " are");
    }
}
