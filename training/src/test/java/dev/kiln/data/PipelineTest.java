package dev.kiln.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;

import dev.kiln.catalog.UserError;
import dev.kiln.data.Preparing.Missing;
import dev.kiln.data.sets.NamedSets;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

import java.util.List;
import java.util.Map;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class PipelineTest {
    private final DataSets iris = NamedSets.load("iris", new DataOptions());

    private static DataSets towns(DataOptions options) {
        Table table =
                Table.create(
                        "m.csv",
                        DoubleColumn.create("age", 1, 2, 3, 4),
                        StringColumn.create("town", "Ulm", "Bonn", "Ulm", "Bonn"),
                        StringColumn.create("note", "good film", "bad film", "good", "bad"),
                        DoubleColumn.create("price", 1.5, 20.5, 30.5, 40.5));
        return DataSets.of(
                new Source.OfTable("m.csv", "\"m.csv\"", table),
                options.withTarget("price").withText("note").withTest(null).withVal(null));
    }

    @Test
    void raw_rows_are_prepared_as_the_training_rows_were() {
        Table raw = iris.test.table();
        assertThat(iris.pipeline().prepare(raw)).containsExactly(iris.test.x);
        assertThat(iris.pipeline().prepare(raw.removeColumns("species")))
                .containsExactly(iris.test.x);
    }

    @Test
    void one_row_is_prepared_from_a_map_and_from_an_array() {
        Map<String, Object> row =
                Map.of(
                        "sepal_length",
                        5.1,
                        "Sepal_Width",
                        3.5,
                        "petal_length",
                        1.4f,
                        "petal_width",
                        0.2);
        FloatArray fromMap = iris.pipeline().prepare(row).getFirst();
        assertThat(fromMap.shape()).isEqualTo(Shape.of(1, 4));
        FloatArray fromArray =
                iris.pipeline()
                        .prepare(FloatArray.of(new double[] {5.1, 3.5, 1.4, 0.2}))
                        .getFirst();
        for (int k = 0; k < 4; k++) {
            assertThat(fromArray.get(0, k))
                    .isCloseTo(fromMap.get(0, k), org.assertj.core.api.Assertions.within(1e-5f));
        }
        assertThatThrownBy(() -> iris.pipeline().prepare(FloatArray.of(new double[] {5.1, 3.5})))
                .hasMessageStartingWith("E219: the model takes rows of 4, the data gives");
    }

    @Test
    void a_map_that_lacks_a_column_is_told_all_of_them() {
        assertThatThrownBy(
                        () ->
                                iris.pipeline()
                                        .prepare(
                                                Map.of(
                                                        "sepal_length",
                                                        5.1,
                                                        "sepal_width",
                                                        3.5,
                                                        "petal_length",
                                                        1.4)))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "E171: the map lacks petal_width.\n  Needed: sepal_length, sepal_width, petal_length, petal_width.");
    }

    @Test
    void a_text_that_training_never_saw_is_named_with_the_known_ones() {
        Pipeline pipeline = towns(new DataOptions()).pipeline();
        assertThatThrownBy(() -> pipeline.prepare(Map.of("age", 1, "town", "Bon", "note", "x")))
                .hasMessage("E172: town is \"Bon\"; known: Bonn, Ulm.\n  Type: town=Bonn");
        assertThatThrownBy(() -> pipeline.prepare(Map.of("age", "old", "town", "Ulm", "note", "x")))
                .hasMessageStartingWith("E172: age is \"old\"; a number is needed.");
        assertThatThrownBy(
                        () ->
                                pipeline.prepare(
                                        Table.create("new.csv", DoubleColumn.create("age", 1))))
                .hasMessageStartingWith("E162: new.csv lacks column town.");
    }

    @Test
    void an_empty_cell_is_filled_where_the_training_rows_said_how_and_refused_where_not() {
        Map<String, Object> row = Map.of("age", Double.NaN, "town", "", "note", "good");
        assertThatThrownBy(() -> towns(new DataOptions()).pipeline().prepare(row))
                .hasMessageStartingWith("E122: an empty cell in column age.");
        FloatArray filled =
                towns(new DataOptions().withMissing(Missing.MEAN))
                        .pipeline()
                        .prepare(row)
                        .getFirst();
        assertThat(filled.toArray()).containsExactly(0, 1, 0);
    }

    @Test
    void a_pipeline_survives_a_trip_through_json() {
        Gson gson = new Gson();
        for (DataSets data :
                List.of(
                        iris,
                        towns(new DataOptions().withMissing(Missing.MEDIAN).withScaleTarget(true)),
                        NamedSets.load("digits", new DataOptions().withOneHot(true)))) {
            String json = gson.toJson(data.pipeline().settings());
            assertThat(Pipeline.of(gson.fromJson(json, Map.class))).isEqualTo(data.pipeline());
            assertThat(Pipeline.of(data.pipeline().settings())).isEqualTo(data.pipeline());
        }
    }

    @Test
    void settings_of_another_version_or_without_a_part_are_refused() {
        assertThatThrownBy(() -> Pipeline.of(Map.of("version", 2)))
                .hasMessageStartingWith("E127: the file holds a preparation of version 2");
        assertThatThrownBy(() -> Pipeline.of(Map.of("version", 1))).isInstanceOf(UserError.class);
        assertThatThrownBy(
                        () ->
                                Pipeline.of(
                                        Map.of(
                                                "version",
                                                1,
                                                "task",
                                                "regression",
                                                "inputs",
                                                List.of(Map.of("kind", "magic", "name", "x")),
                                                "targets",
                                                List.of())))
                .isInstanceOf(UserError.class);
    }

    @Test
    void images_are_prepared_one_or_many_at_a_time() {
        Pipeline digits = NamedSets.load("digits", new DataOptions()).pipeline();
        assertThat(digits.prepare(FloatArray.of(new float[8][8][1])).getFirst().shape())
                .isEqualTo(Shape.of(1, 8, 8, 1));
        assertThat(digits.prepare(FloatArray.of(new float[5][64])).getFirst().shape())
                .isEqualTo(Shape.of(5, 8, 8, 1));
        assertThat(digits.features()).isEmpty();
    }
}
