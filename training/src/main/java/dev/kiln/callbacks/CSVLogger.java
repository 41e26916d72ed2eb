package dev.kiln.callbacks;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Writes a line an epoch: `epoch`, then the scores in alphabetical order.
///
/// Equal to `keras.callbacks.CSVLogger` 3.x in names, defaults and the file's text: lines end in CR LF, and
/// there are `val_` columns ("NA") where nothing is validated.
@Doc(value = "writes a line an epoch into a CSV file", example = "csv_logger(\"log.csv\")")
public record CSVLogger(
        @Doc(value = "file to write", example = "\"log.csv\"") String filename,
        @Doc(value = "what stands between two columns", example = "\";\"") String separator,
        @Doc(value = "whether lines are added to an existing file", example = "true")
                boolean append)
        implements Callback {

    public CSVLogger(String filename) {
        this(filename, ",", false);
    }

    public CSVLogger withFilename(String filename) {
        return new CSVLogger(filename, separator, append);
    }

    public CSVLogger withSeparator(String separator) {
        return new CSVLogger(filename, separator, append);
    }

    public CSVLogger withAppend(boolean append) {
        return new CSVLogger(filename, separator, append);
    }

    @Override
    public Callback watcher() {
        return new Watcher(this);
    }

    private static final class Watcher implements Callback {
        private final CSVLogger settings;
        private final Path file;
        private boolean needsHeader = true;
        private @Nullable List<String> columns;

        Watcher(CSVLogger settings) {
            this.settings = settings;
            this.file = Path.of(settings.filename());
        }

        @Override
        public void onTrainBegin(Trainee trainee) {
            try {
                if (settings.append() && Files.exists(file)) {
                    needsHeader = Files.size(file) == 0;
                } else {
                    Files.writeString(file, "");
                }
            } catch (IOException e) {
                throw unwritable(e);
            }
        }

        @Override
        public void onEpochEnd(int epoch, Map<String, Double> logs, Trainee trainee) {
            if (columns == null) {
                columns = new ArrayList<>(new TreeSet<>(logs.keySet()));
                if (columns.stream().noneMatch(column -> column.startsWith("val_"))) {
                    columns.addAll(columns.stream().map(column -> "val_" + column).toList());
                }
            }
            try (Writer writer =
                    Files.newBufferedWriter(
                            file,
                            StandardCharsets.UTF_8,
                            StandardOpenOption.APPEND,
                            StandardOpenOption.CREATE)) {
                if (needsHeader) {
                    line(writer, "epoch", columns);
                    needsHeader = false;
                }
                line(
                        writer,
                        String.valueOf(epoch),
                        columns.stream().map(column -> text(logs.get(column))).toList());
            } catch (IOException e) {
                throw unwritable(e);
            }
        }

        private void line(Writer writer, String first, List<String> others) throws IOException {
            writer.write(first);
            for (String cell : others) {
                writer.write(settings.separator());
                writer.write(quoted(cell));
            }
            writer.write("\r\n");
        }

        private String quoted(String cell) {
            return cell.contains(settings.separator()) || cell.contains("\"")
                    ? "\"" + cell.replace("\"", "\"\"") + "\""
                    : cell;
        }

        /// As Python prints a double.
        private static String text(@Nullable Double value) {
            if (value == null) {
                return "NA";
            }
            if (value.isNaN()) {
                return "nan";
            }
            if (value.isInfinite()) {
                return value > 0 ? "inf" : "-inf";
            }
            double size = Math.abs(value);
            if (size != 0 && (size < 1e-4 || size >= 1e16)) {
                String[] parts = value.toString().split("E");
                int exponent = Integer.parseInt(parts[1]);
                String digits =
                        parts[0].endsWith(".0")
                                ? parts[0].substring(0, parts[0].length() - 2)
                                : parts[0];
                return digits
                        + "e"
                        + (exponent < 0 ? "-" : "+")
                        + (Math.abs(exponent) < 10 ? "0" : "")
                        + Math.abs(exponent);
            }
            String plain = new java.math.BigDecimal(value.toString()).toPlainString();
            return plain.contains(".") ? plain : plain + ".0";
        }

        private UserError unwritable(IOException e) {
            return new UserError(
                    "E192",
                    "csv_logger cannot write " + file + ": " + e.getMessage() + ".",
                    "Type: csv_logger(\"log.csv\")   or free the place",
                    e);
        }

        @Override
        public boolean readsBatchLogs() {
            return false;
        }
    }
}
