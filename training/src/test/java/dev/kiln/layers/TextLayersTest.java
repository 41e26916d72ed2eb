package dev.kiln.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.kiln.catalog.UserError;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.util.List;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TextLayersTest {
    private static final List<String> LETTERS = List.of("A", "B", "C", "D", "E");

    private static List<Integer> bins(Hashing hashing, List<String> texts) {
        return texts.stream().map(hashing::bin).toList();
    }

    @Test
    void hashes_are_those_of_keras() {
        assertThat(bins(new Hashing(3), LETTERS)).containsExactly(1, 0, 1, 1, 2);
        assertThat(bins(new Hashing(3).withMaskValue(""), List.of("A", "B", "", "C", "D")))
                .containsExactly(1, 1, 0, 2, 2);
        assertThat(bins(new Hashing(3).withSalt(List.of(133L, 137L)), LETTERS))
                .containsExactly(1, 2, 1, 0, 2);
        assertThat(bins(new Hashing(3).withSalt(List.of(133L)), LETTERS))
                .containsExactly(0, 0, 2, 1, 0);
    }

    @Test
    void combinations_of_columns_have_the_bins_of_keras() {
        float[][] bins =
                new HashedCrossing(7)
                        .transform(
                                List.of(
                                        List.of("a", "b", "c", "a"),
                                        List.of("x", "x", "yy", "zzz")));
        assertThat(bins).isDeepEqualTo(new float[][] {{4}, {6}, {4}, {5}});
        var many = new HashedCrossing(1000);
        assertThat(many.bin(1, 5)).isEqualTo(733);
        assertThat(many.bin(99, -3)).isEqualTo(82);
        assertThat(many.bin(2, 6, 6)).isEqualTo(44);
        assertThat(
                        new HashedCrossing(3)
                                .withOutputMode(OutputMode.ONE_HOT)
                                .transform(List.of(List.of("a"), List.of("b")))[0])
                .containsOnly(0, 1);
    }

    @Test
    void columns_of_different_lengths_cannot_be_crossed() {
        assertThatCode(
                        () ->
                                new HashedCrossing(7)
                                        .transform(List.of(List.of("a", "b"), List.of("x"))))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "E134: hashed_crossing takes two or more columns of one length, but gets [2, 1] values."
                                + "\n  Type: layer.transform(List.of(cities, jobs))");
    }

    @Test
    void words_become_places_the_most_frequent_first() {
        var layer = new TextVectorization().adapted(List.of("The cat, the dog.", "the END!"));
        assertThat(layer.vocabulary()).containsExactly("the", "end", "dog", "cat");
        float[][] rows = layer.transform(List.of("Cat? the", "the mouse end end"));
        assertThat(rows[0]).containsExactly(5, 2, 0, 0);
        assertThat(rows[1]).containsExactly(2, 1, 3, 3);
        assertThat(layer.withOutputSequenceLength(1).transform(List.of("dog the"))[0])
                .containsExactly(4);
    }

    @Test
    void words_can_be_counted() {
        var layer =
                new TextVectorization()
                        .withOutputMode(OutputMode.COUNT)
                        .withVocabulary(List.of("a", "b"));
        assertThat(layer.transform(List.of("a b a c"))[0]).containsExactly(1, 2, 1);
    }

    @Test
    void pairs_of_words_can_be_words() {
        assertThat(new TextVectorization().withNgrams(2).words("one two three"))
                .containsExactly("one", "two", "three", "one two", "two three");
    }

    @Test
    void texts_are_looked_up_both_ways() {
        var lookup = new StringLookup().adapted(List.of("b", "a", "b", "c"));
        assertThat(lookup.vocabulary()).containsExactly("b", "c", "a");
        assertThat(lookup.transform(List.of("a", "x", "b")))
                .isDeepEqualTo(new float[][] {{3}, {0}, {1}});
        assertThat(lookup.texts(3, 0, 1)).containsExactly("a", "[UNK]", "b");
        assertThat(lookup.withMaskToken("").transform(List.of("", "x", "b")))
                .isDeepEqualTo(new float[][] {{0}, {1}, {2}});
    }

    @Test
    void text_inside_a_model_is_answered_with_the_line_to_type() {
        assertThatCode(() -> new StringLookup().apply(Symbol.input(1)))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "E134: string_lookup reads text, but a model computes with numbers."
                                + "\n  Use it on the column before the model: layer.transform(texts)");
    }
}
