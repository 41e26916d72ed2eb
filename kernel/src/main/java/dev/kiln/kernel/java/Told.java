package dev.kiln.kernel.java;

import jdk.jshell.spi.ExecutionControl.ResolutionException;
import jdk.jshell.spi.ExecutionControl.RunException;
import jdk.jshell.spi.ExecutionControl.UserException;
import jdk.jshell.spi.SPIResolutionException;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Supplier;

/// What an exception of the user's says of itself, for JShell. It may be of a class of the user's, whose methods throw, or be a cause of
/// itself; what cannot be read is left out.
final class Told {
    /// Causes of causes that are read.
    private static final int DEPTH = 20;

    private Told() {}

    static RunException of(Throwable thrown) {
        return of(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static RunException of(Throwable thrown, Set<Throwable> seen) {
        seen.add(thrown);
        if (thrown instanceof SPIResolutionException unresolved) {
            return new ResolutionException(unresolved.id(), frames(unresolved));
        }
        String message = orElse(thrown::getMessage, null);
        var told = new UserException(message, thrown.getClass().getName(), frames(thrown));
        Throwable cause = orElse(thrown::getCause, null);
        if (cause != null && !seen.contains(cause) && seen.size() < DEPTH) {
            told.initCause(of(cause, seen));
        }
        return told;
    }

    private static StackTraceElement[] frames(Throwable thrown) {
        StackTraceElement[] none = {};
        StackTraceElement[] frames = orElse(thrown::getStackTrace, none);
        return frames == null ? none : frames;
    }

    private static <T extends @Nullable Object> T orElse(Supplier<T> asked, T otherwise) {
        try {
            return asked.get();
        } catch (CellStopped stopped) {
            throw stopped;
        } catch (Throwable unreadable) {
            return otherwise;
        }
    }
}
