package dev.kiln.magics.output;

import dev.kiln.checks.Finding;

/// Notes and warnings, from plain text.
public final class Messages {
    private static final int LONGEST = 800;

    private Messages() {}

    /// What a check found: a note where its number begins with N.
    public static Output finding(Finding finding) {
        return finding.isWarning() || finding.isError()
                ? warning(finding.code(), finding.text())
                : note(finding.text());
    }

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
