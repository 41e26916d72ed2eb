package dev.kiln.callbacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.catalog.UserError;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

/// File names are filled as Python's `str.format` fills them.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FileNamePatternTest {
    private static final Map<String, Double> LOGS = Map.of("loss", 0.5, "val_loss", 0.125);

    /// `number|specification|what Python 3.11 writes`.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "7|02d|07",
                "7|3d|  7",
                "7|<4d|7   ",
                "7|^5d|  7  ",
                "7|+d|+7",
                "7|05|00007",
                "7|x|7",
                "1234567|,d|1,234,567",
                "1234567|_d|1_234_567",
                "1234567|n|1234567",
                "0.125|.2f|0.12",
                "0.125|.3f|0.125",
                "0.125|.1e|1.2e-01",
                "0.125|g|0.125",
                "0.125|.2g|0.12",
                "0.125|.2%|12.50%",
                "0.125|8.3f|   0.125",
                "0.125|08.3f|0000.125",
                "0.125|+.1f|+0.1",
                "0.125||0.125",
                "0.125|.3|0.125",
                "2.675|.2f|2.67",
                "1e-05||1e-05",
                "1e-05|g|1e-05",
                "1e-05|.3|1e-05",
                "1e-05|.2e|1.00e-05",
                "1e-05|f|0.000010",
                "1e+16||1e+16",
                "1e+16|.3|1e+16",
                "123456789.0|g|1.23457e+08",
                "123456789.0|,.1f|123,456,789.0",
                "123456789.0||123456789.0",
                "-0.5|.0f|-0",
                "-0.5|06.2f|-00.50",
                "-0.5|e|-5.000000e-01",
                "2.0||2.0",
                "2.0|.3|2.0",
                "2.0|.1|2e+00",
                "2.0|g|2",
                "NaN|.2f|nan",
                "Infinity|.2f|inf",
                "Infinity|%|inf%"
            })
    void a_number_is_written_as_in_python(String row) {
        String[] parts = row.split("\\|");
        Number number =
                parts[0].matches("\\d+")
                        ? (Number) Integer.valueOf(parts[0])
                        : Double.valueOf(parts[0]);
        assertThat(PythonNumber.text(number, parts[1])).hasValue(parts[2]);
    }

    @Test
    void epoch_batch_and_scores_have_places() {
        assertThat(fill("m_{epoch:02d}-{val_loss:.2f}.keras")).isEqualTo("m_03-0.12.keras");
        assertThat(fill("m_{epoch}_{batch}_{loss}.keras")).isEqualTo("m_3_12_0.5.keras");
    }

    @Test
    void doubled_braces_are_braces() {
        assertThat(fill("{{epoch}}_{epoch}.keras")).isEqualTo("{epoch}_3.keras");
    }

    @Test
    void an_unknown_score_is_named_with_what_is_known() {
        assertThatThrownBy(() -> fill("{nope:.2f}.keras"))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "E152: model_checkpoint has no nope for {nope:.2f}.keras. Known: batch, epoch, loss, val_loss.\n"
                                + "  Type: model_checkpoint(\"model_{epoch:02d}.keras\")");
    }

    @Test
    void a_score_is_no_whole_number() {
        assertThatThrownBy(() -> fill("{loss:02d}.keras"))
                .isInstanceOf(UserError.class)
                .hasMessage(
                        "E143: {loss:02d} in {loss:02d}.keras is no way to write 0.5.\n"
                                + "  Type: {epoch:02d} for a whole number, {val_loss:.2f} for a score");
    }

    private static String fill(String pattern) {
        return new FileNamePattern(pattern).fill(3, 12, LOGS);
    }
}
