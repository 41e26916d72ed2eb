package dev.kiln.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CallTextTest {
    @Test
    void a_name_alone_stays_a_name() {
        assertThat(Call.of("adam")).isEqualTo(new Call("adam", List.of(), Map.of()));
    }

    @Test
    void arguments_are_read_by_place_and_by_name() {
        Call call =
                Call.of("f(0.01, 'text', beta_1 = 1e-3, list=[1, 2.5], deep=g(x=True, y=None))");
        assertThat(call.name()).isEqualTo("f");
        assertThat(call.positional()).containsExactly(0.01, "text");
        assertThat(call.named())
                .containsEntry("beta_1", 1e-3)
                .containsEntry("list", List.of(1L, 2.5));
        Call deep = (Call) call.named().get("deep");
        assertThat(deep.named()).containsEntry("x", true).containsEntry("y", null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "adam(",
                "adam(0.1",
                "adam(x=)",
                "adam(1,,2)",
                "adam(1) more",
                "adam(\"open)",
                "adam([1)"
            })
    void what_breaks_off_is_refused(String text) {
        assertThatThrownBy(() -> Call.of(text))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("Write it like \"adam(learning_rate=0.01, beta_1=0.95)\".");
    }

    @Property
    void no_text_does_more_than_be_refused(@ForAll String text) {
        try {
            assertThat(Call.of("a(" + text).name()).isEqualTo("a");
        } catch (UserError refused) {
            assertThat(refused.remedy()).isNotEmpty();
        }
    }

    @Test
    void very_deep_brackets_are_refused() {
        var deep = new char[100_000];
        Arrays.fill(deep, '[');
        assertThatThrownBy(() -> Call.of("a(" + new String(deep))).isInstanceOf(UserError.class);
    }
}
