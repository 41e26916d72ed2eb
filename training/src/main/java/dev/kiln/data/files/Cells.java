package dev.kiln.data.files;

import dev.kiln.catalog.UserError;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;

/// Cuts a text table into cells, as RFC 4180 says: quotes protect separators and line ends, two quotes in quotes are one.
///
/// Lines end with LF, CR LF or CR. Empty lines are skipped.
final class Cells {
    /// More than this in one line is a mistake, most often a quote that is not closed.
    private static final int LONGEST_LINE = 10_000_000;

    private final Reader reader;
    private final String file;
    private final char separator;
    private final char[] buffer = new char[1 << 16];
    private int position;
    private int limit;

    private char[] line = new char[1024];
    private int length;
    private int[] ends = new int[64];
    private int count;
    private long lineNumber = 1;
    private long startedAt;
    private boolean wasQuoted;

    Cells(Reader reader, String file, char separator) {
        this.reader = reader;
        this.file = file;
        this.separator = separator;
    }

    /// Reads the next line that is not empty.
    ///
    /// @return whether there was one
    boolean next() {
        while (read()) {
            if (count > 1 || length > 0 || wasQuoted) {
                return true;
            }
        }
        return false;
    }

    /// The number of the line that was read, from 1; of its first line where quotes hold line ends.
    long lineNumber() {
        return startedAt;
    }

    int count() {
        return count;
    }

    int start(int cell) {
        return cell == 0 ? 0 : ends[cell - 1];
    }

    int end(int cell) {
        return ends[cell];
    }

    /// The characters of the line, cells one after the other; [#start] and [#end] say where each lies.
    char[] characters() {
        return line;
    }

    String text(int cell) {
        return new String(line, start(cell), end(cell) - start(cell));
    }

    private boolean read() {
        length = 0;
        count = 0;
        wasQuoted = false;
        startedAt = lineNumber;
        int c = character();
        if (c < 0) {
            return false;
        }
        boolean atStart = true;
        while (true) {
            if (c == '"' && atStart) {
                c = quoted();
                atStart = false;
                continue;
            }
            if (c < 0 || c == '\n' || c == '\r') {
                endCell();
                if (c == '\r') {
                    int after = character();
                    if (after != '\n' && after >= 0) {
                        position--;
                    }
                }
                lineNumber++;
                return true;
            }
            if (c == separator) {
                endCell();
                atStart = true;
            } else {
                append((char) c);
                atStart = false;
                appendPlain();
            }
            c = character();
        }
    }

    /// Appends what is in the buffer up to the next character that could mean something: most of every file.
    private void appendPlain() {
        int from = position;
        int to = from;
        while (to < limit
                && buffer[to] != separator
                && buffer[to] != '\n'
                && buffer[to] != '\r'
                && buffer[to] != 0) {
            to++;
        }
        if (length + to - from <= line.length) {
            System.arraycopy(buffer, from, line, length, to - from);
            length += to - from;
            position = to;
        }
    }

    /// Reads to the closing quote.
    ///
    /// @return the character behind it
    private int quoted() {
        long opened = lineNumber;
        wasQuoted = true;
        while (true) {
            int c = character();
            if (c < 0) {
                throw new UserError(
                        "E126",
                        file + ": the quote that opens in line " + opened + " is never closed.",
                        "Close it with \" or remove it.");
            }
            if (c == '"') {
                int after = character();
                if (after != '"') {
                    return after;
                }
            }
            if (c == '\n') {
                lineNumber++;
            }
            append((char) c);
        }
    }

    private void endCell() {
        if (count == ends.length) {
            ends = java.util.Arrays.copyOf(ends, count * 2);
        }
        ends[count++] = length;
    }

    private void append(char c) {
        if (c == 0) {
            throw new UserError(
                    "E126",
                    file + " is no text: line " + lineNumber + " holds a zero byte.",
                    "Name a text file such as CSV or TSV.");
        }
        if (length == line.length) {
            if (length >= LONGEST_LINE) {
                throw new UserError(
                        "E126",
                        file + ": line " + startedAt + " has more than 10,000,000 characters.",
                        "Check that the file is a table of lines, and that each quote is closed.");
            }
            line = java.util.Arrays.copyOf(line, Math.min(length * 2, LONGEST_LINE));
        }
        line[length++] = c;
    }

    private int character() {
        if (position == limit) {
            try {
                limit = Math.max(0, reader.read(buffer));
            } catch (CharacterCodingException e) {
                throw new UserError(
                        "E126",
                        file
                                + " is not written in UTF-8: an unreadable character follows near line "
                                + lineNumber
                                + ".",
                        "Save the file as UTF-8, in a spreadsheet: \"CSV UTF-8\".",
                        e);
            } catch (IOException e) {
                throw new UserError(
                        "E126",
                        file + " cannot be read: " + e.getMessage() + ".",
                        "Check the file or copy it anew.",
                        e);
            }
            position = 0;
            if (limit == 0) {
                return -1;
            }
        }
        return buffer[position++];
    }
}
