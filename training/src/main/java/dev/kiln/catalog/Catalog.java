package dev.kiln.catalog;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The names of one kind of thing (optimizers, losses, layers, …) with the records that they stand for.
///
/// A default is written once, in the record's own no-argument constructor; parsing, help and completion
/// read it here:
/// ```java
/// public static final Catalog<Optimizer> CATALOG = new Catalog<Optimizer>("optimizer")
///         .with("adam", new Adam())
///         .with("sgd", new SGD());
/// Optimizer optimizer = CATALOG.get("adam", Map.of("learning_rate", 0.01));
/// ```
///
/// @param <T> what all entries are
public final class Catalog<T> {
    /// Of the names that an error lists.
    private static final int MOST_LETTERS = 500;

    private final String kind;
    private final String unknownCode;
    private final Map<String, Entry<T>> byName = new LinkedHashMap<>();
    private final Map<String, Entry<T>> byNormalized = new LinkedHashMap<>();
    private final List<Entry<T>> entries = new ArrayList<>();

    /// @param kind one word for messages: `optimizer`
    public Catalog(String kind) {
        this(kind, "E101");
    }

    /// @param unknownCode the number of the message about an unknown name
    public Catalog(String kind, String unknownCode) {
        this.kind = kind;
        this.unknownCode = unknownCode;
    }

    /// Adds an entry whose defaults are those of `prototype`.
    public Catalog<T> with(String name, T prototype, String... aliases) {
        return with(Entry.of(name, List.of(aliases), prototype));
    }

    /// Adds an entry with arguments that have no default.
    ///
    /// @param type     a record
    /// @param required how many of its components have no default, from the first
    /// @param sample   gives the defaults of the others
    public Catalog<T> with(String name, int required, T sample, String... aliases) {
        return with(Entry.of(name, List.of(aliases), required, sample));
    }

    private Catalog<T> with(Entry<T> entry) {
        entries.add(entry);
        var names = new ArrayList<>(List.of(entry.name()));
        names.addAll(entry.aliases());
        for (String name : names) {
            if (byName.put(name, entry) != null) {
                throw new IllegalArgumentException("two entries for the " + kind + " " + name);
            }
            byNormalized.putIfAbsent(Names.normalized(name), entry);
        }
        byNormalized.putIfAbsent(Names.normalized(entry.type().getSimpleName()), entry);
        return this;
    }

    public String kind() {
        return kind;
    }

    public List<Entry<T>> entries() {
        return List.copyOf(entries);
    }

    /// Every name and alias.
    public List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /// The entry of a name: exactly as written, else without regard to case, `_` and `-`.
    public Optional<Entry<T>> find(String name) {
        Entry<T> exact = byName.get(name);
        return Optional.ofNullable(
                exact != null ? exact : byNormalized.get(Names.normalized(name)));
    }

    /// The entry that a value came from.
    public Optional<Entry<T>> entryOf(Object value) {
        return entries.stream()
                .filter(entry -> entry.prototype().equals(value))
                .findFirst()
                .or(
                        () ->
                                entries.stream()
                                        .filter(entry -> entry.type() == value.getClass())
                                        .findFirst());
    }

    Optional<String> nameOf(Object value) {
        return entryOf(value).map(entry -> entry.describe(value));
    }

    public T get(String name) {
        return get(Call.of(name));
    }

    /// @param arguments by their names, as users write them
    public T get(String name, Map<String, ? extends @Nullable Object> arguments) {
        return get(new Call(name, List.of(), new LinkedHashMap<>(arguments)));
    }

    /// What a name with arguments stands for.
    ///
    /// @throws UserError where the name, an argument's name or a value is wrong
    public T get(Call call) {
        return find(call.name()).orElseThrow(() -> unknown(call.name())).make(call);
    }

    /// What is said of a name that is not in the list.
    public UserError unknown(String name) {
        var primary = entries.stream().map(Entry::name).toList();
        return new UserError(
                        unknownCode,
                        "unknown " + kind + " " + name + "." + Names.question(name, names()),
                        "Known: " + shown(primary) + ".")
                .naming(name, names());
    }

    /// All names, or as many as can be read at a glance.
    private static String shown(List<String> names) {
        var shown = new StringBuilder();
        for (String name : names) {
            if (shown.length() + name.length() > MOST_LETTERS) {
                return shown + ", ... (" + names.size() + " in all)";
            }
            shown.append(shown.isEmpty() ? "" : ", ").append(name);
        }
        return shown.toString();
    }
}
