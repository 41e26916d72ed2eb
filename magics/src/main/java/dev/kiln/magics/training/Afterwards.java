package dev.kiln.magics.training;

import dev.kiln.checks.Course;
import dev.kiln.checks.Dialect;
import dev.kiln.checks.Finding;
import dev.kiln.checks.LabelFacts;
import dev.kiln.data.DataSets;
import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.data.Task;
import dev.kiln.events.History;
import dev.kiln.metrics.Metrics;
import dev.kiln.model.Model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What the course of a fit says once it is over: a model that memorises, a model that gives one answer.
final class Afterwards {
    private static final int LOOKED_AT = 512;
    private static final double YES = 0.5;

    private Afterwards() {}

    static List<Finding> findings(Model model, DataSets data, Dataset train, History history) {
        var found = new ArrayList<Finding>();
        if (history.names().contains("val_loss")) {
            var judged = history.byEpoch("val_loss");
            if (Arrays.stream(judged).allMatch(Double::isFinite)) {
                Course.memorising(list(history.byEpoch("loss")), list(judged), Dialect.MAGIC)
                        .ifPresent(found::add);
            }
        }
        oneAnswer(model, data, train, history).ifPresent(found::add);
        return found;
    }

    private static List<Double> list(double[] numbers) {
        return Arrays.stream(numbers).boxed().toList();
    }

    /// The logged accuracy says whether it is worth looking at the answers themselves.
    private static Optional<Finding> oneAnswer(
            Model model, DataSets data, Dataset train, History history) {
        var accuracy = history.names().stream().filter(Metrics::isAccuracy).findFirst();
        if (data.task() != Task.CLASSIFICATION || accuracy.isEmpty() || train.rows() == 0) {
            return Optional.empty();
        }
        Dataset rows = train.slice(0, Math.min(train.rows(), LOOKED_AT));
        var labels = new LabelFacts(rows.targetNames().getFirst(), rows.y, null, data.classes());
        var found = Course.oneAnswer(history.last(accuracy.get()), labels);
        return found.isPresent() && isOne(model.predict(rows)) ? found : Optional.empty();
    }

    private static boolean isOne(FloatArray predictions) {
        int first = Judged.predicted(predictions, 0, YES);
        for (int row = 1; row < predictions.shape().get(0); row++) {
            if (Judged.predicted(predictions, row, YES) != first) {
                return false;
            }
        }
        return true;
    }
}
