package dev.kiln.magics.drawing.card;

import dev.kiln.magics.drawing.chart.Plot;
import dev.kiln.magics.drawing.chart.Size;
import dev.kiln.magics.drawing.table.Grid;

import java.util.List;

/// A piece of a card. All texts are plain and may hold anything a user wrote.
public sealed interface Block {
    /// The first line: a name in bold, and what it is.
    record Heading(String name, String about) implements Block {}

    /// A line, or several.
    record Words(String text) implements Block {}

    /// Lines `name  value` whose values line up.
    record Facts(List<Fact> facts) implements Block {
        public Facts {
            facts = List.copyOf(facts);
        }

        public Facts(Fact... facts) {
            this(List.of(facts));
        }
    }

    /// A table.
    record Shown(Grid grid) implements Block {}

    /// Charts, side by side where there is room.
    record Plots(List<Plot> plots, Size size) implements Block {
        public Plots {
            plots = List.copyOf(plots);
        }
    }

    /// Blocks that are folded away until one asks for them; plain text leaves them out.
    record Folded(String summary, List<Block> blocks) implements Block {
        public Folded {
            blocks = List.copyOf(blocks);
        }
    }

    /// Small pictures of rows, in one PNG.
    ///
    /// @param alt what they are, in a sentence
    record Thumbnails(byte[] png, int width, int height, String alt) implements Block {}

    /// Code, shown as typed.
    record Code(String code) implements Block {}

    /// The last line, `Next: …`: what to type now.
    record Next(String command) implements Block {}

    /// A line of [Facts].
    record Fact(String name, String value) {}
}
