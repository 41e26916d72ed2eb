package dev.kiln.initializers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Against what SciPy gives, which Keras asks for its windows.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class WindowsTest {
    private static List<String[]> recorded() {
        try (var stream = WindowsTest.class.getResourceAsStream("windows.txt")) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(" "))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void every_window_is_as_high_as_recorded_at_every_step() {
        for (String[] line : recorded()) {
            var window = STFT.Taper.valueOf(line[0].toUpperCase(Locale.ROOT));
            int length = Integer.parseInt(line[1]);
            double[] heights = STFT.taper(window, length, line[2].equals("periodic"));
            for (int step = 0; step < length; step++) {
                assertThat(heights[step])
                        .as("%s of %d, %s, step %d", line[0], length, line[2], step)
                        .isCloseTo(Double.parseDouble(line[3 + step]), within(1e-10));
            }
        }
    }

    @Test
    void every_window_is_recorded() {
        assertThat(
                        Stream.of(STFT.Taper.values())
                                .map(taper -> taper.name().toLowerCase(Locale.ROOT)))
                .containsExactlyInAnyOrderElementsOf(
                        recorded().stream().map(line -> line[0]).distinct().toList());
    }
}
