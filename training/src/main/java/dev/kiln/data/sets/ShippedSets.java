package dev.kiln.data.sets;

import dev.kiln.data.FloatArray;
import dev.kiln.data.Reading.HeaderChoice;
import dev.kiln.data.Source;
import dev.kiln.data.files.TextTable;
import dev.kiln.tensor.Shape;

import tech.tablesaw.api.Table;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// Reads the sets that are shipped; `NOTICE.md` beside the files names their sources.
final class ShippedSets {
    private ShippedSets() {}

    /// A set of columns, the last of which is predicted.
    static Source table(String name) {
        Table table = read(name, ".csv");
        return new Source.OfTable(name, name, table, List.of(table.columnNames().getLast()), -1);
    }

    /// The digits: 8x8 cells of counts 0 to 16.
    static Source digits() {
        Table table = read("digits", ".csv.gz");
        int rows = table.rowCount();
        var pixels = new float[rows * 64];
        for (int k = 0; k < 64; k++) {
            double[] column = table.doubleColumn(k).asDoubleArray();
            for (int row = 0; row < rows; row++) {
                pixels[row * 64 + k] = (float) column[row];
            }
        }
        Table labels = Table.create(table.doubleColumn("digit"));
        FloatArray x = FloatArray.of(Shape.of(rows, 8, 8, 1), pixels);
        return new Source.OfArray("digits", "digits", x, labels, null, List.of(), 16, -1, true);
    }

    private static Table read(String name, String extension) {
        try (InputStream file = ShippedSets.class.getResourceAsStream(name + extension)) {
            if (file == null) {
                throw new IllegalStateException("the jar lacks the data set " + name);
            }
            InputStream plain = extension.endsWith(".gz") ? new GZIPInputStream(file) : file;
            Table table =
                    TextTable.read(
                            new InputStreamReader(plain, StandardCharsets.UTF_8),
                            name,
                            ',',
                            HeaderChoice.TRUE,
                            _ -> false);
            table.setName(name);
            return table;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
