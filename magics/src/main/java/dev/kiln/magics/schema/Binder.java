package dev.kiln.magics.schema;

import dev.kiln.catalog.Call;
import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.Names;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.magics.grammar.ArgumentParser;
import dev.kiln.magics.grammar.Reference;
import dev.kiln.magics.grammar.Span;
import dev.kiln.magics.grammar.Template;
import dev.kiln.magics.grammar.Written;
import dev.kiln.magics.notebook.Notebook;

import org.jspecify.annotations.Nullable;

import java.lang.annotation.Annotation;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Fills a magic's record with what was written; says what does not fit, and where.
public final class Binder {
    /// `epochs to train, from 1`.
    private static final Pattern RANGE =
            Pattern.compile("(from \\d+(?: to (?:below )?[\\d.]+)?)(?=[,;]|$)");

    private final MagicEntry entry;
    private final String typed;
    private final Notebook notebook;
    private final Map<String, @Nullable Object> named = new HashMap<>();
    private final Map<String, Span> places = new HashMap<>();
    private final List<@Nullable Object> words = new ArrayList<>();
    private final Map<String, @Nullable Object> others = new LinkedHashMap<>();
    private final Set<String> taken = new HashSet<>();

    private Binder(MagicEntry entry, String typed, Notebook notebook) {
        this.entry = entry;
        this.typed = typed;
        this.notebook = notebook;
    }

    /// The magic with its options filled in.
    ///
    /// @throws MisplacedError where an argument does not fit; knows its place in the line
    /// @throws dev.kiln.magics.grammar.SyntaxError where the text is no argument list
    public static Magic bind(MagicEntry entry, String arguments, Notebook notebook) {
        var binder = new Binder(entry, arguments, notebook);
        ArgumentParser.parse(arguments).forEach(binder::take);
        return binder.make();
    }

    private void take(Written argument) {
        if (argument.key() == null) {
            takeWord(argument);
            return;
        }
        var option = entry.option(argument.key());
        if (option.isEmpty()) {
            if (component(Others.class) == null) {
                throw unknown(argument.key(), argument.keyAt());
            }
            others.put(argument.key(), resolved(argument.value(), argument.at()));
            return;
        }
        put(option.get().name(), resolved(argument.value(), argument.at()), argument.at());
    }

    private void takeWord(Written argument) {
        if (argument.value() instanceof Call(String name, var positional, var inner)
                && positional.isEmpty()
                && inner.isEmpty()) {
            var flag = entry.option(name).filter(MagicEntry.Option::isFlag);
            if (flag.isPresent()) {
                put(flag.get().name(), true, argument.at());
                return;
            }
        }
        RecordComponent component = component(Words.class);
        if (component == null || words.size() >= component.getAnnotation(Words.class).most()) {
            String text = Conversion.text(argument.value());
            var near =
                    Names.nearest(
                            text, entry.options().stream().map(MagicEntry.Option::name).toList());
            throw new MisplacedError(
                    "E102",
                    entry.title() + " has no option " + text + "." + question(near),
                    "Type: "
                            + (near.isEmpty()
                                    ? entry.example()
                                    : entry.title() + " " + sample(near.getFirst())),
                    argument.at(),
                    near.isEmpty() ? null : sample(near.getFirst()));
        }
        words.add(resolved(argument.value(), argument.at()));
    }

    private void put(String name, @Nullable Object value, Span at) {
        if (named.containsKey(name)) {
            throw new MisplacedError(
                    "E102",
                    name + " is given twice.",
                    "Keep one: " + entry.title() + " " + sample(name),
                    at);
        }
        named.put(name, value);
        places.put(name, at);
    }

    private MisplacedError unknown(String key, Span at) {
        var near =
                Names.nearest(key, entry.options().stream().map(MagicEntry.Option::name).toList());
        return new MisplacedError(
                "E102",
                entry.title() + " has no option " + key + "." + question(near),
                "Type: "
                        + (near.isEmpty()
                                ? entry.example()
                                : entry.title() + " " + sample(near.getFirst())),
                at,
                near.isEmpty() ? null : near.getFirst());
    }

    private static String question(List<String> near) {
        return near.isEmpty() ? "" : " Did you mean " + String.join(" or ", near) + "?";
    }

