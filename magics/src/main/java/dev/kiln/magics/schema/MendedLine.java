package dev.kiln.magics.schema;

import dev.kiln.catalog.UserError;
import dev.kiln.magics.grammar.Span;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A line as it was typed, with what an error says of one of its words carried out in it: the word is marked, and the
/// line to type is the whole line.
public final class MendedLine {
    private static final String TYPE = "Type: ";

    /// `learning_rate=0.001` of a remedy, with what stands behind it.
    private static final Pattern OPTION =
            Pattern.compile("([\\p{L}_][\\p{L}\\p{N}_]*)([=:] ?)(\\S+?)( {3}or .*)?");

    /// `reduce_lr_on_plateau(factor=0.5)`.
    private static final Pattern CALL =
            Pattern.compile("([\\p{L}_][\\p{L}\\p{N}_]*)(?:\\((.*)\\))?( {3}or .*)?");

    private final String title;
    private final String line;

    /// @param title `%fit`; empty for a line that is no magic's
    /// @param line  what stands behind it, as typed
    public MendedLine(String title, String line) {
        this.title = title;
        this.line = line;
    }

    /// The error with the place marked and the whole line to type; as it is where it says nothing of the line's words.
    public UserError shown(UserError error) {
        if (error.problem().contains("\n")) {
            return error;
        }
        var word = error.misnamed().flatMap(this::place);
        if (word.isPresent()) {
            return marked(error, word.get(), error.misnamed().get().instead());
        }
        return error.remedy().startsWith(TYPE) ? withOption(error) : error;
    }

    /// The line to type for an error about one of its words; empty where it says nothing of them.
    public Optional<String> mended(UserError error) {
        UserError shown = shown(error);
        return shown == error || !shown.remedy().startsWith(TYPE)
                ? Optional.empty()
                : Optional.of(shown.remedy().substring(TYPE.length()));
    }

    private UserError marked(UserError error, Span at, @Nullable String instead) {
        UserError shown =
                new MisplacedError(error.code(), error.problem(), error.remedy(), at)
                        .shownIn(title, line);
        if (instead == null) {
            return shown;
        }
        int colon = error.remedy().indexOf(": ");
        String advice =
                instead.isEmpty() && colon > 0 ? error.remedy().substring(0, colon + 2) : TYPE;
        String gap = instead.isEmpty() ? "\\s*" : "";
        String rest =
                line.substring(0, at.from())
                        + instead
                        + line.substring(at.to()).replaceFirst("^" + gap, "");
        return new UserError(error.code(), shown.problem(), advice + typed(rest), error);
    }

    /// The option that the remedy gives, in the place of the one that was typed.
    private UserError withOption(UserError error) {
        String fragment = error.remedy().substring(TYPE.length());
        String own = title + " ";
        Matcher option =
                OPTION.matcher(
                        fragment.startsWith(own) ? fragment.substring(own.length()) : fragment);
        if (!option.matches()) {
            return withCall(error, fragment);
        }
        Matcher typed = option(option.group(1));
        if (!typed.find()) {
            return error;
        }
        var at = new Span(typed.end(), valueEnd(typed.end()));
        return replaced(error, at, option.group(3), option.group(4));
    }

    /// The call that the remedy gives: one argument of it in the place of the one that was typed, or all of it.
    private UserError withCall(UserError error, String fragment) {
        Matcher call = CALL.matcher(fragment);
        if (!call.matches()) {
            return error;
        }
        String inner = call.group(2) == null ? "" : call.group(2);
        Matcher argument = OPTION.matcher(inner);
        if (argument.matches() && !line.contains(inner)) {
            Matcher typed = option(argument.group(1));
            if (typed.find()) {
                var at = new Span(typed.end(), valueEnd(typed.end()));
                return replaced(error, at, argument.group(3), call.group(3));
            }
        }
        Matcher typed =
                Pattern.compile("(?<![\\p{L}\\p{N}_$.])" + call.group(1) + "(?=[\\s(,]|$)")
                        .matcher(line);
        if (!typed.find()) {
            return error;
        }
        String whole = call.group(1) + (call.group(2) == null ? "" : "(" + inner + ")");
        return replaced(
                error, new Span(typed.start(), valueEnd(typed.start())), whole, call.group(3));
    }

    private Matcher option(String name) {
        return Pattern.compile("(?<![\\p{L}\\p{N}_])" + name + "\\s*[=:]\\s*").matcher(line);
    }

    /// @param other another way that the remedy names; null for none
    private UserError replaced(UserError error, Span at, String instead, @Nullable String other) {
        UserError shown =
                new MisplacedError(error.code(), error.problem(), error.remedy(), at)
                        .shownIn(title, line);
        String rest = line.substring(0, at.from()) + instead + line.substring(at.to());
        return new UserError(
                error.code(),
                shown.problem(),
                TYPE + typed(rest) + (other == null ? "" : other),
                error);
    }

    private String typed(String rest) {
        return title.isEmpty() ? rest : title + " " + rest.strip();
    }

    /// Where the word stands by itself, in quotes or not.
    private Optional<Span> place(UserError.Misnamed misnamed) {
        String word = misnamed.word();
        if (word.isEmpty()) {
            return Optional.empty();
        }
        String before = word.startsWith("$") ? "" : "(?<![\\p{L}\\p{N}_$.])";
        Matcher found =
                Pattern.compile(before + Pattern.quote(word) + "(?![\\p{L}\\p{N}_])").matcher(line);
        if (!found.find()) {
            return Optional.empty();
        }
        boolean isTooMuch = "".equals(misnamed.instead());
        return Optional.of(
                new Span(found.start(), isTooMuch ? valueEnd(found.start()) : found.end()));
    }

    /// Behind the value that begins at a place: a text in quotes, a bracket with all in it, or a word.
    private int valueEnd(int from) {
        int depth = 0;
        char quote = 0;
        for (int i = from; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0) {
                i += c == '\\' ? 1 : 0;
                quote = c == quote ? 0 : quote;
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if ("([{".indexOf(c) >= 0) {
                depth++;
            } else if (")]}".indexOf(c) >= 0) {
                if (depth-- == 0) {
                    return i;
                }
            } else if (depth == 0 && (Character.isWhitespace(c) || c == ',')) {
                return i;
            }
        }
        return line.length();
    }
}
