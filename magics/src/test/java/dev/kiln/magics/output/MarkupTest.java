package dev.kiln.magics.output;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MarkupTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<b>virginica</b>",
                "<img src=x onerror=alert(1)>",
                "</script>",
                "\"><svg/onload=1>",
                "\u202Eabc\u2066",
                "a\u0000b\u0007",
                "&amp;",
                "it's"
            })
    void hostile_text_comes_out_as_text(String hostile) {
        String shown = Markup.text(hostile);
        assertThat(shown)
                .doesNotContain("<", ">", "\"", "'", "\u202E", "\u2066", "\u0000", "\u0007");
        assertThat(unescaped(shown)).isEqualTo(Markup.clean(hostile));
    }

    @Test
    void ten_thousand_letters_are_cut_to_eighty() {
        assertThat(Markup.clean("x".repeat(10_000))).isEqualTo("x".repeat(79) + "…");
        assertThat(Markup.clean("x".repeat(80))).isEqualTo("x".repeat(80));
    }

    @Test
    void an_emoji_is_never_cut_in_two() {
        assertThat(Markup.clean("😀".repeat(200))).isEqualTo("😀".repeat(79) + "…");
    }

    @Test
    void a_text_of_several_lines_becomes_one() {
        assertThat(Markup.clean("one\ntwo\tthree")).isEqualTo("one two three");
    }

    @Property
    void any_text_is_safe_between_tags_and_in_attributes(@ForAll String text) {
        String shown = Markup.text(text);
        assertThat(shown).doesNotContain("<", ">", "\"", "'");
        assertThat(unescaped(shown)).isEqualTo(Markup.clean(text));
        assertThat(Markup.clean(text).codePointCount(0, Markup.clean(text).length()))
                .isLessThanOrEqualTo(80);
        assertThat(Markup.clean(text).codePoints())
                .noneMatch(
                        letter ->
                                Character.isISOControl(letter)
                                        || letter >= 0x202A && letter <= 0x202E
                                        || letter >= 0x2066 && letter <= 0x2069);
    }

    private static String unescaped(String shown) {
        return shown.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }
}
