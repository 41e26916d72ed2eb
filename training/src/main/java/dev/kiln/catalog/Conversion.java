package dev.kiln.catalog;

import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/// From what a user wrote (numbers, texts, lists, names, calls) to what a record's component takes.
public final class Conversion {
    /// Letters of a value in a message: a file may hold any number of them.
    private static final int LONGEST = 200;

    private Conversion() {}

    /// A value of `type`.
    ///
    /// @param argument its name, for the message
    /// @throws UserError E103 where the value is no such thing; what the named entry says of its own arguments
    public static @Nullable Object convert(String argument, @Nullable Object value, Type type) {
        Class<?> raw = raw(type);
        if (value == null) {
            if (raw.isPrimitive()) {
                throw wrong(argument, value, type);
            }
            // Keras' None is one of the constants of some arguments: reduction=none.
            return raw.isEnum() ? constant(raw, "NONE").orElse(null) : null;
        }
        if (raw == int.class || raw == Integer.class) {
            return Math.toIntExact(
                    whole(argument, value, type, Integer.MIN_VALUE, Integer.MAX_VALUE));
        }
        if (raw == long.class || raw == Long.class) {
            return whole(argument, value, type, Long.MIN_VALUE, Long.MAX_VALUE);
        }
        if (raw == double.class || raw == Double.class) {
            return value instanceof Number number
                    ? (Object) number.doubleValue()
                    : reject(argument, value, type);
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return value instanceof Boolean ? value : reject(argument, value, type);
        }
        if (raw == String.class) {
            return value instanceof String
                    ? value
                    : value instanceof Call(String name, var p, var n) && p.isEmpty() && n.isEmpty()
                            ? name
                            : reject(argument, value, type);
        }
        if (raw.isEnum()) {
            return constant(argument, value, raw);
        }
        if (raw == List.class) {
            return list(argument, value, type);
        }
        if (raw == Map.class) {
            return map(argument, value, type);
        }
        if (raw.isInstance(value)) {
            return value;
        }
        if (raw == Shape.class) {
            return new Shape(
                    list(argument, value, INTEGERS).stream().map(Integer.class::cast).toList());
        }
        return named(argument, value, raw);
    }

    private static final Type INTEGERS =
            new ParameterizedType() {
                @Override
                public Type[] getActualTypeArguments() {
                    return new Type[] {Integer.class};
                }

                @Override
                public Type getRawType() {
                    return List.class;
                }

                @Override
                public @Nullable Type getOwnerType() {
                    return null;
                }
            };

    private static long whole(String argument, Object value, Type type, long least, long most) {
        if (value instanceof Number number) {
            double wide = number.doubleValue();
            long exact = number.longValue();
            if (wide == Math.rint(wide)
                    && exact >= least
                    && exact <= most
                    && Math.abs(wide) <= 0x1p63) {
                return exact;
            }
        }
        throw wrong(argument, value, type);
    }

    private static Object constant(String argument, Object value, Class<?> type) {
        String wanted =
                Names.normalized(value instanceof Call call ? call.name() : String.valueOf(value));
        for (Object constant : type.getEnumConstants()) {
            if (Names.normalized(((Enum<?>) constant).name()).equals(wanted)) {
                return constant;
            }
        }
        var known = constants(type);
        throw new UserError(
                "E103",
                argument
                        + " takes "
                        + String.join(", ", known)
                        + ", not "
                        + quoted(value)
                        + "."
                        + Names.question(String.valueOf(value), known),
                "Type: " + argument + "=" + known.getFirst());
    }

    private static Optional<Object> constant(Class<?> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .map(Object.class::cast)
                .filter(constant -> ((Enum<?>) constant).name().equals(name))
                .findFirst();
    }

