package dev.kiln.magics.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.magics.drawing.card.EpochRow;
import dev.kiln.magics.drawing.card.FitProgress;
import dev.kiln.magics.drawing.card.StopButton;
import dev.kiln.magics.output.Output;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FitCardTest {
    private static final List<String> NAMES =
            List.of("loss", "val_loss", "accuracy", "val_accuracy");
    private static final Drawing DRAWING = new Drawing();

    @Test
    void a_live_frame_says_how_far_the_fit_is_and_how_to_stop_it() {
        Output frame = DRAWING.fit().live(fit(7, 20, true), Optional.of(new StopButton("5c5f-ab")));
        assertThat(frame.text())
                .startsWith(
                        """
                        run 3 "digits"   epoch 7 of 20   step 812/1,500   [#########-------------------]  33 %
                        0:21 elapsed, about 0:40 left   2,930 samples/s   learning rate 0.001
                        epoch""")
                .contains("running");
        assertThat(frame.html())
                .contains(
                        "<progress value=\"327\" max=\"1000\" aria-label=\"33 %\">",
                        "api/kernels/5c5f-ab/interrupt");
        AllowedMarkup.check(frame.html(), true);
    }

    @Test
    void every_frame_has_the_same_rows_and_pictures() {
        for (int epoch : new int[] {0, 1, 2, 7, 20}) {
            String html = DRAWING.fit().live(fit(epoch, 20, true), Optional.empty()).html();
            assertThat(count(html, "<tr")).as("rows at epoch %d", epoch).isEqualTo(4);
            assertThat(count(html, "width=\"712\" height=\"220\"")).isEqualTo(1);
            assertThat(count(html, "<div")).isEqualTo(5);
        }
    }

    @Test
    void a_finished_card_has_no_bar_and_no_button_and_folds_all_epochs() {
        Output card =
                DRAWING.fit()
                        .finished(
                                fit(20, 20, false),
                                "finished: 20 epochs in 1:01.",
                                List.of("Next: %evaluate"));
        assertThat(card.html())
                .doesNotContain("<progress", "<button")
                .contains("<details><summary>All 20 epochs</summary>", ">best<", "Next: %evaluate");
        assertThat(count(card.html(), "<tr")).isEqualTo(6 + 21);
        AllowedMarkup.check(card.html(), false);
    }

    @Test
    void sizes_stay_within_the_budgets() {
        Output finished =
                DRAWING.fit().finished(fit(20, 20, false), "finished", List.of("Next: %evaluate"));
        assertThat(finished.html().length() + finished.text().length()).isLessThan(40_000);
        Output huge = DRAWING.fit().finished(fit(5000, 5000, false), "finished", List.of());
        assertThat(huge.html().length()).isLessThan(60_000);
        var button = new StopButton("0f6e3c5a-1b2c-4d5e-8f90-123456789abc");
        for (int epoch : new int[] {1, 7, 20, 300, 5000}) {
            Output frame =
                    DRAWING.fit().live(fit(epoch, Math.max(20, epoch), true), Optional.of(button));
            assertThat(frame.html().length()).isLessThan(FRAME_BUDGET);
        }
    }

    @Test
    void plain_text_fits_on_a_screen() {
        for (Output output :
                List.of(
                        DRAWING.fit().live(fit(400, 1000, true), Optional.empty()),
                        DRAWING.fit()
                                .finished(fit(1000, 1000, false), "finished", List.of("a", "b")))) {
            assertThat(output.text().lines())
                    .hasSizeLessThanOrEqualTo(25)
                    .allMatch(line -> line.length() <= 100);
        }
    }

    @Test
    void hostile_names_come_out_as_text() {
        FitProgress plain = fit(3, 3, false);
        FitProgress hostile =
                new FitProgress(
                        "<img src=x onerror=alert(1)>",
                        "\"><svg/onload=1>",
                        3,
                        3,
                        1,
                        1,
                        Duration.ZERO,
                        Optional.empty(),
                        true,
                        Double.NaN,
                        Double.NaN,
                        List.of("</script>", "val_</script>", "\u202Ex\u0000", "$x$"),
                        plain.rows(),
                        "val_</script>",
                        OptionalInt.of(2),
                        0);
        AllowedMarkup.check(DRAWING.fit().live(hostile, Optional.empty()).html(), true);
        AllowedMarkup.check(
                DRAWING.fit().finished(hostile, "<b>done</b>", List.of("<i>")).html(), false);
        assertThat(DRAWING.fit().finished(hostile, "x", List.of()).text())
                .doesNotContain("\u202E", "\u0000");
    }

    @Test
    void a_fit_that_diverged_is_still_drawn() {
        List<EpochRow> rows =
                List.of(
                        new EpochRow(
                                1, List.of(1e300, Double.NaN), Optional.of(Duration.ofSeconds(1))),
                        new EpochRow(
                                2,
                                List.of(Double.POSITIVE_INFINITY, Double.NaN),
                                Optional.of(Duration.ofSeconds(1))));
        FitProgress fit =
                new FitProgress(
                        "run 1",
                        "",
                        2,
                        2,
                        1,
                        1,
                        Duration.ofSeconds(2),
                        Optional.empty(),
                        false,
                        1,
                        1,
                        List.of("loss", "val_loss"),
                        rows,
                        "val_loss",
                        OptionalInt.empty(),
                        0);
        AllowedMarkup.check(DRAWING.fit().finished(fit, "stopped", List.of()).html(), false);
    }

    @Test
    void an_id_that_is_none_is_refused() {
        assertThatThrownBy(() -> new StopButton("x'+alert(1)+'"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static final int FRAME_BUDGET = 15_000;

    static FitProgress fit(int done, int epochs, boolean running) {
        List<EpochRow> rows = new ArrayList<>();
        IntStream.rangeClosed(1, done)
                .forEach(
                        epoch -> {
                            boolean open = running && epoch == done;
                            double loss = 0.9 * Math.exp(-epoch / 5.0) + 0.05;
                            double later = loss + 0.02 + 0.001 * epoch;
                            rows.add(
                                    new EpochRow(
                                            epoch,
                                            List.of(
                                                    loss,
                                                    open ? Double.NaN : later,
                                                    1 - loss / 2,
                                                    open ? Double.NaN : 1 - later / 2),
                                            open
                                                    ? Optional.empty()
                                                    : Optional.of(
                                                            Duration.ofMillis(3000 + epoch))));
                        });
        OptionalInt best = done > 3 ? OptionalInt.of(done - 2) : OptionalInt.empty();
        return new FitProgress(
                "run 3",
                "digits",
                done,
                epochs,
                812,
                1500,
                Duration.ofSeconds(21),
                Optional.of(Duration.ofSeconds(40)),
                false,
                2930,
                0.001,
                NAMES,
                rows,
                "val_loss",
                best,
                0);
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}
