package dev.kiln.magics.reference;

import dev.kiln.magics.InMemoryNotebook;
import dev.kiln.model.Model;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// How a layer is typed, in a cell that runs: `layer-examples.txt` has a line for each.
///
/// @param layer  name in the catalogue
/// @param inputs shapes of the rows that go in; none for a layer that is used in Java alone
/// @param line   the layer's line in `%%model`, or the Java expression
record LayerExample(String layer, List<String> inputs, String line) {
    private static final String JAVA = "java";

    static List<LayerExample> all() throws IOException {
        var stream =
                Objects.requireNonNull(
                        LayerExample.class.getResourceAsStream("layer-examples.txt"));
        try (var lines =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return lines.lines().map(LayerExample::of).toList();
        }
    }

    private static LayerExample of(String line) {
        String[] parts = line.split(" \\| ", 3);
        return new LayerExample(
                parts[0],
                parts[1].equals(JAVA) ? List.of() : List.of(parts[1].split(", ")),
                parts[2]);
    }

    boolean isJava() {
        return inputs.isEmpty();
    }

    /// The cell as it would be typed.
    String cell() {
        if (isJava()) {
            return line;
        }
        if (inputs.size() == 1) {
            return "%%model\ninput " + inputs.getFirst() + "\n" + line;
        }
        var text = new StringBuilder("%%model\n");
        var names = new ArrayList<String>();
        for (String input : inputs) {
            String name = String.valueOf((char) ('a' + names.size()));
            names.add(name);
            text.append(name).append(": input ").append(input).append('\n');
        }
        return text.append(line).append(" <- ").append(String.join(", ", names)).toString();
    }

    /// The model that the cell makes.
    ///
    /// @throws IllegalStateException where the cell fails
    Model run() {
        try {
            return (Model)
                    Objects.requireNonNull(new InMemoryNotebook(Path.of("target")).run(cell()));
        } catch (Exception e) {
            throw new IllegalStateException("the example of " + layer + " fails", e);
        }
    }
}
