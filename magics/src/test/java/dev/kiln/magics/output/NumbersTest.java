package dev.kiln.magics.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class NumbersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0",
                "-0.0 | 0",
                "1 | 1",
                "0.07021 | 0.07021",
                "0.070215 | 0.07022",
                "12.3456 | 12.35",
                "1234.5 | 1,235",
                "101770 | 101,770",
                "-3.5 | -3.5",
                "0.00001 | 1e-5",
                "3.2e-9 | 3.2e-9",
                "1.2345e12 | 1.235e12",
                "NaN | NaN",
                "Infinity | infinity",
                "-Infinity | -infinity",
                "0.001 | 0.001"
            })
    void a_number_has_four_significant_digits(double value, String written) {
        assertThat(Numbers.of(value)).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.9 | 0.9000",
                "0 | 0.0000",
                "2.30258 | 2.3026",
                "57.3 | 57.30",
                "1e10 | 1e10",
                "0.00002 | 2e-5"
            })
    void scores_line_up(double value, String written) {
        assertThat(Numbers.score(value)).isEqualTo(written);
    }

    @Test
    void a_column_has_one_format() {
        assertThat(Numbers.column(List.of(5.1, 4.95, 3.0))).containsExactly("5.10", "4.95", "3.00");
        assertThat(Numbers.column(List.of(1.0, 2.0, 1_000_000.0)))
                .containsExactly("1", "2", "1,000,000");
        assertThat(Numbers.column(List.of(1 / 3.0, Double.NaN, 20.0 / 3)))
                .containsExactly("0.333", "", "6.667");
        assertThat(Numbers.column(List.of(0.00001234, 0.00002)))
                .containsExactly("1.234e-5", "2e-5");
        assertThat(Numbers.column(List.of())).isEmpty();
        assertThat(Numbers.column(List.of(Double.POSITIVE_INFINITY, 0.5)))
                .containsExactly("infinity", "0.5");
    }

    @Test
    void numbers_are_the_same_in_every_country() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(Numbers.of(1234.5)).isEqualTo("1,235");
            assertThat(Numbers.percent(0.979)).isEqualTo("97.9 %");
            assertThat(Times.length(Duration.ofMillis(3050))).isEqualTo("3.1 s");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void times_have_the_unit_that_fits() {
        assertThat(Times.clock(Duration.ofSeconds(21))).isEqualTo("0:21");
        assertThat(Times.clock(Duration.ofSeconds(61))).isEqualTo("1:01");
        assertThat(Times.clock(Duration.ofSeconds(3909))).isEqualTo("1:05:09");
        assertThat(Times.length(Duration.ofNanos(400_000))).isEqualTo("0.4 ms");
        assertThat(Times.length(Duration.ofMillis(12))).isEqualTo("12 ms");
        assertThat(Times.length(Duration.ofMillis(2999))).isEqualTo("3.0 s");
        assertThat(Times.length(Duration.ofMinutes(2))).isEqualTo("2:00");
    }

    @Test
    void bars_and_curves_are_as_long_as_asked() {
        assertThat(Bars.progress(0.5, 8)).isEqualTo("[####----]");
        assertThat(Bars.progress(7, 4)).isEqualTo("[####]");
        assertThat(Bars.progress(Double.NaN, 4)).isEqualTo("[----]");
        assertThat(Bars.bar(0.001, 20)).isEqualTo("#");
        assertThat(Bars.bar(0, 20)).isEmpty();
        assertThat(Bars.sparkline(List.of(4.0, 3.0, 2.0, 1.0), 10)).isEqualTo("▇▅▃▁");
        assertThat(Bars.sparkline(List.of(1.0, Double.NaN, 2.0), 10)).isEqualTo("▁ ▇");
        assertThat(Bars.sparkline(java.util.Collections.nCopies(1000, 3.0), 30)).hasSize(30);
        assertThat(Bars.sparkline(List.of(), 10)).isEmpty();
    }
}
