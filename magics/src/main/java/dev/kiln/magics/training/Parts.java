package dev.kiln.magics.training;

import dev.kiln.catalog.Call;
import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.UserError;
import dev.kiln.data.DataSets;
import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.data.files.DataFiles;
import dev.kiln.magics.notebook.Notebook;

import tech.tablesaw.api.Table;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Rows to judge or predict: a part of the data set, a table, a file.
///
/// @param name as shown
record Parts(String name, Dataset rows) {

    /// @param chosen `test`, `val`, `train`, a table, a file name
    /// @param magic  what was typed, for remedies: `%evaluate`
    static Parts of(DataSets data, Object chosen, Notebook notebook, String magic) {
        return switch (chosen) {
            case Dataset rows -> new Parts("rows", rows);
            case Table table -> new Parts("table", prepared(data, table));
            case Call(String name, var p, var n) when p.isEmpty() && n.isEmpty() ->
                    named(data, name, magic);
            case String name when Set.of("test", "val", "train").contains(name) ->
                    named(data, name, magic);
            case String file ->
                    new Parts(
                            file,
                            prepared(
                                    data,
                                    DataFiles.table(notebook.folder(), file, data.options())));
            default ->
                    throw new UserError(
                            "E103",
                            "on takes test, val, train, a table or a file, not "
                                    + Conversion.text(chosen)
                                    + ".",
                            "Type: on=test");
        };
    }

    /// Raw rows as the model sees them; with labels where the table has their columns.
    static Dataset prepared(DataSets data, Table table) {
        var pipeline = data.pipeline();
        int[] all = IntStream.range(0, table.rowCount()).toArray();
        boolean hasTargets =
                !data.targets().isEmpty() && table.columnNames().containsAll(data.targets());
        var targets = new ArrayList<FloatArray>();
        if (hasTargets) {
            pipeline.targets().forEach(target -> targets.add(target.prepare(table, all)));
        }
        return Dataset.of(
                data.train.inputNames(),
                pipeline.prepare(table),
                targets.isEmpty() ? List.of() : data.train.targetNames(),
                targets);
    }

    private static Parts named(DataSets data, String name, String magic) {
        Dataset rows =
                switch (name) {
                    case "test" -> data.test;
                    case "val", "validation" -> data.val;
                    case "train" -> data.train;
                    default ->
                            throw new UserError(
                                    "E103",
                                    "on takes test, val or train, not " + name + ".",
                                    "Type: on=test");
                };
        if (rows.isEmpty()) {
            String other = data.val.isEmpty() || name.equals("val") ? "train" : "val";
            throw new UserError(
                    "E161",
                    "there is no " + name + " set (" + name + "=none).",
                    "Type: " + magic + " on=" + other);
        }
        return new Parts(name, rows);
    }
}
