package dev.kiln.catalog;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// One name of a [Catalog]. What its record says of itself is read when it is first asked for: a program that names
/// three of two hundred layers does not wait for the others.
public final class Entry<T> {
    private final String name;
    private final List<String> aliases;
    private final T prototype;
    private final int required;
    private @Nullable List<Argument> arguments;

    private Entry(String name, List<String> aliases, int required, T prototype) {
        this.name = name;
        this.aliases = List.copyOf(aliases);
        this.prototype = prototype;
        this.required = required;
    }

    static <T> Entry<T> of(String name, List<String> aliases, T prototype) {
        return new Entry<>(name, aliases, 0, prototype);
    }

    static <T> Entry<T> of(String name, List<String> aliases, int required, T prototype) {
        return new Entry<>(name, aliases, required, prototype);
    }

    public String name() {
        return name;
    }

    /// Other names for the same.
    public List<String> aliases() {
        return aliases;
    }

    /// The class of the prototype.
    public Class<?> type() {
        return prototype.getClass();
    }

    /// What holds the defaults.
    public T prototype() {
        return prototype;
    }

    /// What may be written in parentheses; none where the prototype is no record.
    public List<Argument> arguments() {
        List<Argument> known = arguments;
        if (known == null) {
            var found = new ArrayList<Argument>();
            if (prototype instanceof Record record) {
                collect(record, required, found);
                InOrder order = type().getAnnotation(InOrder.class);
                if (order != null) {
                    var first = List.of(order.value());
                    found.sort(Comparator.comparingInt(argument -> place(first, argument)));
                }
            }
            known = List.copyOf(found);
            arguments = known;
        }
        return known;
    }

    /// One line about it.
    public String doc() {
        Doc doc = type().getAnnotation(Doc.class);
        return doc == null ? "" : doc.value();
    }

    /// A line as a user would type it; may be empty.
    public String example() {
        Doc doc = type().getAnnotation(Doc.class);
        return doc == null ? "" : doc.example();
    }

    private static int place(List<String> first, Argument argument) {
        int place = first.indexOf(argument.name());
        return place < 0 ? first.size() : place;
    }

    private static void collect(Record record, int required, List<Argument> to) {
        for (RecordComponent component : Reflection.components(record.getClass())) {
            Object value = Reflection.read(component, record);
            if (component.isAnnotationPresent(Shared.class)) {
                collect((Record) Objects.requireNonNull(value), 0, to);
                continue;
            }
            Doc doc = component.getAnnotation(Doc.class);
            boolean isRequired = to.size() < required;
            to.add(
                    new Argument(
                            argumentName(component),
                            component.getGenericType(),
                            isRequired,
                            isRequired ? null : value,
                            doc == null ? "" : doc.value(),
                            doc == null ? "" : doc.example()));
        }
    }

    private static String argumentName(RecordComponent component) {
        Doc doc = component.getAnnotation(Doc.class);
        return doc == null || doc.name().isEmpty()
                ? Names.snakeCase(component.getName())
                : doc.name();
    }

    /// The argument of a name, without regard to case, `_` and `-`.
    public Optional<Argument> argument(String name) {
        String wanted = Names.normalized(name);
        return arguments().stream()
                .filter(argument -> Names.normalized(argument.name()).equals(wanted))
                .findFirst()
                .or(() -> wanted.equals("lr") ? argument("learning_rate") : Optional.empty());
    }

