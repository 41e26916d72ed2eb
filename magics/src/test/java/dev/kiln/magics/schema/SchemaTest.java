package dev.kiln.magics.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.catalog.Conversion;
import dev.kiln.magics.InMemoryNotebook;
import dev.kiln.magics.Magics;
import dev.kiln.magics.help.HelpText;
import dev.kiln.magics.output.Markup;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What a magic's schema says of its options is what the magic does.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class SchemaTest {
    private static final Pattern VARIABLE = Pattern.compile("\\$(\\w+)");

    @TempDir Path folder;

    static Stream<MagicEntry> magics() {
        return Magics.ALL.stream();
    }

    /// A magic of the line, with some object for each `$name` in it.
    private Magic bound(MagicEntry entry, String arguments) {
        var notebook = new InMemoryNotebook(folder);
        VARIABLE.matcher(arguments)
                .results()
                .forEach(name -> notebook.values.put(name.group(1), new double[1]));
        return Binder.bind(entry, arguments, notebook);
    }

    private static String typed(MagicEntry.Option option) {
        return option.example().equals(option.name())
                ? option.name()
                : option.name() + "=" + option.example();
    }

    @ParameterizedTest
    @MethodSource("magics")
    void each_options_example_can_be_typed(MagicEntry entry) {
        for (MagicEntry.Option option : entry.options()) {
            Magic magic = bound(entry, typed(option));
            Object value =
                    MagicEntry.of(entry.name(), magic)
                            .option(option.name())
                            .orElseThrow()
                            .defaultValue();
            assertThat(value).as(entry.title() + " " + typed(option)).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("magics")
    void each_magics_example_can_be_typed(MagicEntry entry) {
        String line = entry.example().lines().findFirst().orElseThrow();
        assertThat(line).startsWith(entry.title());
        assertThat(bound(entry, line.substring(entry.title().length()).strip())).isNotNull();
    }

    @ParameterizedTest
    @MethodSource("magics")
    void help_shows_name_type_default_meaning_and_example_of_each_option(MagicEntry entry) {
        String html = HelpText.of(entry, true).card().html();
        for (MagicEntry.Option option : entry.options()) {
            for (String said :
                    List.of(
                            option.name(),
                            Conversion.typeName(option.type()),
                            Conversion.text(option.defaultValue()),
                            option.doc(),
                            option.example())) {
                assertThat(said).as(entry.title() + " " + option.name()).isNotBlank();
                assertThat(html)
                        .as(entry.title() + " " + option.name())
                        .contains(Markup.escape(said));
            }
        }
    }

    @Test
    void a_component_is_an_option_or_says_what_else_it_takes() {
        for (MagicEntry entry : Magics.ALL) {
            for (String name : components(entry.prototype().getClass())) {
                assertThat(entry.option(name)).as(entry.title() + " " + name).isPresent();
            }
        }
    }

    @Test
    void no_two_options_of_a_magic_answer_to_one_name() {
        for (MagicEntry entry : Magics.ALL) {
            Set<String> names = new HashSet<>();
            for (MagicEntry.Option option : entry.options()) {
                var all = new ArrayList<>(option.also());
                all.add(option.name());
                for (String name : all) {
                    assertThat(names.add(name)).as(entry.title() + " " + name).isTrue();
                }
            }
        }
    }

    /// Names of the components that no annotation takes out of the options, those of shared records included.
    private static List<String> components(Class<?> record) {
        var names = new ArrayList<String>();
        for (RecordComponent component : record.getRecordComponents()) {
            if (component.isAnnotationPresent(dev.kiln.catalog.Shared.class)) {
                names.addAll(components(component.getType()));
            } else if (!component.isAnnotationPresent(Words.class)
                    && !component.isAnnotationPresent(Others.class)
                    && !component.isAnnotationPresent(AsTyped.class)) {
                names.add(MagicEntry.optionName(component));
            }
        }
        return names;
    }
}
