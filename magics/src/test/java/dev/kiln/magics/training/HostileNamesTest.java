package dev.kiln.magics.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.catalog.UserError;
import dev.kiln.magics.InMemoryNotebook;
import dev.kiln.magics.KilnMagics;
import dev.kiln.magics.drawing.AllowedMarkup;
import dev.kiln.magics.drawing.Drawing;
import dev.kiln.magics.output.Output;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.knowm.xchart.XYChart;

import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Names that would be markup, hide text or flood a page come out as text, in whatever is shown.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HostileNamesTest {
    private static final String LONG = "y".repeat(10_000);
    private static final List<String> NAMES =
            List.of(
                    "<b>virginica</b>",
                    "<img src=x onerror=alert(1)>",
                    "</script>",
                    "\"><svg/onload=1>",
                    "a\u202Eb",
                    "nul\u0000x",
                    LONG,
                    "&amp;");
    private static final Pattern PICTURE =
            Pattern.compile("<img src=\"data:image/(png|svg\\+xml);base64,([A-Za-z0-9+/=]+)\"");
    private static final Pattern SVG_TAG = Pattern.compile("</?([A-Za-z]+)");
    private static final Set<String> SVG_TAGS =
            Set.of(
                    "svg",
                    "style",
                    "defs",
                    "path",
                    "g",
                    "use",
                    "clipPath",
                    "linearGradient",
                    "stop",
                    "image");

    @TempDir Path folder;

    private InMemoryNotebook notebook;

    @BeforeEach
    void open() throws Exception {
        notebook = new InMemoryNotebook(folder);
        Files.writeString(folder.resolve("kinds.csv"), table("<i>kind</i>", true));
        Files.writeString(folder.resolve("prices.csv"), table("<i>price</i>", false));
    }

    /// Eight columns with hostile names, and a target of hostile classes, or of numbers.
    private static String table(String target, boolean isKinds) {
        var text =
                new StringBuilder(
                        NAMES.stream()
                                .map(HostileNamesTest::quoted)
                                .collect(Collectors.joining(",")));
        text.append(',').append(quoted(target)).append('\n');
        var random = new Random(5);
        for (int row = 0; row < 240; row++) {
            int kind = row % NAMES.size();
            for (int column = 0; column < NAMES.size(); column++) {
                text.append((column == kind ? 2 : 0) + random.nextGaussian() / 2).append(',');
            }
            text.append(isKinds ? quoted(NAMES.get(kind)) : String.valueOf(kind + 0.5 * row))
                    .append('\n');
        }
        return text.toString();
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    /// Runs a line and looks at all that it shows; an answer in words is looked at as well.
    private void harmless(String cell) throws Exception {
        notebook.shown.clear();
        notebook.frames.clear();
        try {
            notebook.run(cell);
        } catch (UserError error) {
            harmlessText(cell, KilnMagics.text(error));
        }
        for (Output output : notebook.shown) {
            harmless(cell, output);
        }
        for (Output output : notebook.frames) {
            harmless(cell, output);
        }
    }

    private static void harmless(String cell, Output output) {
        var pictures = PICTURE.matcher(output.html());
        while (pictures.find()) {
            if (pictures.group(1).equals("svg+xml")) {
                String svg =
                        new String(
                                Base64.getDecoder().decode(pictures.group(2)),
                                StandardCharsets.UTF_8);
                assertThat(svg).as(cell).doesNotContain("script", "onload", "onerror", "yyyy");
                assertThat(SVG_TAG.matcher(svg).results().map(tag -> tag.group(1)))
                        .as(cell)
                        .isSubsetOf(SVG_TAGS);
            }
        }
        String html =
                output.html().replaceAll("data:image/png;base64", "data:image/svg+xml;base64");
        AllowedMarkup.check(html, true);
        assertThat(html)
                .as(cell)
                .doesNotContain("<b>virginica", "<img src=x", "</script>", "<svg", "<i>", "&amp;</")
                .doesNotContain("y".repeat(401));
        harmlessText(cell, html);
        harmlessText(cell, output.text());
        assertThat(output.text().lines())
                .as(cell)
                .hasSizeLessThanOrEqualTo(25)
                .allSatisfy(
                        line ->
                                assertThat(line.codePointCount(0, line.length()))
                                        .isLessThanOrEqualTo(100));
    }

    private static void harmlessText(String cell, String text) {
        assertThat(text.codePoints().filter(letter -> letter != '\n'))
                .as(cell)
                .noneMatch(Character::isISOControl)
                .noneMatch(letter -> letter >= 0x202A && letter <= 0x202E)
                .noneMatch(letter -> letter >= 0x2066 && letter <= 0x2069);
    }

    private void kinds() throws Exception {
        harmless("%data \"kinds.csv\" target=\"<i>kind</i>\"");
        harmless("%%model \"<b>net</b>\"\ndense 12 relu\ndense 8 softmax");
        harmless("%compile adam(0.02) sparse_categorical_crossentropy accuracy");
        harmless("%fit epochs=4 name=\"<img src=x onerror=alert(1)>\"");
    }

    @Test
    void a_classification_in_every_magic() throws Exception {
        kinds();
        for (String line :
                List.of(
                        "%model",
                        "%summary",
                        "%summary weights",
                        "%summary graph",
                        "%check",
                        "%fit epochs=2 name=\"\\u202E</script>\"",
                        "%lr_find steps=10",
                        "%evaluate",
                        "%evaluate confusion=percent run=1",
                        "%predict",
                        "%predict show=wrong sort=confidence top=3",
                        "%predict on=\"kinds.csv\" out=\"<b>out</b>.csv\"",
                        "%runs",
                        "%runs 1",
                        "%runs compare 1 2",
                        "%runs best val_accuracy",
                        "%runs name 2 \"\\\"><svg/onload=1>" + LONG + "\"",
                        "%runs save \"&amp;.csv\"",
                        "%runs earlier",
                        "%runs restore 1 best",
                        "%save \"<b>net<&amp;>.keras\"",
                        "%load \"<b>net<&amp;>.keras\"",
                        "%undo list",
                        "%undo",
                        "%kiln",
                        "%help")) {
            harmless(line);
        }
    }

    @Test
    void a_classification_in_every_chart() throws Exception {
        kinds();
        for (String kind :
                List.of(
                        "history",
                        "roc",
                        "pr",
                        "confusion",
                        "calibration",
                        "errors",
                        "weights",
                        "activations",
                        "gradients",
                        "lr",
                        "model",
                        "data",
                        "residuals",
                        "threshold",
                        "filters",
                        "history smooth=0.5 x=time",
                        "data \"<b>virginica</b>\"",
                        "data \"nul\\u0000x\"",
                        "weights \"<img src=x onerror=alert(1)>\"",
                        "\"</script>\"")) {
            harmless("%plot " + kind);
        }
    }

    @Test
    void a_regression_in_every_magic_and_chart() throws Exception {
        harmless("%data \"prices.csv\" target=\"<i>price</i>\" scale_target=true");
        harmless("%%model\ndense 1");
        harmless("%compile adam(0.05) mse mae");
        harmless("%fit epochs=3");
        for (String line :
                List.of(
                        "%evaluate",
                        "%predict sort=error",
                        "%plot residuals",
                        "%plot predicted",
                        "%plot errors",
                        "%plot data",
                        "%plot data \"<i>price</i>\"")) {
            harmless(line);
        }
    }

    @Test
    void tables_and_charts_that_a_cell_ends_in() {
        var table =
                Table.create(
                        LONG,
                        StringColumn.create(NAMES.get(1), NAMES),
                        StringColumn.create(NAMES.get(4), NAMES),
                        StringColumn.create(LONG, NAMES));
        harmless("a table", new Drawing().show(table));
        var chart = new XYChart(400, 300);
        chart.setTitle(NAMES.get(3));
        chart.setXAxisTitle(LONG);
        chart.setYAxisTitle(NAMES.get(4) + "\u0000");
        for (String name : NAMES) {
            chart.addSeries(name, new double[] {1, 2}, new double[] {3, 4});
        }
        harmless("a chart", new Drawing().show(chart));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%data \"NAME.csv\"",
                "%data \"kinds.csv\" target=\"NAME\"",
                "%fit NAME=3",
                "%fit callbacks=[\"NAME\"]",
                "%fit validation_data=\"NAME\"",
                "%compile \"NAME\" mse",
                "%evaluate on=\"NAME\"",
                "%predict {\"NAME\": 1}",
                "%predict image(\"NAME.png\")",
                "%plot \"NAME\"",
                "%plot weights \"NAME\"",
                "%plot data \"NAME\"",
                "%runs \"NAME\"",
                "%runs best \"NAME\"",
                "%save \"NAME/x.keras\"",
                "%load \"NAME.keras\"",
                "%help \"NAME\"",
                "%kiln \"NAME\"",
                "%summary \"NAME\"",
                "%undo \"NAME\""
            })
    void in_errors(String line) throws Exception {
        kinds();
        for (String name : List.of("<img src=x onerror=alert(1)>", "a\u202Eb", "y".repeat(3000))) {
            String cell = line.replace("NAME", name);
            assertThatThrownBy(() -> notebook.run(cell))
                    .as(cell)
                    .isInstanceOfSatisfying(
                            UserError.class,
                            error -> {
                                String text = KilnMagics.text(error);
                                harmlessText(cell, text);
                                assertThat(text.getBytes(StandardCharsets.UTF_8))
                                        .as(cell)
                                        .hasSizeLessThanOrEqualTo(800);
                            });
        }
    }
}
