package dev.kiln.magics.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.magics.drawing.card.Block;
import dev.kiln.magics.drawing.chart.Curve;
import dev.kiln.magics.drawing.chart.HistoryPlot;
import dev.kiln.magics.drawing.chart.Size;
import dev.kiln.magics.drawing.table.ClassCounts;
import dev.kiln.magics.drawing.table.ConfusionTable;
import dev.kiln.magics.drawing.table.LayerTable;
import dev.kiln.magics.drawing.table.RunTable;
import dev.kiln.magics.output.Messages;
import dev.kiln.magics.output.Output;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CardTablesTest {
    @Test
    void classes_are_counted_set_by_set() {
        ClassCounts counts =
                new ClassCounts(
                        List.of("setosa", "virginica"),
                        List.of("train", "test"),
                        List.of(List.of(1000L, 10L), List.of(505L, 0L)));
        assertThat(counts.grid().text())
                .isEqualTo(
                        """
                class      train  test
                setosa     1,000    10  ##########
                virginica    505     0  #####""");
        AllowedMarkup.check(counts.grid().html(), false);
    }

    @Test
    void layers_show_their_share_of_the_parameters() {
        LayerTable layers =
                new LayerTable(
                        List.of(
                                new LayerTable.Layer("input", "", "784", 0),
                                new LayerTable.Layer("dense", "128 relu", "128", 100_480),
                                new LayerTable.Layer("dense_1", "10 softmax", "10", 1_290)));
        assertThat(layers.grid().text())
                .isEqualTo(
                        """
                layer    settings    output shape   params  share
                input                784                 0
                dense    128 relu    128           100,480  98.7 % ##########
                dense_1  10 softmax  10              1,290  1.3 % #""");
        AllowedMarkup.check(layers.grid().html(), false);
    }

    @Test
    void a_confusion_is_tinted_by_the_share_of_the_row() {
        ConfusionTable table =
                ConfusionTable.of(List.of("cat", "dog"), new int[][] {{8, 2}, {0, 5}});
        assertThat(table.grid().text())
                .isEqualTo(
                        """
                truth \\ predicted  cat  dog
                cat                  8    2
                dog                  0    5""");
        assertThat(table.grid().html())
                .contains(
                        "<td style=\"background:rgba(0,114,178,0.40)\">8</td>",
                        "rgba(0,114,178,0.50)\">5</td>",
                        "<td>0</td>");
        assertThat(table.inPercent().grid().text()).contains("80.0 %   20.0 %");
    }

    @Test
    void the_best_score_of_the_runs_stands_out() {
        RunTable runs =
                new RunTable(
                        List.of("val_loss", "val_accuracy"),
                        List.of(false, true),
                        List.of(
                                new RunTable.Run(
                                        1,
                                        false,
                                        "digits",
                                        "",
                                        101_770,
                                        20,
                                        17,
                                        List.of(0.0812, 0.975),
                                        Duration.ofSeconds(61),
                                        List.of(0.9, 0.3, 0.1),
                                        "done"),
                                new RunTable.Run(
                                        2,
                                        true,
                                        "",
                                        "dropout 0.2 -> 0.5",
                                        101_770,
                                        7,
                                        0,
                                        List.of(0.0761, Double.NaN),
                                        Duration.ofSeconds(21),
                                        List.of(),
                                        "stopped")));
        assertThat(runs.grid().text())
                .isEqualTo(
                        """
                run  name    what changed   params  epochs  best   val_loss  val_accuracy  time  loss curve  end
                  1  digits                101,770      20  ep 17    0.0812       0.9750^  1:01  ▇▂▁         done
                 *2          dropout 0.2…  101,770       7  -       0.0761^             -  0:21  -           stopped""");
        assertThat(runs.grid().html()).contains("<b>0.0761</b>", "<b>0.9750</b>");
    }

    @Test
    void a_card_says_the_same_in_markup_and_in_text() {
        Output card =
                new Drawing()
                        .card(
                                new Block.Heading("iris", "150 rows <3"),
                                new Block.Words("one\ntwo"),
                                new Block.Facts(
                                        new Block.Fact("task", "classification"),
                                        new Block.Fact("inputs", "z-scored")),
                                new Block.Shown(
                                        ConfusionTable.of(List.of("<i>"), new int[][] {{1}})
                                                .grid()),
                                new Block.Plots(
                                        List.of(
                                                new HistoryPlot(
                                                        "loss", Curve.epochs("train", 2, 1))),
                                        Size.HALF),
                                new Block.Folded("more", List.of(new Block.Words("hidden"))),
                                new Block.Code("x < 1 && y > 2"),
                                new Block.Next("%fit epochs=10"));
        assertThat(card.text())
                .isEqualTo(
                        """
                iris   150 rows <3
                one
                two
                task    classification
                inputs  z-scored
                truth \\ predicted  <i>
                <i>                  1
                Loss by epoch
                train        2 ▇▁ 1
                x < 1 && y > 2

                Next: %fit epochs=10""");
        AllowedMarkup.check(card.html(), false);
        assertThat(card.html())
                .contains(
                        "<details><summary>more</summary>",
                        "x &lt; 1 &amp;&amp; y &gt; 2",
                        "<code>%fit epochs=10</code>");
    }

    @Test
    void notes_and_warnings_are_one_line() {
        assertThat(Messages.note("weights <kept>").text()).isEqualTo("Note: weights <kept>");
        Output warning = Messages.warning("W204", "mse is for \"numbers\"");
        assertThat(warning.text()).isEqualTo("Warning W204: mse is for \"numbers\"");
        AllowedMarkup.check(warning.html(), false);
        AllowedMarkup.check(Messages.note("<script>").html(), false);
    }
}
