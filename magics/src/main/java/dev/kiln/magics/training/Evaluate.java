package dev.kiln.magics.training;

import dev.kiln.catalog.Call;
import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.data.DataSets;
import dev.kiln.data.Task;
import dev.kiln.events.Evaluation;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.output.Messages;
import dev.kiln.magics.schema.Magic;
import dev.kiln.magics.session.EvalReport;
import dev.kiln.magics.session.Run;
import dev.kiln.magics.session.Session;
import dev.kiln.model.Model;

import org.jspecify.annotations.Nullable;

import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

import java.util.List;

/// `%evaluate`: how good the model is, on rows that it was not trained on.
@Doc(value = "judges the model on rows that it was not trained on", example = "%evaluate on=test")
public record Evaluate(
        @Doc(value = "test, val, train, a table or a file", example = "val") @Nullable Object on,
        @Doc(value = "rows a step, from 1", example = "256") int batchSize,
        @Doc(value = "chance from which one sigmoid says yes, 0 to 1", example = "0.4")
                double threshold,
        @Doc(
                        value = "what the confusion matrix holds: rows, or shares of a class",
                        example = "percent")
                Confusion confusion,
        @Doc(
                        value =
                                "number of the run whose weights are judged; none for the model as it is",
                        example = "3")
                @Nullable Integer run,
        @Doc(value = "whether nothing is shown", example = "quiet") boolean quiet)
        implements Magic {
    private static final double HALF = 0.5;

    /// How a confusion matrix is written.
    public enum Confusion {
        COUNTS,
        PERCENT
    }

    public Evaluate() {
        this(null, 32, HALF, Confusion.COUNTS, null, false);
    }

    @Override
    public @Nullable Object run(Session session, Notebook notebook) {
        if (run == null) {
            return judge(session, notebook, session.needModel());
        }
        Run chosen = session.runs().number(run);
        Model model = chosen.model();
        var weights =
                chosen.lastWeights()
                        .orElseThrow(
                                () ->
                                        new UserError(
                                                "E181",
                                                "the weights of run "
                                                        + run
                                                        + " were dropped; those of the newest runs are kept.",
                                                "Type: %runs"));
        var now = model.weights().values();
        try {
            model.weights().set(weights);
            return judge(session, notebook, model);
        } finally {
            model.weights().set(now);
        }
    }

    private Object judge(Session session, Notebook notebook, Model model) {
        DataSets data = session.needData();
        model.training().compiled();
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new UserError(
                    "E103",
                    "threshold takes a chance from 0 to 1, not " + Conversion.text(threshold) + ".",
                    "Type: %evaluate threshold=0.4");
        }
        Parts parts = Parts.of(data, on == null ? Call.of("test") : on, notebook, "%evaluate");
        if (parts.rows().targets().isEmpty()) {
            throw new UserError(
                    "E162",
                    parts.name() + " lacks column " + String.join(", ", data.targets()) + ".",
                    "Type: %predict "
                            + (on instanceof String ? "\"" + parts.name() + "\"" : "$rows")
                            + "   to predict without labels");
        }
        Evaluation judged = model.training().evaluate(parts.rows(), batchSize);
        var predictions = model.predict(parts.rows());
        boolean isClassification = data.task() == Task.CLASSIFICATION && data.classes().size() > 1;
        Judged counted =
                isClassification
                        ? Judged.of(data.classes(), parts.rows(), predictions, threshold)
                        : new Judged(List.of(), new int[0][0]);
        var report = new EvalReport(judged, counted.counts(), perClass(counted));
        Declared.set(notebook, "report", report, "the report");
        if (!quiet) {
            String name = session.modelName().isEmpty() ? model.name() : session.modelName();
            notebook.show(
                    new EvaluationCard(this, data, model, parts, judged, counted, predictions)
                            .card(run == null ? name : session.runs().number(run).toString()));
            if (parts.name().equals("train")) {
                notebook.show(
                        Messages.note("these are training rows; for an honest score: %evaluate"));
            }
        }
        return report;
    }

    private static Table perClass(Judged counted) {
        var names = StringColumn.create("class");
        var precision = DoubleColumn.create("precision");
        var recall = DoubleColumn.create("recall");
        var f1 = DoubleColumn.create("f1");
        var count = DoubleColumn.create("n");
        for (int label = 0; label < counted.classes().size(); label++) {
            names.append(counted.classes().get(label));
            precision.append(counted.precision(label));
            recall.append(counted.recall(label));
            f1.append(counted.f1(label));
            count.append(counted.rows(label));
        }
        return Table.create("per class", names, precision, recall, f1, count);
    }
}
