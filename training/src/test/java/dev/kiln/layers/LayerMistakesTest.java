package dev.kiln.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.kiln.catalog.Argument;
import dev.kiln.catalog.Call;
import dev.kiln.catalog.Entry;
import dev.kiln.catalog.UserError;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// What cannot be meant is refused where it is written, in the user's words.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LayerMistakesTest {
    /// Arguments that count or measure something.
    private static final Set<String> COUNTS =
            Set.of(
                    "units",
                    "filters",
                    "kernel_size",
                    "pool_size",
                    "strides",
                    "dilation_rate",
                    "depth_multiplier",
                    "groups",
                    "input_dim",
                    "output_dim",
                    "num_heads",
                    "key_dim",
                    "head_dim",
                    "num_query_heads",
                    "num_key_value_heads",
                    "n",
                    "size",
                    "height",
                    "width",
                    "num_tokens",
                    "num_bins",
                    "output_size",
                    "power_iterations",
                    "max_number",
                    "frame_length",
                    "num_mel_bins",
                    "num_ops",
                    "num_chains",
                    "chain_depth");

    @TestFactory
    Stream<DynamicTest> zero_of_what_is_counted_is_refused() {
        return Layers.CATALOG.entries().stream()
                .flatMap(
                        entry ->
                                entry.arguments().stream()
                                        .filter(argument -> COUNTS.contains(argument.name()))
                                        .map(
                                                argument ->
                                                        DynamicTest.dynamicTest(
                                                                entry.name()
                                                                        + " "
                                                                        + argument.name(),
                                                                () -> zero(entry, argument))));
    }

    private static void zero(Entry<Layer> entry, Argument argument) {
        Map<String, Object> given = new HashMap<>();
        var values = entry.values(entry.prototype());
        for (Argument other : entry.arguments()) {
            if (other.isRequired()) {
                given.put(other.name(), values.get(other.name()));
            }
        }
        given.put(argument.name(), 0);
        assertThatCode(() -> Layers.CATALOG.get(new Call(entry.name(), List.of(), given)))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("E132: ")
                .hasMessageContaining(argument.name());
    }

    private static void refused(Runnable attempt, String message) {
        assertThatCode(attempt::run).isInstanceOf(UserError.class).hasMessage(message);
    }

    private static Symbol masked(Layer layer, Symbol x, Symbol mask) {
        return layer.apply(List.of(x), Arguments.NONE.with("mask", mask));
    }

    @Test
    void a_mask_of_another_length_is_refused() {
        refused(
                () -> masked(new LSTM(2), Symbol.input(5, 3), Symbol.input(4)),
                "E133: the mask of lstm is 4 a row, but its input is 5x3: it takes 5, one truth value for each step."
                        + "\n  Type: Symbol mask = Symbol.input(5)");
    }

    @Test
    void an_attention_mask_of_another_shape_is_refused() {
        refused(
                () ->
                        new MultiHeadAttention(2, 2)
                                .apply(
                                        List.of(Symbol.input(5, 3), Symbol.input(4, 3)),
                                        Arguments.NONE.with("attention_mask", Symbol.input(5, 5))),
                "E133: multi_head_attention was given an attention mask of 5x5 a row; it takes 5x4: queries x keys,"
                        + " 20 truth values.\n  Type: Symbol mask = Symbol.input(5, 4)");
    }

    @Test
    void a_kernel_larger_than_its_image_is_refused_with_both_sizes() {
        refused(
                () -> new Conv2D(4, 5).withName("edges").apply(Symbol.input(4, 28, 1)),
                "E133: edges needs an image of at least 5x5, but gets 4x28 (4x28x1 with its channels)."
                        + "\n  Add padding=same to edges, make its window smaller, or leave it out.");
    }

    @Test
    void groups_that_do_not_divide_the_filters_are_refused() {
        refused(
                () -> new Conv1D(5, 1).withGroups(2).apply(Symbol.input(5, 4)),
                "E133: conv1d cannot cut 5 filters into 2 equal groups.\n  Type: groups=1");
        refused(
                () -> new GroupNormalization().withGroups(3).apply(Symbol.input(5, 4)),
                "E133: group_normalization cannot cut 4 channels into 3 equal groups.\n  Type: groups=2");
    }

    @Test
    void merged_shapes_that_do_not_fit_are_named_without_the_batch() {
        refused(
                () -> new Multiply().apply(Symbol.input(4, 3), Symbol.input(4, 2)),
                "E133: multiply cannot join 4x3 and 4x2: along each axis the sizes must be equal, or one of them 1."
                        + "\n  Bring both to one shape first, for example with new Dense(3).");
    }

    @Test
    void a_recorded_layer_with_weights_of_another_form_is_refused() {
        refused(
                () -> KerasConfig.layer("Dense", Map.of("units", 2, "lora_rank", 4)),
                "E194: Dense with lora_rank=4 keeps its weights in another form, which Kiln does not know."
                        + "\n  In Keras merge or undo it before saving: a layer without lora_rank opens.");
    }

    @Test
    void a_mask_that_fits_is_taken_and_travels_on() {
        Symbol out =
                masked(new LSTM(2).withReturnSequences(true), Symbol.input(5, 3), Symbol.input(5));
        assertThat(out.mask()).isPresent();
    }
}
