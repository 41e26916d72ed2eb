package dev.kiln.callbacks;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
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
    public Watcher watcher() {
        return new Watcher(this);
    }

    /// Watches one fit.
    public static final class Watcher implements Callback {
        private final CSVLogger settings;
        private final Path file;
        private boolean needsHeader = true;

        /// Of the file when the fit was backed up; below 0 where this fit goes on from none.
        private long lengthBefore = -1;

        private @Nullable List<String> columns;

        Watcher(CSVLogger settings) {
            this.settings = settings;
            this.file = Path.of(settings.filename());
        }

        @Override
        public void onTrainBegin(Trainee trainee) {
            try {
                if (lengthBefore >= 0 && Files.exists(file) && Files.size(file) >= lengthBefore) {
                    cut(lengthBefore);
                } else if (settings.append() && Files.exists(file)) {
                    needsHeader = Files.size(file) == 0;
                } else {
                    Files.writeString(file, "");
                }
            } catch (IOException e) {
                throw unwritable(e);
            }
        }

        /// Lines that were written after the backup come again.
        private void cut(long length) throws IOException {
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(length);
            }
        }

        @Override
        public Map<String, Object> state() {
            var state = new HashMap<String, Object>();
            state.put("needs_header", needsHeader);
            if (columns != null) {
                state.put("columns", columns);
            }
            try {
                state.put("length", Files.size(file));
            } catch (IOException e) {
                throw unwritable(e);
            }
            return state;
        }

        @Override
        public void restore(Map<String, ?> state) {
            needsHeader = (Boolean) state.get("needs_header");
            lengthBefore = ((Number) state.get("length")).longValue();
            columns =
                    state.get("columns") instanceof List<?> names
                            ? names.stream().map(String::valueOf).toList()
                            : null;
        }

        @Override
        public void onEpochEnd(int epoch, Map<String, Double> logs, Trainee trainee) {
            write(epoch, logs);
        }

        /// Writes the line of an epoch, and the header before the first one. Whole numbers of a whole type stand
        /// without a point, as in Python.
        ///
        /// @param epoch counted from 0
        public void write(int epoch, Map<String, ? extends Number> scores) {
            if (columns == null) {
                columns = new ArrayList<>(new TreeSet<>(scores.keySet()));
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
                        columns.stream().map(column -> text(scores.get(column))).toList());
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

        private static String text(@Nullable Number score) {
            return score == null ? "NA" : PythonNumber.text(score);
        }

        private String quoted(String cell) {
            return cell.contains(settings.separator()) || cell.contains("\"")
                    ? "\"" + cell.replace("\"", "\"\"") + "\""
                    : cell;
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