    /// The entry's record with the call's arguments in place of the defaults.
    @SuppressWarnings("unchecked")
    T make(Call call) {
        var given = new HashMap<String, @Nullable Object>();
        if (call.positional().size() > arguments().size()) {
            throw new UserError(
                    "E141",
                    name
                            + " takes at most "
                            + arguments().size()
                            + " arguments, not "
                            + call.positional().size()
                            + ".",
                    "Type: " + usage());
        }
        for (int i = 0; i < call.positional().size(); i++) {
            given.put(arguments().get(i).name(), call.positional().get(i));
        }
        for (Map.Entry<String, @Nullable Object> named : call.named().entrySet()) {
            Argument argument = argument(named.getKey()).orElseThrow(() -> unknown(named.getKey()));
            if (given.containsKey(argument.name())) {
                throw new UserError(
                        "E141",
                        argument.name() + " is given twice to " + name + ".",
                        "Type: "
                                + name
                                + "("
                                + argument.name()
                                + "="
                                + Conversion.text(named.getValue())
                                + ")");
            }
            given.put(argument.name(), named.getValue());
        }
        for (Argument argument : arguments()) {
            if (argument.isRequired() && !given.containsKey(argument.name())) {
                throw new UserError(
                        "E141",
                        name + " needs " + argument.name() + ": " + argument.doc() + ".",
                        "Type: " + usage());
            }
        }
        // A new record each time: for a layer the instance decides whether weights are shared.
        return prototype instanceof Record record ? (T) rebuilt(record, given) : prototype;
    }

    private static Record rebuilt(Record record, Map<String, @Nullable Object> given) {
        var values = new ArrayList<@Nullable Object>();
        for (RecordComponent component : Reflection.components(record.getClass())) {
            Object before = Reflection.read(component, record);
            if (component.isAnnotationPresent(Shared.class)) {
                values.add(rebuilt((Record) Objects.requireNonNull(before), given));
                continue;
            }
            String name = argumentName(component);
            values.add(
                    given.containsKey(name)
                            ? Conversion.convert(name, given.get(name), component.getGenericType())
                            : before);
        }
        return Reflection.make(record.getClass(), values);
    }

    private UserError unknown(String argument) {
        var known = arguments().stream().map(Argument::name).toList();
        var near = Names.nearest(argument, known);
        String suggestion =
                near.isEmpty()
                        ? usage()
                        : name + "(" + near.getFirst() + "=" + sample(near.getFirst()) + ")";
        return new UserError(
                        "E141",
                        name
                                + " has no argument "
                                + argument
                                + "."
                                + Names.question(argument, known),
                        known.isEmpty() ? "Type: " + name : "Type: " + suggestion)
                .naming(argument, known);
    }

    private String sample(String argument) {
        Argument known = argument(argument).orElseThrow();
        return known.isRequired() || known.defaultValue() == null
                ? known.example()
                : known.defaultText();
    }

    /// `adam`, or with the arguments that have no default: `dense(64)`. It can be typed as it is.
    public String usage() {
        var required =
                arguments().stream().filter(Argument::isRequired).map(Argument::typed).toList();
        return required.isEmpty() ? name : name + "(" + String.join(", ", required) + ")";
    }

    /// The value of an argument in a record of this entry.
    public @Nullable Object valueOf(Object record, String argument) {
        var found = new HashMap<String, @Nullable Object>();
        values((Record) record, found);
        return found.get(argument);
    }

    /// All arguments of a record of this entry with their values, in order.
    public Map<String, @Nullable Object> values(Object record) {
        var found = new LinkedHashMap<String, @Nullable Object>();
        if (record instanceof Record components) {
            values(components, found);
        }
        return found;
    }

    private static void values(Record record, Map<String, @Nullable Object> to) {
        for (RecordComponent component : Reflection.components(record.getClass())) {
            Object value = Reflection.read(component, record);
            if (component.isAnnotationPresent(Shared.class)) {
                values((Record) Objects.requireNonNull(value), to);
            } else {
                to.put(argumentName(component), value);
            }
        }
    }

    /// A record of this entry as a user would type it: the name, and the arguments that differ from their
    /// defaults.
    public String describe(Object record) {
        var texts = new ArrayList<String>();
        var values = values(record);
        for (Argument argument : arguments()) {
            Object value = values.get(argument.name());
            if (argument.isRequired() || !Objects.equals(value, argument.defaultValue())) {
                texts.add(argument.name() + "=" + Conversion.text(value));
            }
        }
        return texts.isEmpty() ? name : name + "(" + String.join(", ", texts) + ")";
    }
}
