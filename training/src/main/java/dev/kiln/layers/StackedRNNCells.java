package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import java.util.ArrayList;
import java.util.List;

/// Several cells as one: each takes the output of the one before it. Their states are kept one behind the other.
///
/// Formula: `h1 = cell1(x, h1)`, `h2 = cell2(h1, h2)`, and so on.
///
/// Shapes: for two cells of one state each `[batch, features]`, `[batch, units_1]` and `[batch, units_2]` to
/// `[batch, units_2]`, `[batch, units_1]` and `[batch, units_2]`: input and states to the last output and the new
/// states.
///
/// Equal to `keras.layers.StackedRNNCells` in names, defaults and values.
///
/// @param cells from the first to the last
@Doc("several cells as one")
public record StackedRNNCells(
        @Doc(value = "from the first to the last", example = "[gru_cell(32), gru_cell(16)]")
                List<Cell> cells,
        @Shared LayerSettings settings)
        implements Cell, LayerArguments<StackedRNNCells> {
    public StackedRNNCells {
        cells = List.copyOf(cells);
    }

    public StackedRNNCells(List<Cell> cells) {
        this(cells, LayerSettings.DEFAULT);
    }

    public StackedRNNCells withCells(List<Cell> cells) {
        return new StackedRNNCells(cells, settings);
    }

    @Override
    public StackedRNNCells withSettings(LayerSettings settings) {
        return new StackedRNNCells(cells, settings);
    }

    @Override
    public List<Shape> stateShapes(Shape row) {
        var shapes = new ArrayList<Shape>();
        Shape input = row;
        for (Cell cell : cells) {
            var own = cell.stateShapes(input);
            shapes.addAll(own);
            input = own.getFirst();
        }
        return shapes;
    }

    @Override
    public List<Tensor> step(Tensor x, List<Tensor> states, Scope scope) {
        Tensor output = x;
        var after = new ArrayList<Tensor>();
        for (Cell cell : cells) {
            Scope own = scope.sublayer(Names.of(cell), cell, Arguments.NONE);
            int from = after.size();
            int count = cell.stateShapes(output.shape().row()).size();
            Tensor projected = cell.project(output.expand(0), own).squeeze(0);
            var results = cell.step(projected, states.subList(from, from + count), own);
            output = results.getFirst();
            after.addAll(results.subList(1, results.size()));
        }
        after.addFirst(output);
        return after;
    }
}
