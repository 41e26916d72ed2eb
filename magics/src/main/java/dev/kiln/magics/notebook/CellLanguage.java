package dev.kiln.magics.notebook;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What a kernel asks of the magics. Cursors and offsets are in `char`s of the whole cell.
public interface CellLanguage {
    /// Cuts a cell into Java and magics.
    ///
    /// @param isVariable   whether a name is a Java variable in scope
    /// @param isOtherMagic whether the kernel itself, or an extension, registered a magic of the name
    List<CellPart> split(String cell, Predicate<String> isVariable, Predicate<String> isOtherMagic);

    /// Whether the magic of this name is one of these magics.
    boolean knows(String name);

    /// Runs a line magic or a cell magic.
    ///
    /// @return the magic's result; null where it has none
    /// @throws dev.kiln.catalog.UserError where the line is wrong or cannot be carried out
    @Nullable Object run(CellPart magic, Notebook notebook) throws Exception;

    /// Whether a magic can run while a cell runs Java.
    default boolean needsNoJava(CellPart magic) {
        return false;
    }

    /// The declared type of the result that [#run] returned, fully qualified.
    String resultType(Object result);

    /// What could stand at the cursor; empty where the cursor is not in a magic.
    Optional<Completions> complete(String cell, int cursor, Notebook notebook);

    /// Help on the word at the cursor; empty where it is none of a magic's.
    Optional<Help> inspect(String cell, int cursor, Notebook notebook);

    /// What Java cells may name without an import of their own, as in `dev.kiln.layers.*`.
    default List<String> imports() {
        return List.of();
    }

    /// Whether the cell's magics are complete; empty where the cell has none, or ends in Java.
    Optional<Boolean> isComplete(String cell);

    /// @param from first `char` that a completion replaces
    /// @param to   end of the replaced range
    record Completions(int from, int to, List<Suggestion> suggestions) {}

    /// @param text what is put in
    /// @param type what it is, for the frontend's icon: `magic`, `option`, `value`, `path`, `instance`
    /// @param note one line about it
    record Suggestion(String text, String type, String note) {}

    /// @param html help with markup
    /// @param text the same, plain
    record Help(String html, String text) {}
}
