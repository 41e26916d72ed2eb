package dev.kiln.magics.output;

/// Notes and warnings, from plain text.
public final class Messages {
    private static final int LONGEST = 800;

    private Messages() {}

    /// One line `Note: …`.
    public static Output note(String text) {
        String plain = "Note: " + Markup.clean(text, LONGEST);
        return new Output.Note(
                "<div><b>Note:</b> " + Markup.escape(Markup.clean(text, LONGEST)) + "</div>",
                plain);
    }

    /// `Warning W204: …` beside an amber bar.
    ///
    /// @param code for example `W204`
    public static Output warning(String code, String text) {
        String name = "Warning " + Markup.clean(code);
        String body = Markup.clean(text, LONGEST);
        String html =
                "<div style=\"border-left:4px solid #E69F00;padding-left:8px\"><b>"
                        + Markup.escape(name)
                        + "</b> "
                        + Markup.escape(body)
                        + "</div>";
        return new Output.Warning(html, name + ": " + body);
    }
}
