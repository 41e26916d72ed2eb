package dev.kiln.layers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.activations.Activations;
import dev.kiln.catalog.Argument;
import dev.kiln.catalog.Catalog;
import dev.kiln.catalog.Conversion;
import dev.kiln.catalog.Entry;
import dev.kiln.constraints.Constraints;
import dev.kiln.initializers.Initializers;
import dev.kiln.regularizers.Regularizers;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class KerasNamesTest {
    /// Bases, wrappers of other libraries and services of Python that a Java program has no use for.
    private static final Set<String> NOT_LAYERS =
            Set.of(
                    "FlaxLayer",
                    "InputSpec",
                    "JaxLayer",
                    "Layer",
                    "Pipeline",
                    "TFSMLayer",
                    "TorchModuleWrapper",
                    "Wrapper");

    /// What Keras has and Kiln does not have yet.
    private static final Set<String> MISSING = Set.of();

    /// Arguments that change no number in 32 bits, or name what Java does by its types.
    private static final Set<String> WITHOUT_EFFECT =
            Set.of(
                    "**kwargs",
                    "*args",
                    "dtype",
                    "name",
                    "activity_regularizer",
                    "trainable",
                    "lora_rank",
                    "lora_alpha",
                    "quantization_config",
                    "gptq_unpacked_column_size",
                    "sparse",
                    "ragged",
                    "reverse_dtype",
                    "use_cudnn",
                    "flash_attention",
                    "synchronized",
                    "weights",
                    "vocabulary_dtype",
                    "encoding",
                    "output_shape of Lambda",
                    "mask of Lambda",
                    "arguments of Lambda",
                    "batch_shape of InputLayer",
                    "input_tensor of InputLayer",
                    "optional of InputLayer");

    private record Signature(String name, Map<String, String> arguments) {}

    private static List<String> lines(String file) {
        try (InputStream stream = KerasNamesTest.class.getResourceAsStream("/features/" + file)) {
            return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Signature> signatures(String file) {
        var signatures = new ArrayList<Signature>();
        for (String line : lines(file)) {
            int open = line.indexOf('(');
            if (open > 0) {
                signatures.add(
                        new Signature(
                                line.substring(0, open),
                                arguments(line.substring(open + 1, line.length() - 1))));
            }
        }
        return signatures;
    }

    /// The arguments with their defaults, commas inside brackets apart.
    private static Map<String, String> arguments(String text) {
        var arguments = new LinkedHashMap<String, String>();
        int depth = 0;
        var argument = new StringBuilder();
        for (char c : (text + ",").toCharArray()) {
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                String[] parts = argument.toString().strip().split("=", 2);
                arguments.put(parts[0], parts.length < 2 ? "" : parts[1]);
                argument.setLength(0);
            } else {
                argument.append(c);
            }
        }
        arguments.remove("");
        return arguments;
    }

    @Test
    void every_layer_of_keras_is_known_or_named_as_missing() {
        var unknown =
                signatures("layers.txt").stream()
                        .map(Signature::name)
                        .filter(name -> !NOT_LAYERS.contains(name))
                        .filter(name -> Layers.CATALOG.find(name).isEmpty())
                        .toList();
        assertThat(unknown).containsExactlyInAnyOrderElementsOf(MISSING);
    }

    @TestFactory
    Stream<DynamicTest> every_known_layer_has_the_arguments_and_defaults_of_keras_in_their_order() {
        return signatures("layers.txt").stream()
                .filter(signature -> Layers.CATALOG.find(signature.name()).isPresent())
                .map(
                        signature ->
                                DynamicTest.dynamicTest(
                                        signature.name(),
                                        () -> {
                                            Entry<Layer> entry =
                                                    Layers.CATALOG
                                                            .find(signature.name())
                                                            .orElseThrow();
                                            var expected = new ArrayList<String>();
                                            signature
                                                    .arguments()
                                                    .forEach(
                                                            (name, text) -> {
                                                                if (!WITHOUT_EFFECT.contains(name)
                                                                        && !WITHOUT_EFFECT.contains(
                                                                                name
                                                                                        + " of "
                                                                                        + signature
                                                                                                .name())) {
                                                                    expected.add(name);
                                                                    var argument =
                                                                            entry.argument(name)
                                                                                    .orElseThrow();
                                                                    boolean hasNone =
                                                                            text.isEmpty()
                                                                                    || NEEDED
                                                                                            .contains(
                                                                                                    name
                                                                                                            + " of "
                                                                                                            + signature
                                                                                                                    .name());
                                                                    assertThat(
                                                                                    argument
                                                                                            .isRequired())
                                                                            .as(name)
                                                                            .isEqualTo(hasNone);
                                                                    keras(text)
                                                                            .ifPresent(
                                                                                    value ->
                                                                                            assertThat(
                                                                                                            single(
                                                                                                                    argument
                                                                                                                            .defaultText()))
                                                                                                    .as(
                                                                                                            name)
                                                                                                    .isIn(
                                                                                                            value,
                                                                                                            NONE_MEANS
                                                                                                                    .get(
                                                                                                                            name),
                                                                                                            argument
                                                                                                                            .isRequired()
                                                                                                                    ? ""
                                                                                                                    : null));
                                                                }
                                                            });
                                            var got =
                                                    entry.arguments().stream()
                                                            .map(Argument::name)
                                                            .filter(expected::contains)
                                                            .toList();
                                            assertThat(got).isEqualTo(expected);
                                        }));
    }

    /// Keras' default is None, with which the layer cannot be used.
    private static final Set<String> NEEDED =
            Set.of("num_tokens of CategoryEncoding", "shape of InputLayer");

    /// `[1, 1]` is 1 for each axis.
    private static String single(String written) {
        String text = written.toLowerCase(java.util.Locale.ROOT);
        if (!text.matches("[\\[\\]0-9., -]*")) {
            return text;
        }
        var items =
                text.startsWith("[") && text.length() > 2
                        ? Set.of(text.substring(1, text.length() - 1).split(", ")[0])
                        : Set.of(text);
        return text.replaceAll("[\\[\\], ]", "").replace(items.iterator().next(), "").isEmpty()
                        && !text.startsWith("[[")
                ? items.iterator().next()
                : text;
    }

    /// What `None` stands for where Kiln writes it out, and other words for the same.
    private static final Map<String, String> NONE_MEANS =
            Map.of(
                    "activation", "linear",
                    "data_format", "channels_last",
                    "shared_axes", "[]",
                    "renorm_clipping", "{}",
                    "padding", "[[1, 1]]",
                    "embeddings_initializer", "random_uniform");

    /// A Python default as a user of Kiln would type it; nothing for tuples, which are written as lists.
    private static Optional<String> keras(String python) {
        if (python.isEmpty() || python.startsWith("(")) {
            return Optional.empty();
        }
        if (python.startsWith("'")) {
            return Optional.of(
                    python.substring(1, python.length() - 1).toLowerCase(java.util.Locale.ROOT));
        }
        return Optional.of(
                switch (python) {
                    case "None" -> "none";
                    case "True" -> "true";
                    case "False" -> "false";
                    default -> Conversion.text(Double.parseDouble(python));
                });
    }

    @TestFactory
    Stream<DynamicTest> every_name_of_keras_is_known() {
        return Stream.of(
                        new Names("activations.txt", Activations.CATALOG),
                        new Names("initializers.txt", Initializers.CATALOG),
                        new Names("regularizers.txt", Regularizers.CATALOG),
                        new Names("constraints.txt", Constraints.CATALOG),
                        new Names("layers.txt", Layers.CATALOG))
                .map(names -> DynamicTest.dynamicTest(names.file(), names::check));
    }

    private record Names(String file, Catalog<?> catalog) {
        void check() {
            for (String line : lines(file)) {
                int colon = line.indexOf(": ");
                if (colon > 0 && line.indexOf('(') < 0) {
                    String name = line.substring(0, colon);
                    for (String alias : line.substring(colon + 2).split(", ")) {
                        // The base class stands for no entry.
                        if (!name.equalsIgnoreCase(catalog.kind())) {
                            assertThat(catalog.find(alias)).as(alias).isPresent();
                        }
                    }
                }
            }
        }
    }

    @Test
    void every_entry_and_every_argument_is_explained() {
        for (Catalog<?> catalog :
                List.of(
                        Layers.CATALOG,
                        Activations.CATALOG,
                        Initializers.CATALOG,
                        Regularizers.CATALOG,
                        Constraints.CATALOG)) {
            for (Entry<?> entry : catalog.entries()) {
                assertThat(entry.doc()).as(entry.name()).isNotBlank();
                assertThat(entry.arguments())
                        .as(entry.name())
                        .allSatisfy(argument -> assertThat(argument.doc()).isNotBlank());
            }
        }
    }

    @Test
    void every_argument_of_a_layer_has_a_method_of_its_own() {
        for (Entry<Layer> entry : Layers.CATALOG.entries()) {
            var methods =
                    Stream.of(entry.type().getMethods())
                            .map(java.lang.reflect.Method::getName)
                            .toList();
            for (var component : entry.type().getRecordComponents()) {
                String name = component.getName();
                assertThat(methods)
                        .as(entry.name() + "." + name)
                        .contains(
                                "with"
                                        + name.substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                                        + name.substring(1));
            }
        }
    }

    @Test
    void a_name_gives_a_new_layer_each_time() {
        assertThat(Layers.CATALOG.get("batch_normalization"))
                .isEqualTo(Layers.CATALOG.get("batch_normalization"))
                .isNotSameAs(Layers.CATALOG.get("batch_normalization"));
    }
}
