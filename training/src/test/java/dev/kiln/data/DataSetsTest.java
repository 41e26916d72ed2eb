package dev.kiln.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.catalog.Catalog;
import dev.kiln.catalog.UserError;
import dev.kiln.data.ColumnChoice.TaskChoice;
import dev.kiln.data.ColumnPreparation.Numbers;
import dev.kiln.data.ColumnPreparation.OneHot;
import dev.kiln.data.ColumnPreparation.Scaling;
import dev.kiln.data.InputPreparation.OfColumns;
import dev.kiln.data.Preparing.Missing;
import dev.kiln.data.Preparing.Normalize;
import dev.kiln.tensor.Shape;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DataSetsTest {
    private static final DataOptions PLAIN =
            new DataOptions().withTest(null).withVal(null).withShuffle(false);

    private static Table houses(int rows) {
        return Table.create(
                "m.csv",
                DoubleColumn.create("age", IntStream.range(0, rows).mapToDouble(i -> i).toArray()),
                StringColumn.create(
                        "town",
                        IntStream.range(0, rows)
                                .mapToObj(i -> i % 2 == 0 ? "Ulm" : "Bonn")
                                .toList()),
                IntColumn.create(
                        "garden", IntStream.range(0, rows).map(i -> i % 3 == 0 ? 1 : 0).toArray()),
                DoubleColumn.create(
                        "price", IntStream.range(0, rows).mapToDouble(i -> 1000.5 * i).toArray()));
    }

    private static Source file(Table table) {
        return new Source.OfTable("m.csv", "\"m.csv\"", table);
    }

    private static DataSets of(Table table, DataOptions options) {
        return DataSets.of(file(table), options);
    }

    private static Table numbered(double... y) {
        return Table.create(
                "m.csv",
                DoubleColumn.create(
                        "a", IntStream.range(0, y.length).mapToDouble(i -> i).toArray()),
                DoubleColumn.create("y", y));
    }

    @Test
    void numbers_are_z_scored_texts_one_hot_and_yes_no_columns_untouched() {
        DataSets data = of(houses(4), PLAIN.withTarget("price"));
        List<ColumnPreparation> columns =
                ((OfColumns) data.pipeline().inputs().getFirst()).columns();
        assertThat(columns)
                .containsExactly(
                        new Numbers("age", Scaling.ZSCORE, 1.5, Math.sqrt(1.25), null),
                        new OneHot("town", List.of("Bonn", "Ulm"), null),
                        new Numbers("garden", Scaling.NONE, 0, 1, null));
        assertThat(data.train.x.shape()).isEqualTo(Shape.of(4, 4));
        assertThat(data.train.x.slice(0, 1).toArray())
                .containsExactly((float) (-1.5 / Math.sqrt(1.25)), 0, 1, 1);
        assertThat(data.task()).isEqualTo(Task.REGRESSION);
        assertThat(data.train.y.shape()).isEqualTo(Shape.of(4, 1));
        assertThat(data.features()).containsExactly("age", "town", "garden");
    }

    @Test
    void preparation_is_fitted_on_the_training_rows_alone() {
        DataSets data =
                of(
                        houses(40),
                        new DataOptions().withTarget("price").withNormalize(Normalize.MINMAX));
        float[] train = column(data.train.x, 0);
        Arrays.sort(train);
        assertThat(train[0]).isZero();
        assertThat(train[train.length - 1]).isEqualTo(1);
        Numbers age =
                (Numbers) ((OfColumns) data.pipeline().inputs().getFirst()).columns().getFirst();
        assertThat(age.shift()).isEqualTo(data.train.table().doubleColumn("age").min());
    }

    private static float[] column(FloatArray x, int k) {
        var values = new float[x.rows()];
        for (int row = 0; row < values.length; row++) {
            values[row] = x.get(row, k);
        }
        return values;
    }

    @Test
    void without_parts_shuffle_and_scaling_the_rows_are_those_given() {
        DataSets data =
                of(
                        houses(5),
                        PLAIN.withTarget("price").withNormalize(Normalize.NONE).withDrop("town"));
        assertThat(data.train.x.toArray()).containsExactly(0, 1, 1, 0, 2, 0, 3, 1, 4, 0);
        assertThat(data.val.isEmpty()).isTrue();
        assertThat(data.test.isEmpty()).isTrue();
        assertThat(data.trainAndVal().takeLast(0.4).last().y.toArray())
                .containsExactly(3001.5f, 4002);
    }

    @Property(tries = 200)
    void every_row_is_in_exactly_one_part(
            @ForAll @IntRange(min = 1, max = 60) int rows,
            @ForAll @DoubleRange(min = 0, max = 0.99) double test,
            @ForAll @DoubleRange(min = 0, max = 0.99) double val,
            @ForAll boolean shuffle,
            @ForAll boolean stratify,
            @ForAll @IntRange(min = 1, max = 9) int classes) {
        double[] y = IntStream.range(0, rows).mapToDouble(i -> i % classes).toArray();
        DataSets data =
                of(
                        numbered(y),
                        new DataOptions()
                                .withTarget("y")
                                .withTest(test)
                                .withVal(val)
                                .withShuffle(shuffle)
                                .withStratify(stratify)
                                .withNormalize(Normalize.NONE));
        var all = new java.util.ArrayList<Float>();
        for (Dataset part : List.of(data.train, data.val, data.test)) {
            for (float row : part.x.toArray()) {
                all.add(row);
            }
        }
        assertThat(all).hasSize(rows).doesNotHaveDuplicates();
        assertThat(data.train.isEmpty()).isFalse();
        assertThat(data.trainAndVal().rows()).isEqualTo(data.train.rows() + data.val.rows());
    }

    @Test
    void a_class_of_one_row_is_learned() {
        DataSets data =
                of(
                        numbered(0, 0, 0, 0, 0, 0, 0, 0, 0, 1),
                        new DataOptions().withTarget("y").withTest(0.5));
        assertThat(data.counts(data.train)[1]).isEqualTo(1);
    }

    @Test
    void the_task_is_told_by_the_target() {
        double[] twentyOne = IntStream.range(0, 21).mapToDouble(i -> i).toArray();
        assertThat(of(numbered(twentyOne), PLAIN.withTarget("y")).task())
                .isEqualTo(Task.REGRESSION);
        assertThat(of(numbered(Arrays.copyOf(twentyOne, 20)), PLAIN.withTarget("y")).task())
                .isEqualTo(Task.CLASSIFICATION);
        assertThat(of(numbered(0, 1.5), PLAIN.withTarget("y")).task()).isEqualTo(Task.REGRESSION);
        assertThat(of(numbered(0, 1), PLAIN.withTarget("y").withTask(TaskChoice.REGRESSION)).task())
                .isEqualTo(Task.REGRESSION);
        assertThat(
                        of(
                                        numbered(0.5, 1.5),
                                        PLAIN.withTarget("y").withTask(TaskChoice.CLASSIFICATION))
                                .classes())
                .containsExactly("0.5", "1.5");
        Table yes =
                Table.create(IntColumn.create("a", 1, 2), BooleanColumn.create("ok", true, false));
        DataSets data = of(yes, PLAIN.withTarget("ok"));
        assertThat(data.classes()).containsExactly("false", "true");
        assertThat(data.train.y.toArray()).containsExactly(1, 0);
        assertThatThrownBy(
                        () ->
                                of(
                                        houses(4),
                                        PLAIN.withTarget("town").withTask(TaskChoice.REGRESSION)))
                .hasMessageStartingWith(
                        "E127: column town holds text such as \"Ulm\", so it is no target of a regression.");
    }

    @Test
    void class_numbers_are_kept_relabelled_or_turned_to_zero_and_one_as_asked() {
        assertThat(of(numbered(3, 8, 3), PLAIN.withTarget("y")).train.y.toArray())
                .containsExactly(3, 8, 3);
        DataSets relabelled = of(numbered(3, 8, 3), PLAIN.withTarget("y").withRelabel(true));
        assertThat(relabelled.train.y.toArray()).containsExactly(0, 1, 0);
        assertThat(relabelled.classTarget().orElseThrow().nameOf(1)).isEqualTo("8");
        assertThat(of(numbered(-1, 1, -1), PLAIN.withTarget("y")).train.y.toArray())
                .containsExactly(-1, 1, -1);
        assertThat(of(numbered(-1, 1, -1), PLAIN.withTarget("y").withLabels(1)).train.y.toArray())
                .containsExactly(0, 1, 0);
        assertThatThrownBy(() -> of(numbered(3, 8), PLAIN.withTarget("y").withLabels(1)))
                .hasMessageStartingWith(
                        "E127: labels=01 is for the labels -1 and 1; here they are 3, 8.");
        DataSets oneHot = of(numbered(0, 2, 1), PLAIN.withTarget("y").withOneHot(true));
        assertThat(oneHot.train.y)
                .isEqualTo(FloatArray.of(new int[][] {{1, 0, 0}, {0, 0, 1}, {0, 1, 0}}));
        assertThat(oneHot.counts(oneHot.train)).containsExactly(1, 1, 1);
    }

    @Test
    void classes_can_be_named() {
        DataSets data =
                DataSets.of(
                        Source.arrays(
                                new double[][] {{1}, {2}, {3}}, new int[] {1, 0, 1}, "x=$x y=$y"),
                        PLAIN.withClasses("cat", "dog"));
        assertThat(data.classes()).containsExactly("cat", "dog");
        assertThat(data.train.y.toArray()).containsExactly(1, 0, 1);
        assertThatThrownBy(
                        () ->
                                of(
                                        numbered(0, 1, 2),
                                        PLAIN.withTarget("y").withClasses("cat", "dog")))
                .hasMessageStartingWith(
                        "E127: classes names 2 classes, but column y holds 0, 1, 2.");
    }

    @Test
    void a_scaled_target_comes_back_in_its_own_unit() {
        DataSets data = of(houses(30), PLAIN.withTarget("price").withScaleTarget(true));
        var target = (TargetPreparation.Values) data.pipeline().targets().getFirst();
        assertThat(target.isScaled()).isTrue();
        FloatArray back = target.original(data.train.y);
        assertThat(back.get(29, 0)).isCloseTo(1000.5f * 29, within(0.01f));
    }

    @Test
    void the_inputs_themselves_can_be_the_target() {
        DataSets data = of(houses(10), PLAIN.withTarget("inputs"));
        assertThat(data.task()).isEqualTo(Task.RECONSTRUCTION);
        assertThat(data.train.y).isEqualTo(data.train.x);
        assertThat(data.features()).contains("price");
    }

    @Test
    void several_numbers_stand_side_by_side_and_yes_no_columns_are_labels_of_their_own() {
        Table table = houses(30);
        DataSets two = of(table, PLAIN.withTarget("price", "age"));
        assertThat(two.task()).isEqualTo(Task.REGRESSION);
        assertThat(two.train.y.shape()).isEqualTo(Shape.of(30, 2));
        Table labels =
                Table.create(
                        IntColumn.create("x", 1, 2, 3),
                        IntColumn.create("a", 1, 1, 0),
                        IntColumn.create("b", 0, 1, 0));
        DataSets multi = of(labels, PLAIN.withTarget("a", "b"));
        assertThat(multi.task()).isEqualTo(Task.MULTI_LABEL);
        assertThat(multi.classes()).containsExactly("a", "b");
        assertThat(multi.counts(multi.train)).containsExactly(2, 1);
    }

    @Test
    void an_unknown_column_is_answered_with_the_nearest_one() {
        Table wine =
                Table.create(
                        DoubleColumn.create("acid", 1, 2), DoubleColumn.create("quality", 1, 2));
        assertThatThrownBy(
                        () ->
                                DataSets.of(
                                        new Source.OfTable(
                                                "winequality.csv", "\"winequality.csv\"", wine),
                                        PLAIN.withTarget("qualty")))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "E121: no column qualty in winequality.csv. Did you mean quality?\n  Type: %data \"winequality.csv\" target=quality");
        assertThatThrownBy(() -> of(houses(3), PLAIN.withTarget("price").withDrop("agee")))
                .hasMessage(
                        "E121: no column agee in m.csv. Did you mean age?\n  Type: %data \"m.csv\" target=price drop=age");
        assertThatThrownBy(() -> of(houses(3), PLAIN))
                .hasMessage(
                        "E127: which column of m.csv is to be predicted? It has age, town, garden, price.\n  Type: %data \"m.csv\" target=price");
    }

    @Test
    void a_file_that_was_read_as_one_column_is_answered_with_its_separator() {
        Table one = Table.create(DoubleColumn.create("age;price", 1, 2));
        assertThatThrownBy(() -> of(one, PLAIN.withTarget("price")))
                .hasMessage(
                        "E121: m.csv was read as one column, age;price.\n"
                                + "  Leave sep= out, or name what stands between the columns: sep=\",\"");
    }

    @Test
    void a_data_set_says_how_its_source_and_its_options_are_typed() {
        var chosen = PLAIN.withTarget("price").withDrop("age", "my town").withMissing(Missing.MEAN);
        assertThat(chosen.withSeed(7).typed())
                .isEqualTo(
                        " target=price drop=[age, \"my town\"] test=none val=none shuffle=false seed=7 missing=mean");
        assertThat(new DataOptions().typed()).isEmpty();
        assertThat(of(houses(8), new DataOptions().withTarget("price")).typed())
                .isEqualTo("\"m.csv\" target=price");
    }

    private static Table withGaps() {
        Table table = numbered(IntStream.range(0, 40).mapToDouble(i -> i * 1.5).toArray());
        table.column("a").setName("age");
        for (int row : new int[] {3, 18, 22, 30, 31, 32, 33, 34, 35, 36, 37, 38}) {
            table.doubleColumn("age").setMissing(row);
        }
        return table;
    }

    @Test
    void empty_cells_are_counted_and_their_rows_named() {
        assertThatThrownBy(() -> of(withGaps(), PLAIN.withTarget("y")))
                .hasMessage(
                        "E122: 12 empty cells in column age (rows 4, 19, 23, ...).\n"
                                + "  Type: %data \"m.csv\" target=y test=none val=none shuffle=false missing=mean  (or missing=drop)");
        Table infinite = numbered(1, Double.POSITIVE_INFINITY, 2.5);
        assertThatThrownBy(() -> of(infinite, PLAIN.withTarget("y")))
                .hasMessageStartingWith("E122: 1 infinite value in column y (row 2).");
    }

    @Test
    void empty_cells_are_dropped_or_filled_from_the_training_rows() {
        DataSets dropped = of(withGaps(), PLAIN.withTarget("y").withMissing(Missing.DROP));
        assertThat(dropped.rows()).isEqualTo(28);
        assertThat(dropped.notes())
                .containsExactly("12 of 40 rows were left out: they have empty cells.");
        DataSets median =
                of(
                        withGaps(),
                        PLAIN.withTarget("y")
                                .withMissing(Missing.MEDIAN)
                                .withNormalize(Normalize.NONE));
        double[] known = withGaps().doubleColumn("age").removeMissing().asDoubleArray();
        Arrays.sort(known);
        assertThat(median.train.x.get(3, 0)).isEqualTo((float) ((known[13] + known[14]) / 2));
        DataSets mean = of(withGaps(), PLAIN.withTarget("y").withMissing(Missing.MEAN));
        assertThat(mean.train.x.get(3, 0)).isEqualTo(0, within(1e-6f));
        Table texts = houses(5);
        texts.stringColumn("town").setMissing(1);
        DataSets most = of(texts, PLAIN.withTarget("price").withMissing(Missing.MEAN));
        assertThat(most.train.x.slice(1, 2).toArray()).endsWith(0, 1, 0);
        assertThatThrownBy(
                        () ->
                                of(
                                        Table.create(
                                                "m.csv",
                                                DoubleColumn.create("a", Double.NaN, Double.NaN),
                                                DoubleColumn.create("y", 1, 2)),
                                        PLAIN.withTarget("y").withMissing(Missing.DROP)))
                .hasMessageStartingWith(
                        "E127: m.csv has no row to train on: each of its 2 rows has an empty cell.");
    }

    @Test
    void word_columns_become_word_numbers_of_the_training_rows_vocabulary() {
        Table table =
                Table.create(
                        StringColumn.create("review", "Good, good film!", "bad FILM", "a good one"),
                        IntColumn.create("y", 1, 0, 1));
        DataSets data =
                of(
                        table,
                        PLAIN.withTarget("y")
                                .withText("review")
                                .withVocabulary(4)
                                .withSequenceLength(4));
        assertThat(data.train.x)
                .isEqualTo(FloatArray.of(new int[][] {{2, 2, 3, 0}, {1, 3, 0, 0}, {1, 2, 1, 0}}));
        assertThat(data.train.inputNames()).containsExactly("review");
        DataSets longest = of(table, PLAIN.withTarget("y").withText("review"));
        assertThat(longest.train.x.rowShape()).isEqualTo(Shape.of(3));
    }

    @Test
    void too_many_different_texts_ask_for_word_numbers() {
        Table table =
                Table.create(
                        StringColumn.create(
                                "note",
                                IntStream.range(0, 200).mapToObj(i -> "note " + i).toList()),
                        IntColumn.create("y", IntStream.range(0, 200).map(i -> i % 2).toArray()));
        assertThatThrownBy(() -> of(table, PLAIN.withTarget("y")))
                .hasMessage(
                        "E127: column note has 200 different texts in 200 training rows, too many for one column each.\n"
                                + "  Type: %data \"m.csv\" target=y text=note test=none val=none shuffle=false   for word numbers and an embedding, or: %data \"m.csv\" target=y drop=note test=none val=none shuffle=false");
    }

    @Test
    void a_column_of_dates_is_refused() {
        Table table =
                Table.create(DateColumn.create("day", LocalDate.EPOCH), IntColumn.create("y", 1));
        assertThatThrownBy(() -> of(table, PLAIN.withTarget("y")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("which is neither number nor text")
                .hasMessageContaining("drop=[day]");
    }

    @Test
    void rows_are_limited_and_rarer_classes_repeated_in_train_alone() {
        double[] y = IntStream.range(0, 100).mapToDouble(i -> i < 90 ? 0 : 1).toArray();
        DataSets balanced = of(numbered(y), new DataOptions().withTarget("y").withBalance(true));
        assertThat(balanced.counts(balanced.train)).containsExactly(65, 65);
        assertThat(balanced.counts(balanced.test)).containsExactly(18, 2);
        assertThat(balanced.trainAndVal().rows()).isEqualTo(80);
        assertThat(of(numbered(y), new DataOptions().withTarget("y").withLimit(50)).rows())
                .isEqualTo(50);
        assertThatThrownBy(() -> of(houses(30), PLAIN.withTarget("price").withBalance(true)))
                .hasMessageStartingWith("E127: balance=true");
    }

    @Test
    void given_sets_keep_their_order_and_are_prepared_alike() {
        Source given = Source.tables(houses(30), houses(6), "train=$t1 test=$t2");
        DataSets data =
                DataSets.of(
                        given, new DataOptions().withTarget("price").withNormalize(Normalize.NONE));
        assertThat(data.test.rows()).isEqualTo(6);
        assertThat(column(data.test.x, 0)).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(data.train.rows()).isEqualTo(27);
        assertThat(column(data.train.x, 0)).isSorted();
        assertThatThrownBy(
                        () ->
                                Source.tables(
                                        houses(3),
                                        houses(3).removeColumns("town"),
                                        "train=$a test=$b"))
                .hasMessageStartingWith("E162: m.csv lacks column town.");
        assertThatThrownBy(
                        () ->
                                Source.arrays(
                                        new double[3][2],
                                        new int[3],
                                        new double[2][2],
                                        new int[1],
                                        ""))
                .hasMessageStartingWith("E123: x_test has 2 rows, y_test has 1.");
        assertThatThrownBy(
                        () ->
                                Source.arrays(
                                        new double[3][2],
                                        new int[3],
                                        new double[2][5],
                                        new int[2],
                                        ""))
                .hasMessageStartingWith(
                        "E123: rows of the training array are 2, those of the test array 5.");
    }

    @Test
    void arrays_of_every_kind_are_parted_and_prepared() {
        float[][][] images = new float[20][4][4];
        images[3][1][2] = 255;
        DataSets pictures = DataSets.of(images, IntStream.range(0, 20).map(i -> i % 2).toArray());
        assertThat(pictures.train.x.rowShape()).isEqualTo(Shape.of(4, 4));
        float most = 0;
        for (Dataset part : List.of(pictures.train, pictures.val, pictures.test)) {
            for (float value : part.x.toArray()) {
                most = Math.max(most, value);
            }
        }
        assertThat(most).isEqualTo(1);
        DataSets texts =
                DataSets.of(
                        Nd4j.create(new double[][] {{1, 2}, {3, 4}, {5, 6}}),
                        new String[] {"a", "b", "a"});
        assertThat(texts.classes()).containsExactly("a", "b");
        assertThat(texts.features()).containsExactly("x_0", "x_1");
        assertThatThrownBy(() -> DataSets.of(new double[150][4], new int[149]))
                .hasMessageStartingWith("E123: x has 150 rows, y has 149.");
        DataSets unlabelled = DataSets.of(Source.arrays(new double[10][2], null, "x=$x"), PLAIN);
        assertThat(unlabelled.task()).isEqualTo(Task.UNLABELLED);
        DataSets masks = DataSets.of(new float[10][4][4], new float[10][4][4]);
        assertThat(masks.train.y.rowShape()).isEqualTo(Shape.of(4, 4));
        assertThatThrownBy(() -> DataSets.of(new float[][][] {{{1, Float.NaN}}}, new int[] {1}))
                .hasMessageStartingWith("E122: 1 number of x is NaN or infinite, first in row 1.");
    }

    @Test
    void word_numbers_in_arrays_are_untouched() {
        var words = new int[200][10];
        var random = new java.util.SplittableRandom(1);
        for (int[] row : words) {
            Arrays.setAll(row, _ -> random.nextInt(5000));
        }
        DataSets data = DataSets.of(Source.arrays(words, new int[200], "x=$x y=$y"), PLAIN);
        assertThat(data.train.x).isEqualTo(FloatArray.of(words));
    }

    @Test
    void every_option_has_a_type_a_default_documentation_and_an_example() {
        var entry =
                new Catalog<DataOptions>("data")
                        .with("data", new DataOptions())
                        .entries()
                        .getFirst();
        assertThat(entry.arguments())
                .hasSize(24)
                .allSatisfy(
                        argument -> {
                            assertThat(argument.doc()).isNotBlank();
                            assertThat(argument.example()).isNotBlank();
                        });
        assertThat(entry.arguments().stream().map(argument -> argument.name()))
                .contains("target", "one_hot", "scale_target", "sep", "size", "sequence_length");
        DataOptions made =
                new Catalog<DataOptions>("data")
                        .with("data", new DataOptions())
                        .get("data", Map.of("target", "price", "test", 0.3, "missing", "mean"));
        assertThat(made)
                .isEqualTo(
                        new DataOptions()
                                .withTarget("price")
                                .withTest(0.3)
                                .withMissing(Missing.MEAN));
    }

    @Test
    void options_out_of_range_are_refused() {
        assertThatThrownBy(() -> new DataOptions().withTest(1.5))
                .hasMessage(
                        "E103: test=1.5 is no share of the rows: it must be from 0 to below 1.\n  Type: test=20%   or test=none");
        assertThatThrownBy(() -> new DataOptions().withLimit(0))
                .hasMessageStartingWith("E103: limit=0");
        assertThatThrownBy(() -> new DataOptions().withSize(Shape.of(64)))
                .hasMessageStartingWith("E103: size=64 is no height x width.");
        assertThatThrownBy(() -> new DataOptions().withSep("::"))
                .hasMessageStartingWith("E103: sep=\"::\" must be one character.");
        assertThatThrownBy(() -> new DataOptions().withVocabulary(2))
                .hasMessageStartingWith("E103: vocabulary=2");
    }
}
