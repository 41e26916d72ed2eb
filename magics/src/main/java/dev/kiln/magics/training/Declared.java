package dev.kiln.magics.training;

import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.output.Messages;

import java.lang.reflect.Modifier;

/// Java variables that magics set. One that the user declared otherwise is left alone.
final class Declared {
    private Declared() {}

    /// @param what for the note, as in `the data set`
    static void set(Notebook notebook, String name, Object value, String what) {
        String type = typeOf(value);
        if (notebook.declare(name, type, value)) {
            return;
        }
        String other = "kiln" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
        String theirs = notebook.variables().getOrDefault(name, "own");
        notebook.declare(other, type, value);
        note(
                notebook,
                name
                        + " already is your "
                        + theirs.substring(theirs.lastIndexOf('.') + 1)
                        + ", so "
                        + what
                        + " is in "
                        + other
                        + ". Choose a name with as=NAME.");
    }

    static void note(Notebook notebook, String text) {
        notebook.show(Messages.note(text));
    }

    private static String typeOf(Object value) {
        Class<?> type = value.getClass();
        while (!Modifier.isPublic(type.getModifiers()) || type.getCanonicalName() == null) {
            type = type.getSuperclass();
        }
        return type.getCanonicalName();
    }
}
