package dev.kiln.data;

import dev.kiln.catalog.UserError;
import dev.kiln.data.ColumnPreparation.Numbers;
import dev.kiln.data.InputPreparation.OfArray;
import dev.kiln.data.InputPreparation.OfColumns;

import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/// From raw rows to what the model sees, and from its answers back: fitted on the training rows, it travels with the model.
///
/// @param task    what the model learned
/// @param inputs  one for each input of the model
/// @param targets one for each output of the model; none where the target is the input itself or an array used as it is
public record Pipeline(Task task, List<InputPreparation> inputs, List<TargetPreparation> targets) {
    public Pipeline {
        inputs = List.copyOf(inputs);
        targets = List.copyOf(targets);
    }

    /// Names of the columns that raw rows need; none for images and other arrays.
    public List<String> features() {
        return inputs.stream()
                .flatMap(
                        input ->
                                switch (input) {
                                    case OfColumns columns ->
                                            columns.columns().stream()
                                                    .map(ColumnPreparation::column);
                                    case OfArray _ -> java.util.stream.Stream.empty();
                                })
                .toList();
    }

    /// Prepared inputs from raw rows of a table; other columns than the [#features()] do not matter.
    ///
    /// @throws UserError E162 for a column that is not there, E122 for an empty cell, E172 for a text that training never saw
    public List<FloatArray> prepare(Table rows) {
        var byName = new NamedColumns(rows);
        features().forEach(byName::get);
        return prepare(rows, IntStream.range(0, rows.rowCount()).toArray(), false);
    }

    List<FloatArray> prepare(Table table, int[] rows, boolean unknownIsZero) {
        var prepared = new ArrayList<FloatArray>();
        for (InputPreparation input : inputs) {
            switch (input) {
                case OfColumns columns -> prepared.add(columns.prepare(table, rows, unknownIsZero));
                case OfArray _ ->
                        throw new UserError(
                                "E128",
                                "the model takes arrays of " + input.rowShape() + ", not tables.",
                                "Give an array of that shape.");
            }
        }
        return prepared;
    }

    /// Prepared inputs from one raw row.
    ///
    /// @param row values by the names of [#features()]
    /// @throws UserError E171 for a missing name, E172 for a text that training never saw
    public List<FloatArray> prepare(Map<String, ?> row) {
        var given = new LinkedHashMap<String, Object>();
        row.forEach((name, value) -> given.put(name.toLowerCase(Locale.ROOT), value));
        var lacking =
                features().stream()
                        .filter(name -> given.get(name.toLowerCase(Locale.ROOT)) == null)
                        .toList();
        if (!lacking.isEmpty()) {
            throw new UserError(
                    "E171",
                    "the map lacks " + String.join(", ", lacking) + ".",
                    "Needed: " + String.join(", ", features()) + ".");
        }
        Table table = Table.create("the map");
        for (InputPreparation input : inputs) {
            if (input instanceof OfColumns columns) {
                columns.columns()
                        .forEach(
                                column ->
                                        table.addColumns(
                                                cell(
                                                        column,
                                                        given.get(
                                                                column.column()
                                                                        .toLowerCase(
                                                                                Locale.ROOT)))));
            }
        }
        return prepare(table);
    }

    private static tech.tablesaw.columns.Column<?> cell(ColumnPreparation column, Object value) {
        if (!(column instanceof Numbers)) {
            return StringColumn.create(column.column(), String.valueOf(value));
        }
        return switch (value) {
            case Number number -> DoubleColumn.create(column.column(), number.doubleValue());
            case Boolean yes -> DoubleColumn.create(column.column(), yes ? 1 : 0);
            default ->
                    throw new UserError(
                            "E172",
                            column.column() + " is \"" + value + "\"; a number is needed.",
                            "Type: " + column.column() + ": 1.0");
        };
    }

    /// Prepared inputs from raw numbers: an array for a model of images, rows of the [#features()] in their order for a model
    /// of columns.
    ///
    /// @param numbers as [FloatArray#of(Object)] takes them; one row may come without the dimension that counts rows
    /// @throws UserError E219 where the shape does not fit
    public List<FloatArray> prepare(FloatArray numbers) {
        if (inputs.size() != 1) {
            throw new UserError(
                    "E219",
                    "the model takes " + inputs.size() + " inputs, one array was given.",
                    "Give a table or a map of columns.");
        }
        InputPreparation input = inputs.getFirst();
        var rawShape =
                input instanceof OfColumns columns
                        ? dev.kiln.tensor.Shape.of(columns.columns().size())
                        : input.rowShape();
        FloatArray rows =
                numbers.shape().equals(rawShape) ? numbers.reshape(rawShape.batchOf(1)) : numbers;
        if (rows.rowSize() != rawShape.size()) {
            throw new UserError(
                    "E219",
                    "the model takes rows of "
                            + rawShape
                            + ", the data gives "
                            + rows.rowShape()
                            + ".",
                    "Give an array of " + rawShape.batchOf(rows.rows()) + ".");
        }
        return switch (input) {
            case OfArray array ->
                    List.of(array.prepare(rows.reshape(rawShape.batchOf(rows.rows()))));
            case OfColumns columns -> prepare(asTable(columns, rows));
        };
    }

    private static Table asTable(OfColumns columns, FloatArray rows) {
        Table table = Table.create("the array");
        for (int k = 0; k < columns.columns().size(); k++) {
            var values = new double[rows.rows()];
            for (int row = 0; row < values.length; row++) {
                values[row] = rows.get(row, k);
            }
            table.addColumns(DoubleColumn.create(columns.columns().get(k).column(), values));
        }
        return table;
    }

    /// All settings as texts, numbers, booleans, lists and maps, for a file; [#of(Map)] reads them.
    public Map<String, Object> settings() {
        return Map.of(
                "version", 1,
                "task", task.name().toLowerCase(Locale.ROOT),
                "inputs", inputs.stream().map(InputPreparation::settings).toList(),
                "targets", targets.stream().map(TargetPreparation::settings).toList());
    }

    /// The pipeline that [#settings()] described, also after a trip through JSON.
    ///
    /// @throws UserError E127 where this version does not know what is described
    public static Pipeline of(Map<?, ?> settings) {
        if (Stored.number(settings, "version") != 1) {
            throw Stored.unknown("preparation of version " + Stored.value(settings, "version"));
        }
        return new Pipeline(
                Task.valueOf(((String) Stored.value(settings, "task")).toUpperCase(Locale.ROOT)),
                Stored.maps(settings, "inputs").stream().map(InputPreparation::of).toList(),
                Stored.maps(settings, "targets").stream().map(TargetPreparation::of).toList());
    }
}
