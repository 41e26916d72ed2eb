package dev.kiln.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;

import dev.kiln.catalog.UserError;
import dev.kiln.tensor.Shape;

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

    private static final List<String> REVIEWS = List.of("a b a d", "b b c x");

    @Test
    void words_weigh_as_much_as_in_keras() {
        var learned = new TextVectorization().withOutputMode(OutputMode.TF_IDF).adapted(REVIEWS);
        assertThat(learned.vocabulary()).containsExactly("b", "a", "x", "d", "c");
        float[][] rows = learned.transform(REVIEWS);
        assertThat(rows[0])
                .containsExactly(
                        new float[] {0, 0.51082563f, 1.386294f, 0, 0.6931472f, 0}, within(1e-6f));
        assertThat(rows[1])
                .containsExactly(
                        new float[] {0, 1.0216513f, 0, 0.6931472f, 0, 0.6931472f}, within(1e-6f));
    }

    @Test
    void rows_have_as_many_places_as_were_asked_for() {
        var padded =
                new TextVectorization()
                        .withMaxTokens(8)
                        .withPadToMaxTokens(true)
                        .withOutputMode(OutputMode.MULTI_HOT)
                        .withVocabulary(List.of("a", "b"));
        assertThat(padded.transform(REVIEWS))
                .isDeepEqualTo(new float[][] {{1, 1, 1, 0, 0, 0, 0, 0}, {1, 0, 1, 0, 0, 0, 0, 0}});
        var weighted =
                new TextVectorization()
                        .withMaxTokens(6)
                        .withPadToMaxTokens(true)
                        .withOutputMode(OutputMode.TF_IDF)
                        .withVocabulary(List.of("a", "b"))
                        .withIdfWeights(List.of(0.5, 2.0));
        assertThat(weighted.transform(REVIEWS))
                .isDeepEqualTo(new float[][] {{1.25f, 1, 2, 0, 0, 0}, {2.5f, 0, 4, 0, 0, 0}});
        var lookup =
                new StringLookup()
                        .withMaxTokens(5)
                        .withPadToMaxTokens(true)
                        .withOutputMode(OutputMode.TF_IDF)
                        .withVocabulary(List.of("a", "b"))
                        .withIdfWeights(List.of(0.5, 2.0));
        assertThat(lookup.transform(List.of("a", "x", "b")))
                .isDeepEqualTo(
                        new float[][] {{0, 0.5f, 0, 0, 0}, {1.25f, 0, 0, 0, 0}, {0, 0, 2, 0, 0}});
    }

    @Test
    void salt_changes_the_places_of_unknown_texts_as_in_keras() {
        var lookup = new StringLookup().withVocabulary(List.of("a", "b")).withNumOovIndices(3);
        var texts = List.of("a", "x", "y", "z", "w", "b");
        assertThat(lookup.withSalt(List.of(133L, 137L)).transform(texts))
                .isDeepEqualTo(new float[][] {{3}, {1}, {2}, {2}, {2}, {4}});
        assertThat(lookup.withSalt(List.of(7L)).transform(texts))
                .isDeepEqualTo(new float[][] {{3}, {0}, {2}, {0}, {0}, {4}});
    }

    @Test
    void numbers_weigh_as_much_as_in_keras() {
        var learned =
                new IntegerLookup()
                        .withOutputMode(OutputMode.TF_IDF)
                        .adapted(new int[][] {{1, 2}, {2, 5}, {1, 1}});
        assertThat(learned.vocabulary()).containsExactly(1, 2, 5);
        assertThat(Tried.layer(learned, Shape.of(2)).infer(new double[] {1, 2, 7, 5}))
                .containsExactly(
                        new double[] {0, 0.6931472, 0.6931472, 0, 0.7675284, 0, 0, 0.9162908},
                        within(1e-6));
    }

    private static void refused(Runnable attempt, String message) {
        assertThatCode(attempt::run).isInstanceOf(UserError.class).hasMessage(message);
    }

    @Test
    void arguments_of_a_vocabulary_that_do_not_go_together_are_refused() {
        var lookup = new StringLookup().withVocabulary(List.of("a", "b"));
        refused(
                () -> lookup.withPadToMaxTokens(true),
                "E132: pad_to_max_tokens of string_lookup needs max_tokens: how many places a row has."
                        + "\n  Type: max_tokens=1000");
        refused(
                () -> lookup.withMaxTokens(2),
                "E132: the vocabulary of string_lookup takes 3 places, 1 of them for what is not known, but"
                        + " max_tokens=2.\n  Type: max_tokens=3");
        refused(
                () -> lookup.withVocabulary(List.of("a", "a")),
                "E132: the vocabulary of string_lookup holds a twice.\n  Type: vocabulary=[…]");
        refused(
                () -> lookup.withIdfWeights(List.of(1.0, 2.0)),
                "E132: idf_weights of string_lookup are for output_mode=tf_idf alone.\n  Type: output_mode=tf_idf");
        refused(
                () -> lookup.withOutputMode(OutputMode.TF_IDF).withIdfWeights(List.of(1.0)),
                "E132: string_lookup has 2 tokens, but 1 idf_weights.\n  Type: idf_weights=[…], or adapt it to data");
        refused(
                () -> lookup.withOutputMode(OutputMode.TF_IDF).transform(List.of("a")),
                "E132: string_lookup knows its tokens, but not how much they weigh."
                        + "\n  Type: idf_weights=[…], or adapt it to data");
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
    void numbers_for_a_layer_of_texts_are_answered_with_the_line_to_type() {
        assertThatCode(() -> new StringLookup().apply(Symbol.input(1)))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "E134: string_lookup reads texts, so it stands directly behind an input of texts, not behind input : 1."
                                + "\n  Type: new Input(1).withDtype(DType.STRING)");
    }
}
