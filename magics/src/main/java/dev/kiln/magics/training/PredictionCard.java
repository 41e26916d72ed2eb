package dev.kiln.magics.training;

import dev.kiln.data.ColumnPreparation;
import dev.kiln.data.DataSets;
import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.data.InputPreparation;
import dev.kiln.magics.drawing.card.Block;
import dev.kiln.magics.drawing.table.Cell;
import dev.kiln.magics.drawing.table.Column;
import dev.kiln.magics.drawing.table.Grid;
import dev.kiln.magics.output.Numbers;
import dev.kiln.magics.output.Output;
import dev.kiln.magics.schema.CardLines;

import tech.tablesaw.api.Table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What `%predict` shows: some rows, what they are, what the model says of them.
///
/// @param predictions one row a sample
/// @param table       the variable `predictions`
record PredictionCard(
        Predict line, DataSets data, Dataset rows, FloatArray predictions, Table table) {
    private static final int MOST_FEATURES = 4;
    private static final int MOST_TARGETS = 6;
    private static final int MOST_PICTURES = 40;

    /// @param name of the model
    Output card(String name) {
        var chosen = chosen();
        var shown = chosen.subList(0, Math.min(line.n(), chosen.size()));
        String what =
                switch (line.show()) {
                    case ALL -> "";
                    case WRONG -> " wrong";
                    case RIGHT -> " right";
                };
        var card =
                new CardLines()
                        .title(
                                name,
                                table.name()
                                        + ": "
                                        + Numbers.count(chosen.size())
                                        + what
                                        + " of "
                                        + rowCount());
        if (!shown.isEmpty()) {
            Thumbnails.of(
                            rows,
                            shown.subList(0, Math.min(MOST_PICTURES, shown.size())),
                            "The rows of the table, in its order.")
                    .ifPresent(card::add);
            var grid = grid(shown);
            if (shown.size() < chosen.size()) {
                grid =
                        grid.withFooter(
                                "the first "
                                        + Numbers.count(shown.size())
                                        + "; all are in predictions");
            }
            card.add(new Block.Shown(grid));
        }
        if (line.out() != null) {
            card.line("", "Saved as " + line.out() + ".");
        }
        return card.card();
    }

    private String rowCount() {
        return Numbers.count(table.rowCount()) + (table.rowCount() == 1 ? " row" : " rows");
    }

    /// Places of the rows that are wanted, in the order that is wanted.
    private List<Integer> chosen() {
        var all = IntStream.range(0, table.rowCount()).boxed();
        if (line.show() != Predict.Show.ALL && has("verdict")) {
            String wanted = line.show() == Predict.Show.WRONG ? "wrong" : "right";
            all = all.filter(row -> table.stringColumn("verdict").get(row).equals(wanted));
        }
        return switch (line.sort()) {
            case ROW -> all.toList();
            case CONFIDENCE -> all.sorted(downwards("confidence")).toList();
            case ERROR -> has("error") ? all.sorted(downwards("error")).toList() : all.toList();
        };
    }

    private boolean has(String column) {
        return table.columnNames().contains(column);
    }

    private Comparator<Integer> downwards(String column) {
        var values = table.doubleColumn(column);
        return Comparator.comparingDouble(row -> -Math.abs(values.getDouble(row)));
    }

    private Grid grid(List<Integer> shown) {
        var columns = new ArrayList<Column>();
        columns.add(
                Column.written("row", shown.stream().map(row -> Numbers.count(row + 1L)).toList()));
        if (has("confidence")) {
            classes(shown, columns);
        } else {
            table.columnNames().stream()
                    .skip(1)
                    .limit(3L * MOST_TARGETS)
                    .forEach(name -> columns.add(numbers(name, shown)));
        }
        columns.addAll(features(shown));
        return new Grid("", columns);
    }

    private Column numbers(String name, List<Integer> shown) {
        var values = table.doubleColumn(name);
        return Column.numbers(name, shown.stream().map(values::getDouble).toList());
    }

    private void classes(List<Integer> shown, List<Column> columns) {
        for (String name : List.of("actual", "predicted")) {
            if (has(name)) {
                columns.add(words(name, shown));
            }
        }
        var confidence = table.doubleColumn("confidence");
        columns.add(
                new Column(
                        "confidence",
                        "",
                        false,
                        shown.stream()
                                .map(
                                        row ->
                                                Cell.of(Numbers.percent(confidence.getDouble(row)))
                                                        .withBar(confidence.getDouble(row)))
                                .toList()));
        if (has("verdict")) {
            columns.add(words("verdict", shown));
        }
        if (line.top() > 1) {
            columns.add(
                    Column.words(
                            "top " + line.top(), shown.stream().map(this::likeliest).toList()));
        }
    }

    private Column words(String name, List<Integer> shown) {
        var values = table.stringColumn(name);
        return Column.words(name, shown.stream().map(values::get).toList());
    }

    /// `7 91.2 %, 1 5.1 %, 9 2.0 %`.
    private String likeliest(int row) {
        return IntStream.range(0, data.classes().size())
                .boxed()
                .sorted(
                        Comparator.comparingDouble(
                                label -> -Predict.chance(predictions, row, label)))
                .limit(line.top())
                .map(
                        label ->
                                data.classes().get(label)
                                        + " "
                                        + Numbers.percent(Predict.chance(predictions, row, label)))
                .collect(Collectors.joining(", "));
    }

    /// The first columns of the input, as the user has them.
    private List<Column> features(List<Integer> shown) {
        var columns = new ArrayList<Column>();
        var inputs = data.pipeline().inputs();
        for (int input = 0; input < inputs.size(); input++) {
            if (inputs.get(input) instanceof InputPreparation.OfColumns of) {
                FloatArray values = rows.inputs().get(input);
                int offset = 0;
                for (ColumnPreparation rule : of.columns()) {
                    if (columns.size() < MOST_FEATURES) {
                        feature(rule, values, offset, shown, columns);
                    }
                    offset += rule.width();
                }
            }
        }
        return columns;
    }

    private static void feature(
            ColumnPreparation rule,
            FloatArray values,
            int offset,
            List<Integer> shown,
            List<Column> to) {
        switch (rule) {
            case ColumnPreparation.Numbers numbers ->
                    to.add(
                            Column.numbers(
                                    numbers.column(),
                                    shown.stream()
                                            .map(row -> original(numbers, values.get(row, offset)))
                                            .toList()));
            case ColumnPreparation.OneHot oneHot ->
                    to.add(
                            Column.words(
                                    oneHot.column(),
                                    shown.stream()
                                            .map(row -> text(oneHot, values, row, offset))
                                            .toList()));
            case ColumnPreparation.Words _ -> {
                // Texts as word numbers say nothing to a reader.
            }
        }
    }

    /// As it was before it was scaled; float noise is rounded away.
    private static double original(ColumnPreparation.Numbers rule, double value) {
        double raw = value * rule.divisor() + rule.shift();
        double unit = Math.pow(10, Math.floor(Math.log10(Math.max(Math.abs(raw), 1e-9))) - 5);
        return Math.round(raw / unit) * unit;
    }

    private static String text(
            ColumnPreparation.OneHot rule, FloatArray values, int row, int offset) {
        for (int place = 0; place < rule.values().size(); place++) {
            if (values.get(row, offset + place) == 1) {
                return rule.values().get(place);
            }
        }
        return "";
    }
}
