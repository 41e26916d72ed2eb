package dev.kiln.magics.drawing.card;

import dev.kiln.magics.drawing.Drawing;
import dev.kiln.magics.drawing.chart.Plot;
import dev.kiln.magics.output.Markup;
import dev.kiln.magics.output.Output;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Writes blocks as one card.
public final class CardWriter {
    private static final int LONGEST_LINE = 400;
    private static final int LONGEST_CODE = 20_000;
    private static final int TEXT_ROWS = 12;
    private static final int LONE_TEXT_ROWS = 20;
    private static final int LEAST_ROWS = 3;
    private static final int MOST_LINES = 25;

    private final Drawing drawing;

    public CardWriter(Drawing drawing) {
        this.drawing = drawing;
    }

    public Output card(List<Block> blocks) {
        return new Output.Card(
                "<div style=\"max-width:720px\">" + html(blocks) + "</div>", text(blocks));
    }

    /// With as many rows of each table as leave all on one screen, at least [#LEAST_ROWS].
    private static String text(List<Block> blocks) {
        long tables = blocks.stream().filter(Block.Shown.class::isInstance).count();
        String text = "";
        for (int rows = tables == 1 ? LONE_TEXT_ROWS : TEXT_ROWS; rows >= LEAST_ROWS; rows--) {
            text = text(blocks, rows);
            if (tables == 0 || text.lines().count() <= MOST_LINES) {
                break;
            }
        }
        return text;
    }

    private static String text(List<Block> blocks, int rows) {
        List<String> text = new ArrayList<>();
        for (Block block : blocks) {
            String plain = text(block, rows);
            if (!plain.isEmpty()) {
                text.add(block instanceof Block.Code ? plain : TextLines.wrapped(plain));
            }
        }
        return String.join("\n", text);
    }

    private String html(List<Block> blocks) {
        StringBuilder html = new StringBuilder();
        blocks.forEach(block -> html.append(html(block)));
        return html.toString();
    }

    private String html(Block block) {
        return switch (block) {
            case Block.Heading heading ->
                    "<div><b>" + line(heading.name()) + "</b> " + line(heading.about()) + "</div>";
            case Block.Words words -> {
                StringBuilder html = new StringBuilder();
                words.text()
                        .lines()
                        .forEach(line -> html.append("<div>").append(line(line)).append("</div>"));
                yield html.toString();
            }
            case Block.Facts facts -> facts(facts);
            case Block.Shown shown -> shown.grid().html();
            case Block.Plots plots -> {
                StringBuilder html = new StringBuilder("<div>");
                for (Plot plot : plots.plots()) {
                    html.append(drawing.html(plot, plots.size())).append(' ');
                }
                yield html.append("</div>").toString();
            }
            case Block.Folded folded ->
                    "<details><summary>"
                            + line(folded.summary())
                            + "</summary>"
                            + html(folded.blocks())
                            + "</details>";
            case Block.Thumbnails strip ->
                    "<div><img src=\"data:image/png;base64,"
                            + Base64.getEncoder().encodeToString(strip.png())
                            + "\" alt=\""
                            + line(strip.alt())
                            + "\" width=\""
                            + strip.width()
                            + "\" height=\""
                            + strip.height()
                            + "\"></div>";
            case Block.Code code -> "<pre><code>" + Markup.escape(code(code)) + "</code></pre>";
            case Block.Next next -> "<div>Next: <code>" + line(next.command()) + "</code></div>";
        };
    }

    private static String facts(Block.Facts facts) {
        StringBuilder html = new StringBuilder("<table><tbody>");
        for (Block.Fact fact : facts.facts()) {
            html.append("<tr><th scope=\"row\" style=\"text-align:left\">")
                    .append(line(fact.name()))
                    .append("</th><td style=\"text-align:left\">")
                    .append(line(fact.value()))
                    .append("</td></tr>");
        }
        return html.append("</tbody></table>").toString();
    }

    private static String text(Block block, int rows) {
        return switch (block) {
            case Block.Heading heading ->
                    (plain(heading.name()) + "   " + plain(heading.about())).strip();
            case Block.Words words ->
                    String.join("\n", words.text().lines().map(CardWriter::plain).toList());
            case Block.Facts facts -> {
                int width =
                        facts.facts().stream()
                                .mapToInt(fact -> plain(fact.name()).length())
                                .max()
                                .orElse(0);
                yield String.join(
                        "\n",
                        facts.facts().stream()
                                .map(
                                        fact ->
                                                plain(fact.name())
                                                        + " "
                                                                .repeat(
                                                                        width
                                                                                - plain(fact.name())
                                                                                        .length())
                                                        + "  "
                                                        + plain(fact.value()))
                                .toList());
            }
            case Block.Shown shown -> shown.grid().cutTo(rows).text();
            case Block.Plots plots ->
                    String.join("\n", plots.plots().stream().map(Plot::text).toList());
            case Block.Folded _ -> "";
            case Block.Thumbnails strip -> plain(strip.alt());
            case Block.Code code -> code(code);
            case Block.Next next -> "Next: " + plain(next.command());
        };
    }

    private static String code(Block.Code code) {
        StringBuilder kept = new StringBuilder();
        code.code().lines().forEach(line -> kept.append(plain(line)).append('\n'));
        return kept.length() > LONGEST_CODE
                ? kept.substring(0, LONGEST_CODE) + "…"
                : kept.toString();
    }

    private static String line(String text) {
        return Markup.escape(plain(text));
    }

    private static String plain(String text) {
        return Markup.clean(text, LONGEST_LINE);
    }
}