    private static List<String> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static List<@Nullable Object> list(String argument, Object value, Type type) {
        Type element =
                type instanceof ParameterizedType p ? p.getActualTypeArguments()[0] : Object.class;
        var items = new ArrayList<@Nullable Object>();
        switch (value) {
            case List<?> list ->
                    list.forEach(
                            item -> {
                                // Numbers over several axes, row by row.
                                if (item instanceof List<?> && element == Double.class) {
                                    items.addAll(list(argument, item, type));
                                } else {
                                    items.add(convert(argument, item, element));
                                }
                            });
            case Shape shape ->
                    shape.dimensions().forEach(item -> items.add(convert(argument, item, element)));
            case int[] numbers ->
                    Arrays.stream(numbers)
                            .forEach(item -> items.add(convert(argument, item, element)));
            case double[] numbers ->
                    Arrays.stream(numbers)
                            .forEach(item -> items.add(convert(argument, item, element)));
            case Object[] objects ->
                    Arrays.stream(objects)
                            .forEach(item -> items.add(convert(argument, item, element)));
            // One item stands for a list of one, as in Keras' metrics="accuracy".
            default -> items.add(convert(argument, value, element));
        }
        return items;
    }

    private static Map<Object, @Nullable Object> map(String argument, Object value, Type type) {
        if (!(value instanceof Map<?, ?> map)) {
            throw wrong(argument, value, type);
        }
        var arguments =
                type instanceof ParameterizedType p
                        ? p.getActualTypeArguments()
                        : new Type[] {Object.class, Object.class};
        var result = new LinkedHashMap<Object, @Nullable Object>();
        map.forEach(
                (key, item) -> {
                    Object converted = convert(argument, key, arguments[0]);
                    if (converted == null) {
                        throw wrong(argument, value, type);
                    }
                    result.put(converted, convert(argument, item, arguments[1]));
                });
        return result;
    }

    /// A name or a call of a catalogued type; a number where the type has `of(double)`.
    private static Object named(String argument, Object value, Class<?> type) {
        var catalog = catalog(type);
        if (catalog.isPresent() && value instanceof String name) {
            if (numberFactory(type).isPresent() && isNumber(name)) {
                throw wrong(argument, value, type);
            }
            return catalog.get().get(name);
        }
        if (catalog.isPresent() && value instanceof Call call) {
            return catalog.get().get(call);
        }
        if (catalog.isPresent() && value instanceof List<?>) {
            Optional<Method> several = listFactory(type);
            if (several.isPresent()) {
                Type listOfThem = several.get().getGenericParameterTypes()[0];
                return Reflection.invoke(several.get(), list(argument, value, listOfThem));
            }
        }
        Optional<Method> factory = numberFactory(type);
        if (value instanceof Number number && factory.isPresent()) {
            return Reflection.invoke(factory.get(), number.doubleValue());
        }
        throw wrong(argument, value, type);
    }

    private static boolean isNumber(String text) {
        try {
            Double.parseDouble(text);
            return true;
        } catch (NumberFormatException noNumber) {
            return false;
        }
    }

    /// The list that knows the names of a type.
    static Optional<Catalog<?>> catalog(Class<?> type) {
        Catalogued catalogued = type.getAnnotation(Catalogued.class);
        return catalogued == null
                ? Optional.empty()
                : Optional.of(Reflection.catalog(catalogued.by()));
    }

    private static Object reject(String argument, Object value, Type type) {
        throw wrong(argument, value, type);
    }

    private static UserError wrong(String argument, @Nullable Object value, Type type) {
        return new UserError(
                "E103",
                argument + " takes " + article(typeName(type)) + ", not " + quoted(value) + ".",
                "Type: " + argument + "=" + sample(type));
    }

    private static String article(String noun) {
        return noun.startsWith("true") || noun.startsWith("one of") || noun.startsWith("numbers")
                ? noun
                : "a" + ("aeio".indexOf(noun.charAt(0)) >= 0 ? "n " : " ") + noun;
    }

    private static String sample(Type type) {
        Class<?> raw = raw(type);
        if (raw == int.class || raw == Integer.class || raw == long.class || raw == Long.class) {
            return "10";
        }
        if (raw == double.class || raw == Double.class) {
            return "0.1";
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return "true";
        }
        if (raw == List.class || raw == Shape.class) {
            return "[1, 2]";
        }
        if (raw == Map.class) {
            return "{0: 1.0, 1: 2.0}";
        }
        if (numberFactory(raw).isPresent()) {
            return "0.001";
        }
        return catalog(raw).map(catalog -> catalog.entries().getFirst().usage()).orElse("\"name\"");
    }

