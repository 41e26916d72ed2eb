package dev.kiln.magics.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.catalog.Catalog;
import dev.kiln.catalog.Entry;
import dev.kiln.layers.Arguments;
import dev.kiln.layers.Cell;
import dev.kiln.layers.Input;
import dev.kiln.layers.Layer;
import dev.kiln.layers.Layers;
import dev.kiln.layers.RNN;
import dev.kiln.layers.Symbol;
import dev.kiln.magics.InMemoryNotebook;
import dev.kiln.model.Model;
import dev.kiln.tensor.Shape;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LayerPagesTest {
    /// Layers that no line of `%%model` makes, each with the reason.
    private static final Map<String, String> JAVA_ONLY =
            Map.of(
                    "lambda", "its argument is Java code",
                    "hashed_crossing", "reads columns of texts before a model",
                    "string_lookup", "reads texts before a model",
                    "text_vectorization", "reads texts before a model",
                    "hashing", "reads texts before a model");

    private static Map<String, String> pages = Map.of();

    @BeforeAll
    static void make_the_pages() throws IOException {
        pages = ReferencePages.all();
    }

    static Stream<LayerExample> examples() throws IOException {
        return LayerExample.all().stream();
    }

    static Stream<LayerExample> cells() throws IOException {
        return examples().filter(example -> !example.isJava());
    }

    @Test
    void only_layers_with_a_reason_are_made_in_Java_alone() throws IOException {
        assertThat(examples().filter(LayerExample::isJava).map(LayerExample::layer))
                .containsExactlyInAnyOrderElementsOf(JAVA_ONLY.keySet());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void a_page_has_signature_example_formula_shapes_and_source(LayerExample example)
            throws IOException {
        String page = pages.get("layers/" + example.layer() + ".md");
        assertThat(page)
                .contains("\n```\n" + example.layer() + "(")
                .contains("\n## Example\n\n```\n")
                .containsPattern("\n## What it computes\n\n\\S")
                .containsPattern("\n## Formula\n\n.*`[^`]+`")
                .containsPattern("\n## Shapes\n\n.*`\\[batch[^`]*\\]`")
                .containsPattern("\n## Source\n\n(.*\n)*Code: \\[`dev\\.kiln\\.layers\\.")
                .contains("\n## Arguments\n\n| argument |");
    }

    @ParameterizedTest
    @MethodSource("cells")
    void the_documented_shapes_are_those_of_the_example(LayerExample example) throws IOException {
        Entry<Layer> entry = Layers.CATALOG.find(example.layer()).orElseThrow();
        var documented = DocumentedShapes.of(SourceDoc.of(entry.type()).shapes());
        Layer layer = layer(example);
        List<Symbol> inputs = inputs(example, layer);
        List<Symbol> outputs =
                layer instanceof Input ? inputs : layer.applyAll(inputs, Arguments.NONE);
        assertThat(documented.contradictions(rows(inputs), rows(outputs), sizes(layer)))
                .as(example.line() + ": " + documented)
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void the_usage_in_help_and_errors_is_a_line_that_makes_a_model(LayerExample example)
            throws Exception {
        Entry<Layer> entry = Layers.CATALOG.find(example.layer()).orElseThrow();
        String line = entry.example().isEmpty() ? entry.usage() : entry.example();
        String typed = layer(example) instanceof Cell ? "rnn " + line : line;
        var made = new LayerExample(example.layer(), example.inputs(), typed);
        assertThat(new InMemoryNotebook(Path.of("target")).run(made.cell()))
                .as(made.cell())
                .isInstanceOf(Model.class);
    }

    /// The layer that the example is about: the last of its model, or the cell in it.
    private static Layer layer(LayerExample example) {
        List<Symbol> ends = example.run().outputSymbols();
        Layer last = ends.getFirst().call().orElseThrow().layer();
        return switch (example.layer()) {
            case "input" -> new Input(Shape.of(28, 28, 1));
            case "rnn" -> last;
            default -> last instanceof RNN rnn ? rnn.cell() : last;
        };
    }

    private static List<Symbol> inputs(LayerExample example, Layer layer) {
        if (layer instanceof Cell cell) {
            Shape step = Shape.of(4);
            var symbols = new ArrayList<>(List.of(new Input(step).symbol()));
            cell.stateShapes(step).forEach(state -> symbols.add(new Input(state).symbol()));
            return symbols;
        }
        return example.run().inputSymbols();
    }

    private static List<Shape> rows(List<Symbol> symbols) {
        return symbols.stream().map(symbol -> symbol.shape().row()).toList();
    }

    /// Whole numbers among the arguments of a layer, and of layers inside it.
    private static Map<String, Integer> sizes(Layer layer) {
        var sizes = new HashMap<String, Integer>();
        Catalog<Layer> known = Layers.CATALOG;
        known.entryOf(layer)
                .ifPresent(
                        entry ->
                                entry.values(layer)
                                        .forEach(
                                                (name, value) -> {
                                                    if (value instanceof Integer whole) {
                                                        sizes.put(name, whole);
                                                    } else if (value instanceof Layer inner) {
                                                        sizes(inner).forEach(sizes::putIfAbsent);
                                                    }
                                                }));
        return sizes;
    }
}
