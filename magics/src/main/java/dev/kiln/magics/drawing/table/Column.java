package dev.kiln.magics.drawing.table;

import dev.kiln.magics.output.Numbers;

import java.util.List;

/// A column of a [Grid]: what its head says and its cells, top to bottom.
///
/// @param name   may be anything a user wrote
/// @param type   written small under the name; empty for none
/// @param number whether the cells are numbers, which stand on the right
/// @param cells  one for each row
public record Column(String name, String type, boolean number, List<Cell> cells) {
    public Column {
        cells = List.copyOf(cells);
    }

    /// Words, on the left.
    public static Column words(String name, List<String> words) {
        return new Column(name, "", false, words.stream().map(Cell::of).toList());
    }

    /// Numbers, all in one format; not-a-number is a missing one.
    public static Column numbers(String name, List<Double> values) {
        return new Column(name, "", true, Numbers.column(values).stream().map(Cell::of).toList());
    }

    /// Numbers that the caller wrote, on the right.
    public static Column written(String name, List<String> numbers) {
        return new Column(name, "", true, numbers.stream().map(Cell::of).toList());
    }

    public Column withType(String next) {
        return new Column(name, next, number, cells);
    }

    public Column withCells(List<Cell> next) {
        return new Column(name, type, number, next);
    }
}