    private static String quoted(@Nullable Object value) {
        String text = value instanceof String ? "\"" + value + "\"" : text(value);
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    /// A value as a user would type it.
    public static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "none";
            case Double number when number == Math.rint(number) && Math.abs(number) < 1e7 ->
                    String.valueOf(number.longValue());
            case Double number -> number.toString().replace("E", "e");
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
            case List<?> list ->
                    list.stream().map(Conversion::text).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(entry -> text(entry.getKey()) + ": " + text(entry.getValue()))
                            .collect(Collectors.joining(", ", "{", "}"));
            case Call(String name, var positional, var named) ->
                    positional.isEmpty() && named.isEmpty() ? name : name + "(…)";
            case Record record ->
                    asNumber(record).or(() -> catalogued(record)).orElseGet(record::toString);
            default -> isFunction(value) ? FUNCTION : String.valueOf(value);
        };
    }

    private static final String FUNCTION = "a function of your own";

    /// Whether a value is written as `x -> …`, without a name that could be shown.
    private static boolean isFunction(Object value) {
        return value.getClass().isHidden();
    }

    /// What is no entry of any list by its class: `own_layer`, or that it is a function.
    public static String ownName(Object value) {
        return isFunction(value) ? FUNCTION : Names.snakeCase(value.getClass().getSimpleName());
    }

    /// The number that a record stands for, where its type is made from one: a constant learning rate.
    private static Optional<String> asNumber(Record record) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        if (components.length != 1 || components[0].getType() != double.class) {
            return Optional.empty();
        }
        double number = (Double) Objects.requireNonNull(Reflection.read(components[0], record));
        return Arrays.stream(record.getClass().getInterfaces())
                .flatMap(type -> numberFactory(type).stream())
                .filter(method -> record.equals(Reflection.invoke(method, number)))
                .map(_ -> text(number))
                .findFirst();
    }

    private static Optional<Method> numberFactory(Class<?> type) {
        return factory(type, double.class);
    }

    /// Makes one of several, as several cells are one cell.
    private static Optional<Method> listFactory(Class<?> type) {
        return factory(type, List.class);
    }

    private static Optional<Method> factory(Class<?> type, Class<?> from) {
        return Arrays.stream(type.getMethods())
                .filter(
                        method ->
                                method.getName().equals("of")
                                        && Modifier.isStatic(method.getModifiers())
                                        && Arrays.equals(
                                                method.getParameterTypes(), new Class<?>[] {from}))
                .findFirst();
    }

    private static Optional<String> catalogued(Record record) {
        for (Class<?> type : record.getClass().getInterfaces()) {
            var catalog = catalog(type);
            if (catalog.isPresent()) {
                return catalog.get().nameOf(record);
            }
        }
        return Optional.empty();
    }

    /// A type in the words of users: `number`, `whole number`, `optimizer`.
    public static String typeName(Type type) {
        Class<?> raw = raw(type);
        if (raw == int.class || raw == Integer.class || raw == long.class || raw == Long.class) {
            return "whole number";
        }
        if (raw == double.class || raw == Double.class) {
            return "number";
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return "true or false";
        }
        if (raw == String.class) {
            return "text";
        }
        if (raw == List.class) {
            return "list";
        }
        if (raw == Map.class) {
            return "map";
        }
        if (raw == Shape.class) {
            return "shape";
        }
        if (raw.isEnum()) {
            return "one of " + String.join(", ", constants(raw));
        }
        return catalog(raw)
                .map(
                        catalog ->
                                (numberFactory(raw).isPresent() ? "number or a " : "")
                                        + catalog.kind())
                .orElse(Names.snakeCase(raw.getSimpleName()).replace('_', ' '));
    }

    private static Class<?> raw(Type type) {
        return switch (type) {
            case Class<?> simple -> simple;
            case ParameterizedType parameterized -> (Class<?>) parameterized.getRawType();
            default -> Object.class;
        };
    }
}
