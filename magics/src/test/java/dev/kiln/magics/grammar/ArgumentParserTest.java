package dev.kiln.magics.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.kiln.catalog.Call;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ArgumentParserTest {

    private static Object value(String text) {
        var arguments = ArgumentParser.parse(text);
        assertThat(arguments).hasSize(1);
        return arguments.getFirst().value();
    }

    @ParameterizedTest
    @CsvSource({"3,3", "+3,3", "-7,-7", "50_000,50000"})
    void whole_numbers(String text, long number) {
        assertThat(value(text)).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({
        "0.001,0.001",
        ".5,0.5",
        "1.,1",
        "1e-3,0.001",
        "-.5e2,-50",
        "1E3,1000",
        "1_0.5,10.5",
        "20%,0.2",
        "2.5%,0.025"
    })
    void numbers(String text, double number) {
        assertThat(value(text)).isEqualTo(number);
    }

    @Test
    void durations_shapes_and_ranges() {
        assertThat(value("90s")).isEqualTo(Duration.ofSeconds(90));
        assertThat(value("2m")).isEqualTo(Duration.ofMinutes(2));
        assertThat(value("1.5h")).isEqualTo(Duration.ofMinutes(90));
        assertThat(value("250ms")).isEqualTo(Duration.ofMillis(250));
        assertThat(value("28x28x1")).isEqualTo(Shape.of(28, 28, 1));
        assertThat(value("0..99")).isEqualTo(new Range(0, 99));
    }

    @Test
    void texts_have_either_quote_and_Java_escapes() {
        assertThat(value("\"a \\\"b\\\" \\t\\u0041\"")).isEqualTo("a \"b\" \tA");
        assertThat(value("'it # is // one ; text'")).isEqualTo("it # is // one ; text");
    }

    @Test
    void names_calls_lists_and_maps_nest() {
        assertThat(value("adam(0.01, beta_1 = 0.95)"))
                .isEqualTo(new Call("adam", List.of(0.01), Map.of("beta_1", 0.95)));
        assertThat(value("[mae, mse auc(num_thresholds=500)]"))
                .isEqualTo(
                        List.of(
                                Call.of("mae"),
                                Call.of("mse"),
                                new Call("auc", List.of(), Map.of("num_thresholds", 500L))));
        assertThat(value("(28, 28, 1)")).isEqualTo(List.of(28L, 28L, 1L));
        assertThat(value("{0: 1.0, 1: 4.5, label: 'x'}"))
                .isEqualTo(Map.of(0L, 1.0, 1L, 4.5, "label", "x"));
    }

    @Test
    void true_false_and_none_are_written_as_in_Java_or_Python() {
        assertThat(value("[true True false False none None]"))
                .isEqualTo(Arrays.asList(true, true, false, false, null, null));
    }

    @Test
    void references_end_where_Java_says() {
        assertThat(value("$rows")).isEqualTo(new Reference("rows"));
        assertThat(value("${map.get(\"}\") + new int[] {1}[0]}"))
                .isEqualTo(new Reference("map.get(\"}\") + new int[] {1}[0]"));
    }

    @Test
    void Java_in_a_text_ends_where_Java_says() {
        assertThat(value("\"runs/${name.get(\"a}\")}.keras\""))
                .isEqualTo(
                        new Template(
                                List.of("runs/", new Reference("name.get(\"a}\")"), ".keras")));
        assertThat(value("'${a}${b}'").toString()).isEqualTo("${a}${b}");
        assertThat(value("\"\\${name} costs 5 $ {x}\"")).isEqualTo("${name} costs 5 $ {x}");
        assertThat(value("\"open ${name\"")).isEqualTo("open ${name");
        assertThat(value("\"${}\"")).isEqualTo("${}");
    }

    @Test
    void arguments_are_keyed_or_not_with_blanks_commas_and_dashes_as_one_likes() {
        assertThat(
                        ArgumentParser.parse(
                                "epochs = 20, batch_size=16 --val-split 0.2 --quiet early_stop(patience=3)"))
                .extracting(Written::key, Written::value)
                .containsExactly(
                        tuple("epochs", 20L),
                        tuple("batch_size", 16L),
                        tuple("val_split", 0.2),
                        tuple("quiet", new Call("early_stop", List.of(), Map.of("patience", 3L))));
    }

    @Test
    void a_dashed_flag_at_the_end_is_true() {
        assertThat(ArgumentParser.parse("--shuffle --quiet"))
                .extracting(Written::key, Written::value)
                .containsExactly(tuple("shuffle", true), tuple("quiet", true));
    }

    @Test
    void what_stands_on_a_Keras_page_is_understood() {
        var arguments =
                ArgumentParser.parse(
                        "optimizer=tf.keras.optimizers.Adam(learning_rate=1e-3), loss='mse', metrics=['accuracy', keras.metrics.AUC()]");
        assertThat(arguments)
                .extracting(Written::key)
                .containsExactly("optimizer", "loss", "metrics");
        assertThat(arguments.get(0).value())
                .isEqualTo(new Call("Adam", List.of(), Map.of("learning_rate", 0.001)));
        assertThat(arguments.get(2).value()).isEqualTo(List.of("accuracy", Call.of("AUC")));
    }

    @Test
    void spans_point_at_the_text() {
        var argument = ArgumentParser.parse("  lr =  0.1").getFirst();
        assertThat(argument.keyAt()).isEqualTo(new Span(2, 4));
        assertThat(argument.at()).isEqualTo(new Span(8, 11));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1, 2", "adam(", "\"abc", "{a: 1", "${x", "epochs="})
    void what_is_open_could_still_become_right(String text) {
        assertThatThrownBy(() -> ArgumentParser.parse(text))
                .isInstanceOfSatisfying(
                        SyntaxError.class, error -> assertThat(error.isUnfinished()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=3",
                "]",
                "12abc",
                "a=*",
                "{a 1}",
                "$",
                "{none: 1}",
                "f(a=1, a=2)",
                "99999999999999x2",
                "0..99999999999"
            })
    void what_is_wrong_is_refused(String text) {
        assertThatThrownBy(() -> ArgumentParser.parse(text)).isInstanceOf(SyntaxError.class);
    }

    @Test
    void brackets_around_the_whole_list_may_be_pasted_too() {
        assertThat(ArgumentParser.parse("(epochs=5, name=\"a)\")"))
                .isEqualTo(ArgumentParser.parse(" epochs=5, name=\"a)\" "));
        assertThat(ArgumentParser.parse(" (adam, loss=mse) "))
                .isEqualTo(ArgumentParser.parse("  adam, loss=mse  "));
        assertThat(ArgumentParser.parse("(1, 2) (3, 4)")).hasSize(2);
    }
}
