package dev.kiln.data.files;

import dev.kiln.catalog.UserError;
import dev.kiln.data.Reading;
import dev.kiln.data.Reading.HeaderChoice;

import tech.tablesaw.api.Table;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/// Reads CSV, TSV and other text tables, also compressed with gzip, into a table.
///
/// Separator (`,` `;` tab `|`), header line, decimal comma and the kind of each column are found out from the first
/// thousand rows. Numbers become `double`, `true` and `false` boolean, everything else text; an empty cell, `NA`, `N/A`,
/// `NaN`, `null` and `?` are missing.
public final class TextTable {
    private static final int SAMPLE = 1000;

    private final String file;
    private final Cells cells;
    private final char separator;
    private final List<String[]> sample = new ArrayList<>();
    private final List<Long> sampleLines = new ArrayList<>();

    private TextTable(Reader reader, String file, char separator) {
        this.file = file;
        this.separator = separator;
        this.cells = new Cells(reader, file, separator);
    }

    /// Reads a file.
    ///
    /// @param isText tells by its name whether a column is text whatever it holds
    /// @throws UserError E124 where the file is not there, E126 where it is no table, with the line
    public static Table read(Path path, Reading reading, Predicate<String> isText) {
        Path file = FilePlaces.file(path);
        String name = String.valueOf(file.getFileName());
        char separator =
                reading.sep() != null
                        ? reading.sep().charAt(0)
                        : Separator.of(TextFile.firstLines(file), name);
        try (Reader reader = TextFile.open(file)) {
            return new TextTable(reader, name, separator).read(reading.header(), isText);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /// Reads a table from characters.
    ///
    /// @param name what the table is called in messages
    public static Table read(
            Reader reader,
            String name,
            char separator,
            HeaderChoice header,
            Predicate<String> isText) {
        return new TextTable(reader, name, separator).read(header, isText);
    }

    /// The names of the columns, from the first lines alone.
    public static List<String> columnNames(Path path, Reading reading) {
        Path file = FilePlaces.file(path);
        String name = String.valueOf(file.getFileName());
        char separator =
                reading.sep() != null
                        ? reading.sep().charAt(0)
                        : Separator.of(TextFile.firstLines(file), name);
        try (Reader reader = TextFile.open(file)) {
            var table = new TextTable(reader, name, separator);
            int width = table.readSample();
            return table.names(table.hasHeader(reading.header()), width);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    static UserError unreadable(String name, IOException e) {
        return new UserError(
                "E126",
                name + " cannot be read: " + e.getMessage() + ".",
                "Check the file or copy it anew.",
                e);
    }

    private Table read(HeaderChoice header, Predicate<String> isText) {
        int width = readSample();
        boolean hasHeader = hasHeader(header);
        List<String> names = names(hasHeader, width);
        List<String[]> rows = hasHeader ? sample.subList(1, sample.size()) : sample;
        List<Long> lines = hasHeader ? sampleLines.subList(1, sample.size()) : sampleLines;
        if (rows.isEmpty()) {
            throw new UserError(
                    "E126",
                    file + " holds only a header line and no rows.",
                    "Check that the file was written to its end.");
        }
        char point = decimalPoint(rows);
        long[] lineNumbers = lines.stream().mapToLong(Long::longValue).toArray();
        var columns = new ArrayList<CellColumn>();
        for (int k = 0; k < width; k++) {
            int place = k;
            columns.add(
                    CellColumn.of(
                            names.get(k),
                            rows.stream().map(row -> row[place]).toList(),
                            lineNumbers,
                            point,
                            isText.test(names.get(k)),
                            file));
        }
        for (int i = 0; i < rows.size(); i++) {
            for (int k = 0; k < width; k++) {
                char[] text = rows.get(i)[k].toCharArray();
                columns.get(k).add(text, 0, text.length, point, lineNumbers[i]);
            }
        }
        while (cells.next()) {
            addLine(columns, width, point);
        }
        return Table.create(file, columns.stream().map(CellColumn::column).toList());
    }

    private void addLine(List<CellColumn> columns, int width, char point) {
        checkWidth(width);
        char[] text = cells.characters();
        for (int k = 0; k < width; k++) {
            int start = cells.start(k);
            int end = cells.end(k);
            while (start < end && text[start] <= ' ') {
                start++;
            }
            while (end > start && text[end - 1] <= ' ') {
                end--;
            }
            columns.get(k).add(text, start, end, point, cells.lineNumber());
        }
    }

    /// @return how many cells a line has
    private int readSample() {
        int width = 0;
        while (sample.size() <= SAMPLE && cells.next()) {
            if (width == 0) {
                width = cells.count();
            }
            checkWidth(width);
            var row = new String[width];
            for (int k = 0; k < width; k++) {
                row[k] = cells.text(k).strip();
            }
            sample.add(row);
            sampleLines.add(cells.lineNumber());
        }
        if (sample.isEmpty()) {
            throw new UserError(
                    "E126", file + " is empty.", "Name a file with a header line and rows.");
        }
        return width;
    }

    private void checkWidth(int width) {
        if (cells.count() != width) {
            throw new UserError(
                    "E126",
                    file
                            + ", line "
                            + cells.lineNumber()
                            + ": "
                            + cells.count()
                            + (cells.count() == 1 ? " cell" : " cells")
                            + ", but the first line has "
                            + width
                            + ".",
                    "Correct that line"
                            + (cells.count() == 1 || width == 1
                                    ? ", or name the separator: sep=\";\""
                                    : "; a cell that holds \"" + separator + "\" needs quotes."));
        }
    }

    private boolean hasHeader(HeaderChoice header) {
        return switch (header) {
            case TRUE -> true;
            case FALSE -> false;
            case AUTO -> {
                for (String cell : sample.getFirst()) {
                    char[] text = cell.toCharArray();
                    if (text.length > 0
                            && !NumberText.isNone(NumberText.parse(text, 0, text.length, '.'))) {
                        yield false;
                    }
                }
                yield true;
            }
        };
    }

    private List<String> names(boolean hasHeader, int width) {
        var names = new ArrayList<String>();
        var places = new HashMap<String, Integer>();
        for (int k = 0; k < width; k++) {
            String written = hasHeader ? sample.getFirst()[k] : "";
            String name = written.isEmpty() ? "column_" + (k + 1) : written;
            Integer before = places.put(name.toLowerCase(Locale.ROOT), k);
            if (before != null) {
                throw new UserError(
                        "E126",
                        file
                                + ": columns "
                                + (before + 1)
                                + " and "
                                + (k + 1)
                                + " are both named "
                                + name
                                + (names.get(before).equals(name)
                                        ? "."
                                        : " (case does not count)."),
                        "Rename one in line " + sampleLines.getFirst() + ".");
            }
            names.add(name);
        }
        return names;
    }

    /// A comma where numbers such as `3,14` occur and the comma does not separate cells.
    private char decimalPoint(List<String[]> rows) {
        if (separator == ',') {
            return '.';
        }
        boolean hasComma = false;
        for (String[] row : rows) {
            for (String cell : row) {
                if (cell.matches("[+-]?\\d*\\.\\d+")) {
                    return '.';
                }
                // Three digits behind a comma may be thousands.
                hasComma |= cell.length() < 30 && cell.matches("[+-]?\\d+,(\\d{1,2}|\\d{4,})");
            }
        }
        return hasComma ? ',' : '.';
    }
}
