package dev.kiln.magics.training;

import dev.kiln.checks.Dialect;
import dev.kiln.checks.Finding;
import dev.kiln.fit.Suitability;
import dev.kiln.magics.session.Session;
import dev.kiln.model.Checks;

import java.util.List;
import java.util.Map;

/// The checks of a set-up, in the words of the magics.
final class Setting {
    private Setting() {}

    static Suitability suitability(Session session) {
        return session.data()
                .map(
                        data ->
                                new Suitability(
                                        Dialect.MAGIC,
                                        session.dataLine(),
                                        data.classes().isEmpty()
                                                        || data.targets().isEmpty()
                                                        || !data.labelsArePlaces()
                                                ? Map.of()
                                                : Map.of(
                                                        data.targets().getFirst(), data.classes())))
                .orElseGet(() -> new Suitability(Dialect.MAGIC, "iris", Map.of()));
    }

    static void stopAtErrors(Checks checks, List<Finding> findings) {
        if (checks == Checks.ON) {
            findings.stream()
                    .filter(Finding::isError)
                    .findFirst()
                    .ifPresent(
                            error -> {
                                throw error.toError();
                            });
        }
    }
}
