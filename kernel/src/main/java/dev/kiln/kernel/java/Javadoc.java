package dev.kiln.kernel.java;

/// Documentation comments as text and as markup.
final class Javadoc {
    private Javadoc() {}

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /// Inline tags become what they mean; block tags a line each.
    private static String resolved(String comment, String codeOpen, String codeClose) {
        return comment.replaceAll("(?m)^\\s*/?\\*+/?\\s?", "")
                .replaceAll("\\{@(?:code|literal)\\s+([^{}]*)\\}", codeOpen + "$1" + codeClose)
                .replaceAll("\\{@link(?:plain)?\\s+[^{}\\s]*\\s+([^{}]*)\\}", "$1")
                .replaceAll("\\{@link(?:plain)?\\s+#?([^{}]*)\\}", codeOpen + "$1" + codeClose)
                .replaceAll("\\{@\\w+\\s*([^{}]*)\\}", "$1")
                .replaceAll("(?m)^\\s*@param\\s+(\\S+)\\s*", "  $1: ")
                .replaceAll("(?m)^\\s*@return\\s+", "  returns: ")
                .replaceAll("(?m)^\\s*@throws\\s+(\\S+)\\s*", "  throws $1: ")
                .replaceAll("(?m)^\\s*@(\\w+)\\s*", "  $1: ");
    }

    static String plain(String comment) {
        return resolved(comment, "", "")
                .replaceAll("<[^>]+>", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&nbsp;", " ")
                .replace("&amp;", "&")
                .replaceAll("\\n{3,}", "\n\n")
                .strip();
    }

    static String html(String comment) {
        return "<div>"
                + resolved(comment, "<code>", "</code>")
                        .strip()
                        .replaceAll("(?m)^  (?=\\S)", "<br>")
                + "</div>";
    }
}
