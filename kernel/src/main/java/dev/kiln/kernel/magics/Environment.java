package dev.kiln.kernel.magics;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The environment of the commands that cells start: that of the process, changed by `%env`.
final class Environment {
    private final Map<String, String> changes = new TreeMap<>();

    synchronized void set(String name, String value) {
        changes.put(name, value);
    }

    synchronized Optional<String> get(String name) {
        return Optional.ofNullable(changes.getOrDefault(name, System.getenv(name)));
    }

    synchronized Map<String, String> all() {
        Map<String, String> all = new TreeMap<>(System.getenv());
        all.putAll(changes);
        return all;
    }
}
