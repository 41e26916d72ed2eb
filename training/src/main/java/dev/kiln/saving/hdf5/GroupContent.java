package dev.kiln.saving.hdf5;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a group of a file holds: other groups and arrays, by name, and texts beside them.
public final class GroupContent {
    private final Map<String, GroupContent> groups = new LinkedHashMap<>();
    private final Map<String, ArrayContent> arrays = new LinkedHashMap<>();
    private final Map<String, String> texts = new LinkedHashMap<>();

    /// The group of a path, made where it is not there yet.
    ///
    /// @param path names between slashes; empty for this one
    public GroupContent group(String path) {
        GroupContent at = this;
        for (String name : List.of(path.split("/"))) {
            at = name.isEmpty() ? at : at.groups.computeIfAbsent(name, _ -> new GroupContent());
        }
        return at;
    }

    public void array(String name, ArrayContent array) {
        arrays.put(name, array);
    }

    /// An attribute.
    public void text(String name, String text) {
        texts.put(name, text);
    }

    Map<String, GroupContent> groups() {
        return groups;
    }

    Map<String, ArrayContent> arrays() {
        return arrays;
    }

    Map<String, String> texts() {
        return texts;
    }
}
