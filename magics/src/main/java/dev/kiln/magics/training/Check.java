package dev.kiln.magics.training;

import dev.kiln.catalog.Doc;
import dev.kiln.checks.Course;
import dev.kiln.checks.Finding;
import dev.kiln.data.DataSets;
import dev.kiln.data.Dataset;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.schema.CardLines;
import dev.kiln.magics.schema.Magic;
import dev.kiln.magics.session.Session;
import dev.kiln.model.Model;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `%check`: looks at model, loss and data, and says what passes and what does not.
@Doc(
        value = "looks at model, loss and data; says what passes and what does not",
        example = "%check")
public record Check() implements Magic {
    private static final long MOST_NUMBERS = 5_000_000;

    /// What each number of a finding stands for, in the order in which they are shown.
    private static final Map<String, String> LOOKED_AT = lookedAt();

    private static Map<String, String> lookedAt() {
        var looked = new LinkedHashMap<String, String>();
        looked.put("E219", "the data has the shape that the model takes");
        looked.put("E213", "no input is missing or infinite");
        looked.put("W212", "inputs are scaled");
        looked.put("E201", "one-hot labels where the loss wants them");
        looked.put("E202", "class numbers where the loss wants them");
        looked.put("E203", "binary_crossentropy only for yes/no answers");
        looked.put("W203", "softmax has a loss for one class of many");
        looked.put("W204", "a loss for classes where classes are predicted");
        looked.put("E204", "class numbers are not compared as numbers");
        looked.put("E205", "the last layer gives probabilities");
        looked.put("E206", "softmax or sigmoid is applied once");
        looked.put("E207", "softmax has more than one unit");
        looked.put("E208", "the last activation suits the loss");
        looked.put("W208", "the last activation reaches the targets");
        looked.put("E220", "as many outputs as numbers to predict");
        looked.put("E209", "as many units as classes");
        looked.put("E210", "labels lie in range");
        looked.put("E211", "one sigmoid for two classes only");
        looked.put("W211", "exactly one class has softmax");
        looked.put("E214", "targets are probabilities where the loss wants them");
        looked.put("W215", "accuracy only for classes");
        looked.put("W216", "targets are scaled");
        looked.put("W217", "hinge has labels -1 and 1");
        looked.put("W218", "classes are even");
        looked.put("W226", "accuracy counts every label");
        looked.put("W227", "accuracy has labels 0 and 1");
        looked.put("W228", "validation rows hold no class that training rows lack");
        looked.put("W223", "test rows are new to the model");
        return looked;
    }

    @Override
    public @Nullable Object run(Session session, Notebook notebook) {
        Model model = session.needModel();
        DataSets data = session.needData();
        model.training().compiled();
        if (!model.isBuilt()) {
            model.build(data.train.x.rowShape());
        }
        var findings = findings(session, model, data);
        var rows = new ArrayList<List<String>>();
        LOOKED_AT.forEach(
                (code, what) -> {
                    var found =
                            findings.stream()
                                    .filter(finding -> finding.code().equals(code))
                                    .findFirst();
                    boolean isLooked = !code.equals("W223") || isRepetitionLookedFor(data);
                    rows.add(
                            List.of(
                                    code.substring(1),
                                    what,
                                    !isLooked
                                            ? "not looked at"
                                            : found.map(
                                                            finding ->
                                                                    finding.isError()
                                                                            ? "FAILED " + code
                                                                            : "look at " + code)
                                                    .orElse("passed")));
                });
        long failed =
                rows.stream()
                        .filter(row -> row.get(2).contains(" E") || row.get(2).contains(" W"))
                        .count();
        long passed = rows.stream().filter(row -> row.get(2).equals("passed")).count();
        var card =
                new CardLines()
                        .title(
                                "checks",
                                passed
                                        + " passed"
                                        + (failed == 0 ? "" : ", " + failed + " did not"))
                        .table(List.of("no.", "what is looked at", "result"), rows);
        findings.forEach(finding -> card.line(finding.code(), finding.text()));
        notebook.show(card.card());
        return findings;
    }

    /// How many of the checks pass, in a line; empty where model or data are not known yet.
    static Optional<String> summary(Session session, Model model) {
        if (session.data().isEmpty() || session.needData().train.isEmpty() || !model.isBuilt()) {
            return Optional.empty();
        }
        var codes =
                ofModelAndRows(session, model, session.needData()).stream()
                        .map(Finding::code)
                        .filter(LOOKED_AT::containsKey)
                        .distinct()
                        .toList();
        // Rows that repeat are looked for by %check alone: that takes longer than all others.
        int passed = LOOKED_AT.size() - 1 - codes.size();
        return Optional.of(
                passed
                        + " passed"
                        + (codes.isEmpty() ? "" : ", not " + String.join(", ", codes))
                        + "   %check shows them");
    }

    private static List<Finding> findings(Session session, Model model, DataSets data) {
        var found = ofModelAndRows(session, model, data);
        repeated(data).ifPresent(found::add);
        return found.stream().distinct().toList();
    }

    private static ArrayList<Finding> ofModelAndRows(Session session, Model model, DataSets data) {
        var suitability = Setting.suitability(session);
        var found = new ArrayList<>(suitability.ofInputs(model, data.train, data.features()));
        // A model that cannot take the data cannot be run on it either.
        if (found.stream().noneMatch(finding -> finding.code().equals("E219"))) {
            found.addAll(suitability.ofData(model, data.train));
            if (!data.val.isEmpty()) {
                found.addAll(suitability.ofSplit(model, data.train, data.val));
            }
        }
        return found;
    }

    private static Optional<Finding> repeated(DataSets data) {
        return isRepetitionLookedFor(data)
                ? Course.repeated(
                        numbers(data.train),
                        numbers(data.test),
                        Math.toIntExact(data.train.x.rowSize()))
                : Optional.empty();
    }

    /// Comparing all rows of a large set would take longer than training on it.
    private static boolean isRepetitionLookedFor(DataSets data) {
        return !data.test.isEmpty()
                && (long) (data.train.rows() + data.test.rows()) * data.train.x.rowSize()
                        <= MOST_NUMBERS;
    }

    private static float[] numbers(Dataset rows) {
        return rows.x.memory().toArray(ValueLayout.JAVA_FLOAT);
    }
}
