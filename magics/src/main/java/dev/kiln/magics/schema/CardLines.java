package dev.kiln.magics.schema;

import dev.kiln.magics.drawing.Drawing;
import dev.kiln.magics.drawing.card.Block;
import dev.kiln.magics.drawing.table.Column;
import dev.kiln.magics.drawing.table.Grid;
import dev.kiln.magics.output.Output;

import java.util.ArrayList;
import java.util.List;

/// A card put together line by line.
public final class CardLines {
    private final List<Block> blocks = new ArrayList<>();
    private final List<Block.Fact> facts = new ArrayList<>();

    public CardLines title(String title, String more) {
        return add(new Block.Heading(title, more));
    }

    /// `label  value`; labels of lines that follow each other stand in one column.
    public CardLines line(String label, String value) {
        if (label.isEmpty()) {
            return add(new Block.Words(value));
        }
        facts.add(new Block.Fact(label, value));
        return this;
    }

    /// A table; columns whose cells all are numbers stand to the right.
    public CardLines table(List<String> head, List<List<String>> rows) {
        var columns = new ArrayList<Column>();
        for (int i = 0; i < head.size(); i++) {
            int at = i;
            var cells = rows.stream().map(row -> row.get(at)).toList();
            boolean isNumbers = !cells.isEmpty() && cells.stream().allMatch(CardLines::isNumber);
            columns.add(
                    isNumbers
                            ? Column.written(head.get(i), cells)
                            : Column.words(head.get(i), cells));
        }
        return add(new Block.Shown(new Grid("", columns)));
    }

    private static boolean isNumber(String cell) {
        return cell.matches("|-|[+-]?[0-9][0-9,._]*(e[+-]?\\d+)?( ?%)?");
    }

    /// The line to type next.
    public CardLines next(String line) {
        return add(new Block.Next(line));
    }

    public CardLines add(Block block) {
        if (!facts.isEmpty()) {
            blocks.add(new Block.Facts(facts));
            facts.clear();
        }
        blocks.add(block);
        return this;
    }

    public Output card() {
        if (!facts.isEmpty()) {
            blocks.add(new Block.Facts(facts));
            facts.clear();
        }
        return new Drawing().card(blocks.toArray(Block[]::new));
    }
}
