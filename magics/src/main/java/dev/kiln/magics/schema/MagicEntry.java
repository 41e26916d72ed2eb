package dev.kiln.magics.schema;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Names;
import dev.kiln.catalog.Shared;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A magic of the list: its name and what its record says.
///
/// @param name      without `%`
/// @param prototype holds the defaults
/// @param isOfCell  whether it is written `%%name` with a body
public record MagicEntry(String name, Record prototype, boolean isOfCell) {

    /// @param name     as Keras would write it
    /// @param also     other names
    public record Option(
            String name,
            List<String> also,
            Type type,
            @Nullable Object defaultValue,
            String doc,
            String example) {
        public boolean isFlag() {
            return type == boolean.class || type == Boolean.class;
        }
    }

    public static MagicEntry of(String name, Magic prototype) {
        return new MagicEntry(name, (Record) prototype, prototype instanceof Magic.OfCell);
    }

    /// `%fit` or `%%model`.
    public String title() {
        return (isOfCell ? "%%" : "%") + name;
    }

    public String doc() {
        return annotation().value();
    }

    public String example() {
        return annotation().example();
    }

    private Doc annotation() {
        Doc doc = prototype.getClass().getAnnotation(Doc.class);
        if (doc == null) {
            throw new IllegalStateException(prototype.getClass() + " has no @Doc");
        }
        return doc;
    }

    /// In the order of the record, those of shared records included; the components for unnamed arguments are
    /// left out. Of two options of one name the first counts.
    public List<Option> options() {
        var options = new ArrayList<Option>();
        collect(prototype, options);
        return options;
    }

    private static void collect(Record record, List<Option> to) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            if (component.isAnnotationPresent(Shared.class)) {
                collect((Record) Objects.requireNonNull(read(component, record)), to);
                continue;
            }
            String name = optionName(component);
            boolean isOption =
                    !component.isAnnotationPresent(Words.class)
                            && !component.isAnnotationPresent(Others.class)
                            && !component.isAnnotationPresent(AsTyped.class)
                            && to.stream().noneMatch(option -> option.name().equals(name));
            if (isOption) {
                Doc doc = component.getAnnotation(Doc.class);
                Also also = component.getAnnotation(Also.class);
                to.add(
                        new Option(
                                name,
                                also == null ? List.of() : List.of(also.value()),
                                component.getGenericType(),
                                read(component, record),
                                doc == null ? "" : doc.value(),
                                doc == null ? "" : doc.example()));
            }
        }
    }

    /// The option of a name, without regard to case, `_` and `-`.
    public Optional<Option> option(String name) {
        String wanted = Names.normalized(name);
        return options().stream()
                .filter(
                        option ->
                                Names.normalized(option.name()).equals(wanted)
                                        || option.also().stream()
                                                .anyMatch(
                                                        other ->
                                                                Names.normalized(other)
                                                                        .equals(wanted)))
                .findFirst();
    }

    static String optionName(RecordComponent component) {
        Doc doc = component.getAnnotation(Doc.class);
        return doc == null || doc.name().isEmpty()
                ? Names.snakeCase(component.getName())
                : doc.name();
    }

    static @Nullable Object read(RecordComponent component, Record record) {
        try {
            Method accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
