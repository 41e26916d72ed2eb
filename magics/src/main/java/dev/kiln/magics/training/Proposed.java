package dev.kiln.magics.training;

import dev.kiln.checks.Dialect;
import dev.kiln.checks.LabelFacts;
import dev.kiln.checks.LastLayer;
import dev.kiln.checks.Proposal;
import dev.kiln.data.Dataset;
import dev.kiln.magics.session.Session;
import dev.kiln.model.Model;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The `%compile` line that fits a model and its data.
final class Proposed {
    private Proposed() {}

    static Proposal of(Session session, Model model) {
        LabelFacts labels =
                session.data().map(data -> facts(data.train, data.classes())).orElse(null);
        return Proposal.of(LastLayer.of(model, 0), labels, Dialect.MAGIC);
    }

    static String line(Session session, Model model) {
        return of(session, model).line("adam", Dialect.MAGIC);
    }

    /// What is known of a data set's labels; null where there are none.
    static @Nullable LabelFacts facts(Dataset data, List<String> classes) {
        if (data.targets().isEmpty() || data.rows() == 0) {
            return null;
        }
        return new LabelFacts(data.targetNames().getFirst(), data.y, null, classes);
    }
}
