package dev.kiln.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.data.files.DataFiles;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

@Tag("exhaustive")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BigTableTest {
    @TempDir Path folder;

    @Test
    void a_million_rows_of_twenty_columns_are_read_parted_and_prepared() throws IOException {
        Path file = folder.resolve("big.csv");
        var random = new SplittableRandom(1);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int k = 0; k < 19; k++) {
                out.write("c" + k + ",");
            }
            out.write("y\n");
            for (int row = 0; row < 1_000_000; row++) {
                for (int k = 0; k < 19; k++) {
                    out.write(Math.round(random.nextDouble() * 1e6) / 1e4 + ",");
                }
                out.write(random.nextInt(3) + "\n");
            }
        }
        long start = System.nanoTime();
        DataSets data = DataFiles.read(file.toString(), new DataOptions().withTarget("y"));
        double seconds = (System.nanoTime() - start) / 1e9;
        long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        System.out.printf(
                "1,000,000 x 20: %.1f s, %d MB used at the end%n", seconds, used / 1_000_000);
        assertThat(data.rows()).isEqualTo(1_000_000);
        assertThat(data.train.rows()).isEqualTo(720_000);
    }
}
