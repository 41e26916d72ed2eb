package dev.kiln.magics.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.data.Dataset;
import dev.kiln.magics.InMemoryNotebook;
import dev.kiln.magics.output.Output;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javax.imageio.ImageIO;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PredictionCardTest {
    @TempDir Path folder;

    private InMemoryNotebook notebook;

    @BeforeEach
    void open() {
        notebook = new InMemoryNotebook(folder);
    }

    private void digits() throws Exception {
        notebook.train(
                "digits",
                "flatten\ndense 10 softmax",
                "adam(0.01) sparse_categorical_crossentropy accuracy",
                4);
    }

    private Output card(String line) throws Exception {
        notebook.shown.clear();
        notebook.run(line);
        assertThat(notebook.shown).hasSize(1);
        Output card = notebook.shown.getFirst();
        assertThat(card.text().lines())
                .hasSizeLessThanOrEqualTo(25)
                .allSatisfy(text -> assertThat(text).hasSizeLessThanOrEqualTo(100));
        return card;
    }

    @Test
    void rows_come_with_what_they_are_and_how_sure_the_model_is() throws Exception {
        notebook.trainFlowers();
        Output card = card("%predict on=test n=10");
        assertThat(card.text())
                .startsWith("net   predictions on test: 30 of 30 rows\n")
                .containsPattern(
                        "row +actual +predicted +confidence +verdict +sepal_length +sepal_width +petal_length")
                .containsPattern(
                        "\n +1 +\\w+ +\\w+ +\\d+\\.\\d % #+ +(right|wrong) +\\d\\.\\d +\\d\\.\\d")
                .endsWith("the first 10; all are in predictions");
        assertThat(card.html()).contains("display:inline-block;width:");
        assertThat(((Table) notebook.values.get("predictions")).columnNames())
                .containsExactly(
                        "row",
                        "actual",
                        "predicted",
                        "confidence",
                        "verdict",
                        "p_setosa",
                        "p_versicolor",
                        "p_virginica");
    }

    @Test
    void the_surest_mistakes_come_first() throws Exception {
        digits();
        Output card = card("%predict on=test show=wrong sort=confidence");
        assertThat(card.text()).containsPattern("predictions on test: \\d+ wrong of 359 rows");
        assertThat(card.html())
                .contains("data:image/png;base64,", "alt=\"The rows of the table, in its order.\"")
                .doesNotContain(">right<");
        var shares =
                card.text()
                        .lines()
                        .filter(line -> line.contains(" % #"))
                        .map(line -> line.replaceAll(".* (\\d+\\.\\d) % #.*", "$1"))
                        .map(Double::parseDouble)
                        .toList();
        assertThat(shares).hasSize(10).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    }

    @Test
    void the_likeliest_classes_are_named_and_a_threshold_is_taken() throws Exception {
        digits();
        assertThat(card("%predict on=test n=20 top=3 threshold=0.4").text())
                .contains("top 3")
                .containsPattern(
                        "(right|wrong) +\\d \\d+\\.\\d %, \\d \\d+\\.\\d %, \\d \\d+\\.\\d %");
        notebook.train(
                "breast_cancer", "dense 1 sigmoid", "adam(0.05) binary_crossentropy accuracy", 5);
        notebook.run("%predict threshold=0.0 quiet");
        var all = (Table) notebook.values.get("predictions");
        assertThat(all.stringColumn("predicted").unique().asList())
                .containsExactly(all.columnNames().getLast().substring(2));
        assertThatThrownBy(() -> notebook.run("%predict threshold=4"))
                .hasMessageContaining("threshold takes a chance from 0 to 1, not 4.");
        assertThatThrownBy(() -> notebook.run("%predict top=0"))
                .hasMessageContaining("top takes a whole number from 1, not 0.");
    }

    @Test
    void a_map_a_table_a_file_and_Java_rows_are_predicted() throws Exception {
        notebook.trainFlowers();
        assertThat(
                        card("%predict {sepal_length: 5.1, sepal_width: 3.5, petal_length: 1.4, petal_width: 0.2}")
                                .text())
                .containsPattern("one row: 1 of 1 row\n")
                .containsPattern("\n +1 +setosa +\\S+ % #+ +5\\.1 +3\\.5 +1\\.4 +0\\.2");
        notebook.own("rows", "double[][]", new double[][] {{5.1, 3.5, 1.4, 0.2}, {6, 3, 5, 2}});
        assertThat(card("%predict $rows").text())
                .contains("2 of 2 rows", "setosa")
                .containsPattern("\n +2 +v\\w+ +\\S+ % #+ +6\\.0 +3\\.0 +5\\.0 +2\\.0");
        var table =
                Table.create(
                        DoubleColumn.create("petal_width", 0.2),
                        DoubleColumn.create("petal_length", 1.4),
                        DoubleColumn.create("sepal_width", 3.5),
                        DoubleColumn.create("sepal_length", 5.1));
        notebook.own("table", "tech.tablesaw.api.Table", table);
        assertThat(card("%predict $table").text()).contains("setosa");
        Files.writeString(
                folder.resolve("new.csv"),
                "sepal_length,sepal_width,petal_length,petal_width\n5.1,3.5,1.4,0.2\n6,3,5,2\n");
        assertThat(card("%predict \"new.csv\" out=\"scored.csv\"").text())
                .contains("predictions on new.csv: 2 of 2 rows", "Saved as scored.csv.");
        assertThat(Files.readAllLines(folder.resolve("scored.csv")))
                .hasSize(3)
                .first()
                .isEqualTo("row,predicted,confidence,p_setosa,p_versicolor,p_virginica");
        assertThatThrownBy(() -> notebook.run("%predict on=test out=\"none/scored.csv\""))
                .hasMessageContaining("E191: the predictions could not be written to ");
    }

    @Test
    void a_picture_is_read_as_bright_as_the_training_rows() throws Exception {
        digits();
        Dataset test = notebook.magics().session().needData().test;
        for (int row = 0; row < 5; row++) {
            var picture = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < 8; y++) {
                for (int x = 0; x < 8; x++) {
                    int grey = Math.round(test.x.get(row, y * 8 + x) * 255);
                    picture.setRGB(x, y, new Color(grey, grey, grey).getRGB());
                }
            }
            ImageIO.write(picture, "png", folder.resolve("digit.png").toFile());
            notebook.run("%predict on=test quiet");
            var all = (Table) notebook.values.get("predictions");
            String expected = all.stringColumn("predicted").get(row);
            double sure = all.doubleColumn("confidence").get(row);
            assertThat(card("%predict image(\"digit.png\")").html())
                    .contains("data:image/png;base64,");
            var one = (Table) notebook.values.get("predictions");
            assertThat(one.stringColumn("predicted").asList()).isEqualTo(List.of(expected));
            assertThat(one.doubleColumn("confidence").get(0))
                    .isCloseTo(sure, org.assertj.core.api.Assertions.within(0.02));
        }
        card("%predict \"digit.png\"");
        notebook.trainFlowers();
        assertThatThrownBy(() -> notebook.run("%predict image(\"digit.png\")"))
                .hasMessageContaining("E219: the model takes columns, not pictures.");
    }

    @Test
    void numbers_come_with_their_error_in_their_own_unit() throws Exception {
        notebook.train(
                "diabetes scale_target=true", "dense 1", "adam(0.05) mean_squared_error", 10);
        Output card = card("%predict sort=error n=5");
        assertThat(card.text()).containsPattern("actual +predicted +error");
        var table = (Table) notebook.values.get("predictions");
        assertThat(table.columnNames()).containsExactly("row", "actual", "predicted", "error");
        assertThat(table.doubleColumn("actual").max()).isGreaterThan(100);
        assertThatThrownBy(() -> notebook.run("%predict show=wrong"))
                .hasMessage(
                        "E102: show, sort=confidence and top are for classes; this model predicts numbers.\n"
                                + "  Type: %predict sort=error");
    }

    @Test
    void what_a_row_lacks_or_holds_too_much_is_named() throws Exception {
        notebook.trainFlowers();
        assertThatThrownBy(
                        () ->
                                notebook.run(
                                        "%predict {sepal_length: 5.1, sepal_width: 3.5, petal_length: 1.4}"))
                .hasMessage(
                        "E171: the map lacks petal_width.\n"
                                + "  Needed: sepal_length, sepal_width, petal_length, petal_width.");
        Files.writeString(
                folder.resolve("new.csv"),
                "sepal_length,sepal_width,petal_length,petal_width,species\n5,3,1,0.2,setoza\n");
        assertThatThrownBy(() -> notebook.run("%predict \"new.csv\""))
                .hasMessageStartingWith(
                        "E172: species is \"setoza\"; known: setosa, versicolor, virginica.");
    }
}
