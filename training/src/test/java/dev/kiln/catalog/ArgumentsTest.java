package dev.kiln.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.callbacks.Callbacks;
import dev.kiln.layers.Layers;
import dev.kiln.losses.Losses;
import dev.kiln.metrics.Metrics;
import dev.kiln.optimizers.Optimizers;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ArgumentsTest {
    private static final List<Catalog<?>> LISTS =
            List.of(
                    Losses.CATALOG,
                    Metrics.CATALOG,
                    Optimizers.CATALOG,
                    Layers.CATALOG,
                    Callbacks.CATALOG);

    private static Stream<Entry<?>> records() {
        return LISTS.stream()
                .<Entry<?>>flatMap(list -> list.entries().stream())
                .filter(entry -> entry.prototype() instanceof Record);
    }

    @TestFactory
    Stream<DynamicTest> every_entry_without_required_arguments_is_made_without_any() {
        return records()
                .filter(entry -> entry.arguments().stream().noneMatch(Argument::isRequired))
                .map(
                        entry ->
                                DynamicTest.dynamicTest(
                                        entry.name(),
                                        () ->
                                                assertThat(
                                                                entry.type()
                                                                        .getConstructor()
                                                                        .newInstance())
                                                        .isEqualTo(entry.prototype())));
    }

    @TestFactory
    Stream<DynamicTest> every_argument_has_a_method_that_sets_it_alone() {
        return records()
                .flatMap(
                        entry ->
                                Arrays.stream(entry.type().getRecordComponents())
                                        .map(
                                                component ->
                                                        DynamicTest.dynamicTest(
                                                                entry.name()
                                                                        + "."
                                                                        + component.getName(),
                                                                () ->
                                                                        setsAlone(
                                                                                entry,
                                                                                component))));
    }

    private static void setsAlone(Entry<?> entry, RecordComponent component)
            throws ReflectiveOperationException {
        Method with =
                entry.type()
                        .getMethod("with" + capitalised(component.getName()), component.getType());
        assertThat(
                        entry.type().isAssignableFrom(with.getReturnType())
                                || with.getReturnType().isAssignableFrom(entry.type()))
                .isTrue();
        Object now = component.getAccessor().invoke(entry.prototype());
        Object other = other(component, now).orElse(now);
        Object changed;
        try {
            changed = with.invoke(entry.prototype(), other);
        } catch (InvocationTargetException refused) {
            // A value out of its range, or one that another argument does not allow, was looked at
            // and refused.
            assertThat(refused.getCause()).isInstanceOf(UserError.class);
            return;
        }
        for (RecordComponent each : entry.type().getRecordComponents()) {
            Object expected =
                    each.getName().equals(component.getName())
                            ? other
                            : each.getAccessor().invoke(entry.prototype());
            assertThat(each.getAccessor().invoke(changed)).as(each.getName()).isEqualTo(expected);
        }
    }

    /// Another value that the component's range takes; none where a type has too few to know.
    private static Optional<Object> other(RecordComponent component, @Nullable Object now) {
        Stream<Object> tried =
                switch (component.getType().getSimpleName()) {
                    case "String" -> Stream.of("another", "macro");
                    case "boolean", "Boolean" -> Stream.of(true, false);
                    case "double", "Double" -> Stream.of(0.25, 0.75, 1.5);
                    case "int", "Integer" -> Stream.of(1, 2, 3);
                    case "long", "Long" -> Stream.of(1L, 2L);
                    default ->
                            component.getType().isEnum()
                                    ? Stream.of(component.getType().getEnumConstants())
                                    : Stream.empty();
                };
        return tried.filter(value -> !value.equals(now)).findFirst();
    }

    @TestFactory
    Stream<DynamicTest> every_entry_and_every_argument_is_documented() {
        return records()
                .map(
                        entry ->
                                DynamicTest.dynamicTest(
                                        entry.name(),
                                        () -> {
                                            assertThat(entry.doc()).isNotBlank();
                                            assertThat(entry.arguments())
                                                    .allSatisfy(
                                                            argument ->
                                                                    assertThat(argument.doc())
                                                                            .as(argument.name())
                                                                            .isNotBlank());
                                        }));
    }

    private static String capitalised(String name) {
        return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }

    @Test
    void a_name_shortened_word_by_word_is_recognised() {
        assertThat(Names.nearest("learn_rate", List.of("momentum", "learning_rate")))
                .containsExactly("learning_rate");
        assertThat(Names.nearest("val_acc", List.of("validation_accuracy", "loss")))
                .containsExactly("validation_accuracy");
        assertThat(Names.nearest("rate_learn", List.of("learning_rate"))).isEmpty();
    }
}
