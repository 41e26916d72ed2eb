package dev.kiln.data.files;

/// Finds out what stands between the cells of a text table.
final class Separator {
    private static final String CANDIDATES = ",;\t|";
    private static final int LINES = 20;

    private Separator() {}

    /// The candidate that occurs equally often in the first lines, outside quotes; of several the most frequent. A table of one
    /// column has none; then it is the comma, or a tab where the file's name ends in `.tsv`.
    ///
    /// @param text the beginning of the file
    static char of(String text, String file) {
        char best = file.contains(".tsv") || file.contains(".tab") ? '\t' : ',';
        double bestScore = 0;
        for (char candidate : CANDIDATES.toCharArray()) {
            double score = score(text, candidate);
            if (score > bestScore) {
                best = candidate;
                bestScore = score;
            }
        }
        return best;
    }

    /// How often a candidate occurs in the first line, times the share of lines that have as many.
    private static double score(String text, char candidate) {
        int first = -1;
        int alike = 0;
        int lines = 0;
        int count = 0;
        boolean inQuotes = false;
        boolean isEmpty = true;
        for (int i = 0; i < text.length() && lines < LINES; i++) {
            char c = text.charAt(i);
            inQuotes ^= c == '"';
            if (c == candidate && !inQuotes) {
                count++;
            }
            if ((c == '\n' || c == '\r') && !inQuotes) {
                if (!isEmpty) {
                    first = first < 0 ? count : first;
                    alike += count == first ? 1 : 0;
                    lines++;
                }
                count = 0;
                isEmpty = true;
            } else {
                isEmpty = false;
            }
        }
        if (lines == 0) {
            return count;
        }
        return first * (double) alike / lines;
    }
}
