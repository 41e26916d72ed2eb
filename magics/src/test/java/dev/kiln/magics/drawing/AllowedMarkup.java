package dev.kiln.magics.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Walks HTML tag by tag: only allowed tags and attributes, all closed in order, no stray markup.
public final class AllowedMarkup {
    private static final Set<String> TAGS =
            Set.of(
                    "div",
                    "span",
                    "table",
                    "caption",
                    "thead",
                    "tbody",
                    "tr",
                    "th",
                    "td",
                    "b",
                    "small",
                    "progress",
                    "details",
                    "summary",
                    "img",
                    "code",
                    "pre",
                    "br");
    private static final Set<String> ATTRIBUTES =
            Set.of("style", "scope", "src", "alt", "width", "height", "value", "max", "aria-label");
    private static final Set<String> ALONE = Set.of("img", "br");
    private static final Pattern TAG =
            Pattern.compile("<(/?)([a-z0-9]+)((?: [a-z-]+=\"[^\"<>]*\")*)>");
    private static final Pattern ATTRIBUTE = Pattern.compile(" ([a-z-]+)=\"([^\"<>]*)\"");

    private AllowedMarkup() {}

    /// @param live whether the stop button may stand in it
    public static void check(String html, boolean live) {
        Deque<String> open = new ArrayDeque<>();
        Matcher tag = TAG.matcher(html);
        int at = 0;
        while (tag.find()) {
            assertThat(html.substring(at, tag.start()))
                    .as("text between tags")
                    .doesNotContain("<", ">");
            at = tag.end();
            String name = tag.group(2);
            if (!(live && name.equals("button"))) {
                assertThat(TAGS).contains(name);
                attributes(name, tag.group(3));
            }
            if (!tag.group(1).isEmpty()) {
                assertThat(open.pop()).as("closed by </%s>", name).isEqualTo(name);
            } else if (!ALONE.contains(name)) {
                open.push(name);
            }
        }
        assertThat(html.substring(at)).doesNotContain("<", ">");
        assertThat(open).isEmpty();
    }

    private static void attributes(String tag, String written) {
        Matcher attribute = ATTRIBUTE.matcher(written);
        while (attribute.find()) {
            assertThat(ATTRIBUTES).as("attributes of %s", tag).contains(attribute.group(1));
            if (attribute.group(1).equals("style")) {
                assertThat(attribute.group(2)).doesNotContain("var(", "url(", "expression");
            }
        }
        if (tag.equals("img")) {
            assertThat(written)
                    .contains(
                            " src=\"data:image/svg+xml;base64,",
                            " alt=\"",
                            " width=\"",
                            " height=\"");
        }
    }
}
