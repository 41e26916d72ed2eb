package dev.kiln.data.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.data.DataOptions;
import dev.kiln.data.DataSets;
import dev.kiln.data.Dataset;
import dev.kiln.data.FloatArray;
import dev.kiln.data.Task;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ShippedSetsTest {
    private final DataSets iris = NamedSets.load("iris", new DataOptions());

    @Test
    void iris_is_parted_108_12_30_with_equal_shares_of_each_species() {
        assertThat(iris.train.rows()).isEqualTo(108);
        assertThat(iris.val.rows()).isEqualTo(12);
        assertThat(iris.test.rows()).isEqualTo(30);
        assertThat(iris.counts(iris.train)).containsExactly(36, 36, 36);
        assertThat(iris.counts(iris.val)).containsExactly(4, 4, 4);
        assertThat(iris.counts(iris.test)).containsExactly(10, 10, 10);
        assertThat(iris.classes()).containsExactly("setosa", "versicolor", "virginica");
        assertThat(iris.features())
                .containsExactly("sepal_length", "sepal_width", "petal_length", "petal_width");
        assertThat(iris.targets()).containsExactly("species");
        assertThat(iris.task()).isEqualTo(Task.CLASSIFICATION);
    }

    @Test
    void inputs_are_z_scored_with_the_training_rows_alone() {
        for (int k = 0; k < 4; k++) {
            assertThat(mean(iris.train.x, k)).isCloseTo(0, within(1e-6));
            assertThat(mean(iris.test.x, k)).isNotCloseTo(0, within(1e-3));
        }
    }

    @Test
    void no_part_is_grouped_by_class() {
        for (Dataset part : List.of(iris.train, iris.val, iris.test, iris.trainAndVal())) {
            float[] labels = part.y.toArray();
            float[] sorted = labels.clone();
            Arrays.sort(sorted);
            assertThat(labels).isNotEqualTo(sorted);
        }
        float[] lastFifth = iris.trainAndVal().takeLast(0.2).last().y.toArray();
        assertThat(lastFifth).contains(0, 1, 2);
    }

    @Test
    void training_and_validation_rows_together_are_the_two_parts_in_one_order() {
        Dataset both = iris.trainAndVal();
        assertThat(both.rows()).isEqualTo(120);
        assertThat(both.takeLast(0.2).first().rows()).isEqualTo(96);
        var rows = new java.util.ArrayList<List<Float>>();
        for (Dataset part : List.of(iris.train, iris.val)) {
            rows.addAll(rowsOf(part.x));
        }
        assertThat(rowsOf(both.x)).containsExactlyInAnyOrderElementsOf(rows);
    }

    @Test
    void the_same_seed_gives_the_same_parts_and_another_seed_others() {
        assertThat(NamedSets.load("iris", new DataOptions()).train.x).isEqualTo(iris.train.x);
        assertThat(NamedSets.load("iris", new DataOptions().withSeed(7)).train.x)
                .isNotEqualTo(iris.train.x);
    }

    @Test
    void the_table_shows_rows_as_they_were_measured() {
        assertThat(iris.train.table().columnNames())
                .containsExactly(
                        "sepal_length", "sepal_width", "petal_length", "petal_width", "species");
        assertThat(iris.train.table().rowCount()).isEqualTo(108);
        assertThat(iris.train.table().doubleColumn("sepal_length").min()).isBetween(4.0, 5.0);
    }

    @Test
    void every_shipped_set_has_the_rows_and_shapes_that_the_list_names() {
        assertThat(NamedSets.ALL.stream().filter(NamedSet::isBuiltIn))
                .hasSize(5)
                .allSatisfy(
                        set -> {
                            DataSets data = NamedSets.load(set.name(), new DataOptions());
                            assertThat(data.rows()).isEqualTo(set.rows());
                            assertThat(set.targets())
                                    .startsWith(
                                            data.classes().isEmpty()
                                                    ? "a number"
                                                    : data.classes().size() + " classes");
                            assertThat(set.inputs()).contains(data.train.x.rowShape().toString());
                        });
    }

    @Test
    void digits_are_images_divided_by_16_and_diabetes_is_a_regression() {
        DataSets digits = NamedSets.load("digits", new DataOptions());
        assertThat(digits.train.x.rowShape()).isEqualTo(Shape.of(8, 8, 1));
        float most = 0;
        for (float value : digits.train.x.toArray()) {
            most = Math.max(most, value);
        }
        assertThat(most).isEqualTo(1);
        assertThat(digits.classes())
                .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        DataSets diabetes = NamedSets.load("diabetes", new DataOptions());
        assertThat(diabetes.task()).isEqualTo(Task.REGRESSION);
        assertThat(diabetes.classes()).isEmpty();
        assertThat(diabetes.test.rows()).isEqualTo(88);
    }

    @Test
    void a_name_that_is_not_known_is_answered_with_the_nearest_one() {
        assertThatThrownBy(() -> NamedSets.load("irsi", new DataOptions()))
                .hasMessage(
                        "E124: there is no data set named irsi. Did you mean iris?\n  Type: %data iris");
    }

    private static double mean(FloatArray x, int column) {
        double sum = 0;
        for (int row = 0; row < x.rows(); row++) {
            sum += x.get(row, column);
        }
        return sum / x.rows();
    }

    private static List<List<Float>> rowsOf(FloatArray x) {
        var rows = new java.util.ArrayList<List<Float>>();
        for (int row = 0; row < x.rows(); row++) {
            var numbers = new java.util.ArrayList<Float>();
            for (int k = 0; k < x.rowSize(); k++) {
                numbers.add(x.get(row, k));
            }
            rows.add(numbers);
        }
        return rows;
    }
}
