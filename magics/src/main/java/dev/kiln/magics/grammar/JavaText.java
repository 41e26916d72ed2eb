package dev.kiln.magics.grammar;

/// Walks over Java source by its tokens: what is code, what is text or comment, how deep the brackets are.
final class JavaText {
    private JavaText() {}

    /// What a `char` belongs to.
    enum Kind {
        CODE,
        STRING,
        TEXT_BLOCK,
        CHARACTER,
        LINE_COMMENT,
        BLOCK_COMMENT
    }

    /// The state between two `char`s of Java source.
    static final class State {
        Kind kind = Kind.CODE;
        int depth;

        /// The last `char` of code that is no blank; 0 before the first.
        char last;
    }

    /// Moves over the `char`s that belong together at `at`.
    ///
    /// @return where to go on
    static int advance(String text, int at, State state) {
        char c = text.charAt(at);
        switch (state.kind) {
            case CODE -> {
                return code(text, at, state);
            }
            case STRING, CHARACTER -> {
                if (c == '\\') {
                    return Math.min(at + 2, text.length());
                }
                // A line end ends an unfinished text, as the compiler sees it.
                if (c == '\n' || c == (state.kind == Kind.STRING ? '"' : '\'')) {
                    state.kind = Kind.CODE;
                }
                return at + 1;
            }
            case TEXT_BLOCK -> {
                if (c == '\\') {
                    return Math.min(at + 2, text.length());
                }
                if (text.startsWith("\"\"\"", at)) {
                    state.kind = Kind.CODE;
                    return at + 3;
                }
                return at + 1;
            }
            case LINE_COMMENT -> {
                if (c == '\n') {
                    state.kind = Kind.CODE;
                }
                return at + 1;
            }
            case BLOCK_COMMENT -> {
                if (text.startsWith("*/", at)) {
                    state.kind = Kind.CODE;
                    return at + 2;
                }
                return at + 1;
            }
        }
        throw new IllegalStateException("no kind " + state.kind);
    }

    private static int code(String text, int at, State state) {
        char c = text.charAt(at);
        if (text.startsWith("//", at)) {
            state.kind = Kind.LINE_COMMENT;
            return at + 2;
        }
        if (text.startsWith("/*", at)) {
            state.kind = Kind.BLOCK_COMMENT;
            return at + 2;
        }
        if (text.startsWith("\"\"\"", at)) {
            state.kind = Kind.TEXT_BLOCK;
            state.last = '"';
            return at + 3;
        }
        if (c == '"') {
            state.kind = Kind.STRING;
        } else if (c == '\'') {
            state.kind = Kind.CHARACTER;
        } else if ("([{".indexOf(c) >= 0) {
            state.depth++;
        } else if (")]}".indexOf(c) >= 0) {
            state.depth = Math.max(state.depth - 1, 0);
        }
        if (!Character.isWhitespace(c)) {
            state.last = c;
        }
        return at + 1;
    }

    /// The index of the brace that closes the one at `open`; -1 where none does.
    static int closingBrace(String text, int open) {
        var state = new State();
        int at = open;
        while (at < text.length()) {
            boolean isCode = state.kind == Kind.CODE;
            int next = advance(text, at, state);
            if (isCode && state.depth == 0 && text.charAt(at) == '}') {
                return at;
            }
            at = next;
        }
        return -1;
    }
}
