package dev.kiln.data;

import dev.kiln.catalog.Names;
import dev.kiln.catalog.UserError;

import tech.tablesaw.columns.Column;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// Which columns of a table are inputs and which are targets, as the user chose.
final class ChosenColumns {
    private static final String INPUTS = "inputs";

    private final Source.OfTable source;
    private final ColumnChoice choice;
    private final NamedColumns byName;
    private final List<String> targets;
    private final List<String> features = new ArrayList<>();

    /// @throws UserError E121 for a column that is not there, E127 where no input or no target is left
    ChosenColumns(Source.OfTable source, ColumnChoice choice) {
        this.source = source;
        this.choice = choice;
        this.byName = new NamedColumns(source.table());
        this.targets =
                isReconstruction()
                        ? List.of()
                        : named(
                                "target",
                                choice.target().isEmpty() ? source.target() : choice.target());
        List<String> all = source.table().columnNames();
        List<String> wanted = choice.columns().isEmpty() ? all : named("columns", choice.columns());
        var dropped = new HashSet<>(named("drop", choice.drop()));
        named("text", choice.text());
        wanted.stream()
                .filter(name -> !targets.contains(name) && !dropped.contains(name))
                .forEach(features::add);
        if (targets.isEmpty() && !isReconstruction() && !source.typed().startsWith("x=")) {
            String last = all.isEmpty() ? "NAME" : all.getLast();
            throw new UserError(
                    "E127",
                    "which column of "
                            + source.name()
                            + " is to be predicted? It has "
                            + String.join(", ", TableColumns.shown(all))
                            + ".",
                    "Type: %data " + source.typed() + " target=" + last);
        }
        if (features.isEmpty()) {
            throw new UserError(
                    "E127",
                    source.name()
                            + " has no input column left beside "
                            + String.join(", ", targets)
                            + ".",
                    "Name fewer columns in target= and drop=.");
        }
        features.forEach(this::checkKind);
        targets.forEach(this::checkKind);
    }

    static boolean asksForInputs(ColumnChoice choice) {
        return choice.target().equals(List.of(INPUTS));
    }

    /// Whether the inputs themselves are the target; a column named `inputs` comes first.
    boolean isReconstruction() {
        return asksForInputs(choice) && byName.find(INPUTS) == null;
    }

    List<String> features() {
        return List.copyOf(features);
    }

    List<String> targets() {
        return targets;
    }

    /// What the user typed of the target, for a line to type.
    String typedTarget() {
        List<String> target = choice.target();
        return target.isEmpty()
                ? ""
                : " target=" + (target.size() == 1 ? target.getFirst() : target.toString());
    }

    private List<String> named(String option, List<String> names) {
        var found = new ArrayList<String>();
        for (String name : names) {
            Column<?> column = byName.find(name);
            if (column == null) {
                throw unknown(option, name);
            }
            found.add(column.name());
        }
        return List.copyOf(found);
    }

    private UserError unknown(String option, String name) {
        List<String> all = source.table().columnNames();
        List<String> near = Names.nearest(name, all);
        if (all.size() == 1 && all.getFirst().matches(".*[,;\\t].*")) {
            return new UserError(
                    "E121",
                    source.name() + " was read as one column, " + all.getFirst() + ".",
                    "Leave sep= out, or name what stands between the columns: sep=\",\"");
        }
        return new UserError(
                        "E121",
                        "no column "
                                + name
                                + " in "
                                + source.name()
                                + "."
                                + Names.question(name, all),
                        near.isEmpty()
                                ? "Columns: " + String.join(", ", TableColumns.shown(all)) + "."
                                : "Type: %data "
                                        + source.typed()
                                        + (option.equals("target") ? "" : typedTarget())
                                        + " "
                                        + option
                                        + "="
                                        + near.getFirst())
                .naming(name, all);
    }

    private void checkKind(String name) {
        Column<?> column = byName.get(name);
        if (!TableColumns.isNumber(column) && !TableColumns.isText(column)) {
            throw new UserError(
                    "E127",
                    "column "
                            + name
                            + " holds "
                            + TableColumns.kind(column)
                            + ", which is neither number nor text.",
                    "Type: %data " + source.typed() + typedTarget() + " drop=[" + name + "]");
        }
    }
}