    private String sample(String option) {
        return entry.option(option)
                .map(found -> found.isFlag() ? found.name() : found.name() + "=" + found.example())
                .orElse(option);
    }

    /// Values with `$name` and `${…}` looked up.
    private @Nullable Object resolved(@Nullable Object value, Span at) {
        return switch (value) {
            case Reference reference -> lookedUp(reference, at);
            case Template template -> template.filled(reference -> lookedUp(reference, at));
            case List<?> list -> {
                var items = new ArrayList<@Nullable Object>();
                list.forEach(item -> items.add(resolved(item, at)));
                yield items;
            }
            case Map<?, ?> map -> {
                var items = new LinkedHashMap<Object, @Nullable Object>();
                map.forEach((key, item) -> items.put(key, resolved(item, at)));
                yield items;
            }
            case Call(String name, var positional, var inner) -> {
                var values = new ArrayList<@Nullable Object>();
                positional.forEach(item -> values.add(resolved(item, at)));
                var byName = new LinkedHashMap<String, @Nullable Object>();
                inner.forEach((key, item) -> byName.put(key, resolved(item, at)));
                yield new Call(name, values, byName);
            }
            case null, default -> value;
        };
    }

    private @Nullable Object lookedUp(Reference reference, Span at) {
        try {
            return notebook.evaluate(reference.expression());
        } catch (UserError e) {
            throw e;
        } catch (Exception e) {
            var near = Names.nearest(reference.expression(), notebook.variables().keySet());
            throw new MisplacedError(
                    "E144",
                    reference + " cannot be read: " + firstLine(e) + ".",
                    !near.isEmpty()
                            ? "Did you mean $" + near.getFirst() + "?"
                            : reference.expression().matches("\\w+")
                                    ? "Declare it in a cell first: var "
                                            + reference.expression()
                                            + " = …"
                                    : "Try it in a cell of its own: var mine = "
                                            + reference.expression()
                                            + ";   then here: $mine",
                    at);
        }
    }

    private static String firstLine(Exception e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        String line = message.lines().findFirst().orElse("");
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }

    private @Nullable RecordComponent component(Class<? extends Annotation> kind) {
        for (RecordComponent component : entry.prototype().getClass().getRecordComponents()) {
            if (component.isAnnotationPresent(kind)) {
                return component;
            }
        }
        return null;
    }

    private Magic make() {
        return (Magic) rebuilt(entry.prototype());
    }

    /// The record with what was written in place of its defaults; a name that an outer record has is its own.
    private Record rebuilt(Record record) {
        var values = new ArrayList<@Nullable Object>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            if (component.isAnnotationPresent(Words.class)) {
                values.add(words);
            } else if (component.isAnnotationPresent(Others.class)) {
                values.add(others);
            } else if (component.isAnnotationPresent(AsTyped.class)) {
                values.add(typed);
            } else if (component.isAnnotationPresent(Shared.class)) {
                values.add(
                        rebuilt(
                                (Record)
                                        Objects.requireNonNull(
                                                MagicEntry.read(component, record))));
            } else {
                String name = MagicEntry.optionName(component);
                values.add(
                        named.containsKey(name) && taken.add(name)
                                ? converted(name, component)
                                : MagicEntry.read(component, record));
            }
        }
        return construct(record.getClass(), values);
    }

    private @Nullable Object converted(String name, RecordComponent component) {
        try {
            return Conversion.convert(name, named.get(name), component.getGenericType());
        } catch (UserError e) {
            if (!e.code().equals("E103")) {
                throw e;
            }
            String example = entry.option(name).map(MagicEntry.Option::example).orElse("");
            throw new MisplacedError(
                    "E103",
                    withRange(name, e.problem()),
                    "Type: " + entry.title() + " " + name + "=" + example,
                    places.get(name),
                    example.isEmpty() ? null : example);
        }
    }

    /// `epochs takes a whole number from 1, not …`, where the option's own words name the range.
    private String withRange(String name, String problem) {
        var range =
                entry.option(name)
                        .map(option -> RANGE.matcher(option.doc()))
                        .filter(Matcher::find)
                        .map(found -> found.group(1));
        return range.isEmpty()
                ? problem
                : problem.replaceFirst("number, not", "number " + range.get() + ", not");
    }

    private static Record construct(Class<? extends Record> type, List<@Nullable Object> values) {
        var types =
                Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        try {
            Constructor<? extends Record> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
