package dev.kiln.data.files;

import dev.kiln.catalog.UserError;

import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.columns.Column;

import java.util.Arrays;
import java.util.List;

/// Collects the cells of one column of a text table.
///
/// The first rows decide what the column holds; a cell further down that does not fit is an error with its line.
final class CellColumn {
    /// What a column holds.
    private enum Kind {
        NUMBERS,
        YES_NO,
        TEXT
    }

    private final String name;
    private final Kind kind;
    private final String file;
    private double[] numbers = new double[0];
    private final StringColumn texts;
    private int size;

    private CellColumn(String name, Kind kind, String file) {
        this.name = name;
        this.kind = kind;
        this.file = file;
        this.texts = StringColumn.create(name);
        if (kind != Kind.TEXT) {
            numbers = new double[1024];
        }
    }

    /// A column whose kind the first rows tell.
    ///
    /// @param sample first cells of the column
    /// @param lines  their line numbers
    /// @param isText whether the column is text whatever the cells hold
    /// @throws UserError E126 where a few cells spoil a column of numbers
    static CellColumn of(
            String name,
            List<String> sample,
            long[] lines,
            char point,
            boolean isText,
            String file) {
        int known = 0;
        int parsed = 0;
        int yesNo = 0;
        int bad = -1;
        for (int i = 0; i < sample.size(); i++) {
            char[] cell = sample.get(i).toCharArray();
            if (NumberText.isMissing(cell, 0, cell.length)) {
                continue;
            }
            known++;
            if (!NumberText.isNone(NumberText.parse(cell, 0, cell.length, point))) {
                parsed++;
            } else {
                bad = bad < 0 ? i : bad;
                yesNo += isYes(cell, 0, cell.length) || isNo(cell, 0, cell.length) ? 1 : 0;
            }
        }
        if (isText) {
            return new CellColumn(name, Kind.TEXT, file);
        }
        int strangers = known - parsed;
        if (strangers > 0 && parsed > strangers && strangers <= Math.max(1, known / 20)) {
            throw noNumber(name, sample.get(bad), lines[bad], file);
        }
        Kind kind = strangers == 0 ? Kind.NUMBERS : yesNo == known ? Kind.YES_NO : Kind.TEXT;
        return new CellColumn(name, kind, file);
    }

    void add(char[] text, int start, int end, char point, long line) {
        if (kind == Kind.TEXT) {
            texts.append(
                    NumberText.isMissing(text, start, end)
                            ? ""
                            : new String(text, start, end - start));
            return;
        }
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, size * 2);
        }
        numbers[size++] =
                kind == Kind.NUMBERS
                        ? number(text, start, end, point, line)
                        : yesNo(text, start, end, line);
    }

    private double number(char[] text, int start, int end, char point, long line) {
        if (NumberText.isMissing(text, start, end)) {
            return Double.NaN;
        }
        double value = NumberText.parse(text, start, end, point);
        if (NumberText.isNone(value)) {
            throw noNumber(name, new String(text, start, end - start), line, file);
        }
        return value;
    }

    private double yesNo(char[] text, int start, int end, long line) {
        if (isYes(text, start, end)) {
            return 1;
        }
        if (isNo(text, start, end)) {
            return 0;
        }
        if (NumberText.isMissing(text, start, end)) {
            return Double.NaN;
        }
        throw new UserError(
                "E126",
                file
                        + ", line "
                        + line
                        + ": column "
                        + name
                        + " holds true or false, but here \""
                        + shown(new String(text, start, end - start))
                        + "\".",
                "Correct the cell.");
    }

    private static boolean isYes(char[] text, int start, int end) {
        return end - start == 4 && NumberText.equal(text, start, "TRUE");
    }

    private static boolean isNo(char[] text, int start, int end) {
        return end - start == 5 && NumberText.equal(text, start, "FALSE");
    }

    Column<?> column() {
        return switch (kind) {
            case TEXT -> texts;
            case NUMBERS ->
                    DoubleColumn.create(
                            name, numbers.length == size ? numbers : Arrays.copyOf(numbers, size));
            case YES_NO -> {
                BooleanColumn column = BooleanColumn.create(name);
                for (int i = 0; i < size; i++) {
                    if (Double.isNaN(numbers[i])) {
                        column.appendMissing();
                    } else {
                        column.append(numbers[i] == 1);
                    }
                }
                yield column;
            }
        };
    }

    private static UserError noNumber(String column, String text, long line, String file) {
        return new UserError(
                "E126",
                file
                        + ", line "
                        + line
                        + ": \""
                        + shown(text)
                        + "\" in column "
                        + column
                        + " is no number.",
                "Correct the cell, or empty it and type missing=mean, or leave the column out: drop=["
                        + column
                        + "]");
    }

    private static String shown(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "..." : text;
    }
}
