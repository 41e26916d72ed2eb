package dev.kiln.kernel.java;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where the values of the session's variables are: static fields of the classes that JShell made.
///
/// JShell makes a new class when it declares a variable again, and forgets the value even where only something that
/// the variable depends on has changed. Here the value moves along, and what nobody can reach any more is let go.
final class Variables {
    private static final String SNIPPET_CLASS = "REPL.$JShell$";

    private record Moved(String name, Field from, Field to) {}

    private final Map<String, Field> fields = new LinkedHashMap<>();
    private final List<Moved> moved = new ArrayList<>();

    /// Notes the variables of a class that was just loaded. Classes within it are the user's own.
    void declaredBy(Class<?> loaded) {
        if (loaded.getName().lastIndexOf('$') >= SNIPPET_CLASS.length()) {
            return;
        }
        for (Field field : loaded.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
                field.setAccessible(true);
                Field before = fields.put(field.getName(), field);
                if (before != null) {
                    moved.add(new Moved(field.getName(), before, field));
                }
            }
        }
    }

    /// Ends a step of JShell's.
    ///
    /// @param kept names that JShell declared again though the user did not: they keep their values
    /// @return the names of those that could not
    List<String> settle(Set<String> kept) {
        List<String> lost = new ArrayList<>();
        for (Moved step : moved) {
            if (kept.contains(step.name()) && !carry(step)) {
                lost.add(step.name());
            }
            clear(step.from());
        }
        moved.clear();
        return lost;
    }

    private static boolean carry(Moved step) {
        try {
            Object value = step.from().get(null);
            if (value == null) {
                return true;
            }
            if (!step.to().getType().isPrimitive() && !step.to().getType().isInstance(value)) {
                return false;
            }
            step.to().set(null, value);
            return true;
        } catch (ReflectiveOperationException | IllegalArgumentException | LinkageError other) {
            return false;
        }
    }

    /// The value of a variable; empty where there is no such variable or it is null.
    Optional<Object> value(String name) {
        Field field = fields.get(name);
        if (field == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(field.get(null));
        } catch (IllegalAccessException | LinkageError unreadable) {
            return Optional.empty();
        }
    }

    /// Sets a variable's value.
    ///
    /// @return false where there is no such variable, or it takes no such value
    boolean set(String name, @Nullable Object value) {
        Field field = fields.get(name);
        if (field == null) {
            return false;
        }
        try {
            field.set(null, value);
            return true;
        } catch (IllegalAccessException | IllegalArgumentException | LinkageError refused) {
            return false;
        }
    }

    /// Lets go of a variable's value.
    void forget(String name) {
        Field field = fields.remove(name);
        if (field != null) {
            clear(field);
        }
    }

    private static void clear(Field field) {
        try {
            if (!field.getType().isPrimitive()) {
                field.set(null, null);
            }
        } catch (IllegalAccessException | LinkageError keepsIt) {
            // A class whose initialiser failed holds no value.
            return;
        }
    }
}
