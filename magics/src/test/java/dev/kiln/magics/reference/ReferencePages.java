package dev.kiln.magics.reference;

import dev.kiln.callbacks.Callbacks;
import dev.kiln.catalog.Catalog;
import dev.kiln.catalog.Entry;
import dev.kiln.layers.Layer;
import dev.kiln.layers.Layers;
import dev.kiln.losses.Losses;
import dev.kiln.magics.Magics;
import dev.kiln.magics.schema.MagicEntry;
import dev.kiln.metrics.Metrics;
import dev.kiln.model.Model;
import dev.kiln.optimizers.Optimizers;
import dev.kiln.schedules.Schedules;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Every page of the reference, by its path below `docs/reference`.
final class ReferencePages {
    private static final String MADE =
            "<!-- Made from the catalogues: mvn test -pl magics -am -Dtest=ReferencePagesTest"
                    + " -Dkiln.reference=write -Dsurefire.failIfNoSpecifiedTests=false -->\n";

    private ReferencePages() {}

    static Map<String, String> all() throws IOException {
        var pages = new TreeMap<String, String>();
        var lists = new LinkedHashMap<String, Catalog<?>>();
        lists.put("optimizers", Optimizers.CATALOG);
        lists.put("schedules", Schedules.CATALOG);
        lists.put("losses", Losses.CATALOG);
        lists.put("metrics", Metrics.CATALOG);
        lists.put("callbacks", Callbacks.CATALOG);
        pages.put("README.md", index(lists));
        pages.put("magics.md", magics());
        pages.put("layers.md", layers());
        for (var list : lists.entrySet()) {
            pages.put(list.getKey() + ".md", list(list.getKey(), list.getValue()));
        }
        Map<String, LayerExample> examples =
                LayerExample.all().stream()
                        .collect(Collectors.toMap(LayerExample::layer, Function.identity()));
        for (Entry<Layer> layer : Layers.CATALOG.entries()) {
            LayerExample example = examples.get(layer.name());
            if (example == null) {
                throw new IllegalStateException("layer-examples.txt lacks " + layer.name());
            }
            pages.put("layers/" + layer.name() + ".md", layer(layer, example));
        }
        return pages;
    }

    private static String index(Map<String, Catalog<?>> lists) {
        var text = new StringBuilder(MADE).append("# Reference\n\n");
        text.append("Every name that can be typed, with its arguments and defaults.\n\n");
        text.append("- [Magics](magics.md): ")
                .append(
                        Magics.ALL.stream()
                                .map(magic -> "`" + magic.title() + "`")
                                .collect(Collectors.joining(" ")))
                .append('\n');
        text.append("- [Layers](layers.md): ")
                .append(Layers.CATALOG.entries().size())
                .append(", a page each\n");
        lists.forEach(
                (name, catalog) ->
                        text.append("- [")
                                .append(name.substring(0, 1).toUpperCase(Locale.ROOT))
                                .append(name.substring(1))
                                .append("](")
                                .append(name)
                                .append(".md): ")
                                .append(catalog.entries().size())
                                .append('\n'));
        return text.toString();
    }

    private static String magics() {
        var text = new StringBuilder(MADE).append("# Magics\n");
        for (MagicEntry magic : Magics.ALL) {
            text.append("\n## ")
                    .append(magic.title())
                    .append("\n\n")
                    .append(sentence(magic.doc()))
                    .append("\n\n")
                    .append(Markdown.code(magic.example()))
                    .append('\n')
                    .append(Markdown.options(magic));
        }
        return text.toString();
    }

    private static String layers() {
        var rows = new ArrayList<List<String>>();
        for (Entry<Layer> layer : Layers.CATALOG.entries()) {
            rows.add(
                    List.of(
                            "[" + layer.name() + "](layers/" + layer.name() + ".md)",
                            String.join(", ", layer.aliases()),
                            layer.doc()));
        }
        return MADE + "# Layers\n\n" + Markdown.table(List.of("name", "also", "what it is"), rows);
    }

    private static String list(String title, Catalog<?> catalog) throws IOException {
        var text =
                new StringBuilder(MADE)
                        .append("# ")
                        .append(title.substring(0, 1).toUpperCase(Locale.ROOT));
        text.append(title.substring(1)).append('\n');
        for (Entry<?> entry : catalog.entries()) {
            text.append("\n## ").append(entry.name()).append("\n\n");
            if (!entry.aliases().isEmpty()) {
                text.append("Also: ")
                        .append(
                                entry.aliases().stream()
                                        .map(Markdown::words)
                                        .collect(Collectors.joining(", ")))
                        .append("\n\n");
            }
            text.append(SourceDoc.of(entry.type()).all()).append("\n\n");
            text.append(Markdown.code(Markdown.signature(entry))).append('\n');
            text.append(Markdown.arguments(entry));
        }
        return text.toString();
    }

    private static String layer(Entry<Layer> entry, LayerExample example) throws IOException {
        var doc = SourceDoc.of(entry.type());
        var text = new StringBuilder(MADE).append("# ").append(entry.name()).append("\n\n");
        text.append(sentence(entry.doc())).append("\n\n");
        text.append(Markdown.code(Markdown.signature(entry))).append('\n');
        if (!entry.aliases().isEmpty()) {
            text.append("Also typed as ")
                    .append(
                            entry.aliases().stream()
                                    .map(Markdown::words)
                                    .collect(Collectors.joining(", ")))
                    .append(".\n\n");
        }
        text.append("## Example\n\n").append(Markdown.code(example.cell())).append('\n');
        text.append("## What it computes\n\n").append(doc.description()).append("\n\n");
        text.append("## Formula\n\n").append(doc.formula()).append("\n\n");
        text.append("## Shapes\n\n").append(doc.shapes()).append("\n\n");
        if (!example.isJava()) {
            Model model = example.run();
            text.append("In the example rows of ")
                    .append(String.join(" and ", example.inputs()))
                    .append(" become rows of ")
                    .append(model.outputShapes().getFirst().row())
                    .append("; ")
                    .append("%,d".formatted(model.summary().parameters()))
                    .append(" parameters.\n\n");
        }
        text.append("## Source\n\n");
        if (!doc.sources().isEmpty()) {
            text.append(doc.sources()).append("\n\n");
        }
        text.append("Code: [`")
                .append(entry.type().getName())
                .append("`](../../../training/src/main/java/")
                .append(SourceDoc.file(entry.type()))
                .append(").\n\n## Arguments\n\n");
        return text.append(Markdown.arguments(entry)).toString();
    }

    private static String sentence(String doc) {
        return doc.isEmpty()
                ? ""
                : doc.substring(0, 1).toUpperCase(Locale.ROOT)
                        + doc.substring(1)
                        + (doc.endsWith(".") ? "" : ".");
    }
}
