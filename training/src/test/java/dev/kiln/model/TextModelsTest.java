package dev.kiln.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.catalog.UserError;
import dev.kiln.layers.Concatenate;
import dev.kiln.layers.Dense;
import dev.kiln.layers.Embedding;
import dev.kiln.layers.GlobalAveragePooling1D;
import dev.kiln.layers.Hashing;
import dev.kiln.layers.Input;
import dev.kiln.layers.OutputMode;
import dev.kiln.layers.StringLookup;
import dev.kiln.layers.Symbol;
import dev.kiln.layers.TextVectorization;
import dev.kiln.tensor.DType;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TextModelsTest {
    private static final List<String> GOOD_AND_BAD =
            List.of("a good film", "good, very good", "a bad film", "bad and very bad");

    private static Input text() {
        return new Input(1).withDtype(DType.STRING);
    }

    private static TextVectorization words() {
        return new TextVectorization().withOutputSequenceLength(4).adapted(GOOD_AND_BAD);
    }

    @Test
    void a_chain_learns_from_texts_and_predicts_for_texts() {
        var model =
                Sequential.of(
                        text(),
                        words(),
                        new Embedding(20, 8),
                        new GlobalAveragePooling1D(),
                        new Dense(1, "sigmoid"));
        model.compile("adam", "binary_crossentropy");
        model.fit(GOOD_AND_BAD, new int[] {1, 1, 0, 0}, new FitOptions(200).withChecks(Checks.OFF));
        var likely = model.predict(new String[] {"very good", "a bad one"});
        assertThat(likely.toArray()[0]).isGreaterThan(0.5f);
        assertThat(likely.toArray()[1]).isLessThan(0.5f);
        assertThat(model.predict("very good").toArray()[0]).isEqualTo(likely.toArray()[0]);
    }

    @Test
    void a_chain_without_an_input_is_built_when_it_meets_texts() {
        var model = Sequential.of(words(), new Embedding(20, 2), new GlobalAveragePooling1D());
        assertThat(model.predict(GOOD_AND_BAD).shape()).isEqualTo(Shape.of(4, 2));
    }

    @Test
    void texts_of_no_fixed_length_are_as_long_as_the_longest() {
        var words = new TextVectorization().adapted(GOOD_AND_BAD);
        var model = Sequential.of(text(), words);
        assertThat(model.inputs().getFirst().row()).isEqualTo(Shape.of(Shape.UNKNOWN));
        assertThat(model.predict(GOOD_AND_BAD).shape()).isEqualTo(Shape.of(4, 4));
    }

    @Test
    void several_inputs_of_texts_and_numbers_meet_in_one_model() {
        Symbol colours = new Input(2).withDtype(DType.STRING).withName("colours").symbol();
        Symbol town = new Input(1).withDtype(DType.INT64).withName("town").symbol();
        Symbol size = new Input(1).withName("size").symbol();
        var lookup =
                new StringLookup()
                        .withVocabulary(List.of("red", "blue"))
                        .withOutputMode(OutputMode.COUNT);
        var hashing = new Hashing(3).withOutputMode(OutputMode.ONE_HOT);
        var model =
                Model.of(
                        List.of(colours, town, size),
                        List.of(
                                new Concatenate()
                                        .apply(lookup.apply(colours), hashing.apply(town), size)));
        var rows =
                model.predict(
                        Map.of(
                                "colours", new String[][] {{"red", "red"}, {"green", "blue"}},
                                "town", new int[][] {{7}, {8}},
                                "size", new float[][] {{0.5f}, {2}}));
        assertThat(rows.shape()).isEqualTo(Shape.of(2, 7));
        assertThat(rows.toArray()).startsWith(0, 2, 0).endsWith(2);
        int bin = hashing.bin("7");
        assertThat(rows.toArray()[3 + bin]).isEqualTo(1);
    }

    @Test
    void a_saved_model_reads_texts_again(@TempDir Path folder) {
        var model =
                Sequential.of(text(), words(), new Embedding(20, 2), new GlobalAveragePooling1D());
        String file = folder.resolve("texts.keras").toString();
        model.save(file);
        assertThat(Model.load(file).predict(GOOD_AND_BAD).toArray())
                .containsExactly(model.predict(GOOD_AND_BAD).toArray());
    }

    private static void refused(Runnable model, String message) {
        assertThatThrownBy(model::run).isInstanceOf(UserError.class).hasMessage(message);
    }

    @Test
    void texts_that_no_layer_reads_and_layers_that_get_no_texts_are_refused() {
        refused(
                () -> Sequential.of(text(), new Dense(2)),
                """
                E134: dense computes with numbers, but its input input : 1 holds texts.
                  Type: new TextVectorization().adapted(texts) between them, or new StringLookup().adapted(texts)""");
        refused(
                () -> Sequential.of(new Input(4), new Dense(2), words()),
                """
                E134: text_vectorization reads texts, so it stands directly behind an input of texts, not behind dense : 2.
                  Type: new Input(1).withDtype(DType.STRING)""");
        Symbol in = text().symbol();
        Symbol one = words().withName("one").apply(in);
        Symbol two = words().withName("two").apply(in);
        refused(
                () -> Model.of(List.of(in), List.of(one, two)),
                """
                E134: the texts of one input are read by one and two.
                  Type: new Input(1).withDtype(DType.STRING) once more, and give the model the texts twice""");
        var inner = Sequential.of("inner", List.of(text(), words()));
        refused(
                () -> inner.apply(text().symbol()),
                """
                E134: inner computes with numbers, but its input input : 1 holds texts.
                  Type: new TextVectorization().adapted(texts) between them, or new StringLookup().adapted(texts)""");
        refused(
                () -> Sequential.of(text(), words()).predict(new Object[] {"a", 2.5}),
                """
                E128: x holds 2.5, where a text is needed.
                  Give texts: List.of("one", "two")""");
        refused(
                () ->
                        Sequential.of(new Input(2).withDtype(DType.STRING), new Hashing(3))
                                .predict(new String[][] {{"a", "b"}, {"c"}}),
                """
                E136: x has rows of 2 texts and of 1.
                  Give each row as many texts, empty ones where there is none: \"\"\
                """);
    }
}
