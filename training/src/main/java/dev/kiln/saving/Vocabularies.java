package dev.kiln.saving;

import dev.kiln.catalog.UserError;
import dev.kiln.layers.Names;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Words that layers of a Keras archive learned by `adapt`. Keras keeps them beside the description, as
/// `assets/layers/string_lookup/vocabulary.txt`, one a line, the words for masks and for unknown words first.
final class Vocabularies {
    private static final Set<String> WITH_WORDS =
            Set.of("StringLookup", "IntegerLookup", "TextVectorization");

    private final ModelArchive archive;
    private final HdfContent weights;

    private Vocabularies(ModelArchive archive, HdfContent weights) {
        this.archive = archive;
        this.weights = weights;
    }

    /// A model's description in which each layer has its words.
    ///
    /// @param weights where the weights of the words stand
    static Map<?, ?> into(Map<?, ?> description, ModelArchive archive, HdfContent weights)
            throws IOException {
        return new Vocabularies(archive, weights).model(description, "");
    }

    private Map<String, @Nullable Object> model(Map<?, ?> description, String path)
            throws IOException {
        var model = copy(description);
        if (description.get("config") instanceof Map<?, ?> config
                && config.get("layers") instanceof List<?> layers) {
            boolean isSequential = "Sequential".equals(description.get("class_name"));
            Map<String, Integer> counts = new HashMap<>();
            var filled = new ArrayList<@Nullable Object>();
            for (Object item : layers) {
                boolean counted =
                        item instanceof Map<?, ?> layer
                                && !(isSequential && "InputLayer".equals(layer.get("class_name")));
                filled.add(counted ? layer((Map<?, ?>) item, path, counts) : item);
            }
            var inside = copy(config);
            inside.put("layers", filled);
            model.put("config", inside);
        }
        return model;
    }

    private Map<String, @Nullable Object> layer(
            Map<?, ?> description, String path, Map<String, Integer> counts) throws IOException {
        String kind = String.valueOf(description.get("class_name"));
        String here = path + "layers/" + WeightPaths.numbered(Names.snakeCase(kind), counts) + "/";
        if (!WITH_WORDS.contains(kind)) {
            return model(description, here);
        }
        var layer = copy(description);
        String file = "assets/" + here + "vocabulary.txt";
        if (description.get("config") instanceof Map<?, ?> config
                && config.get("vocabulary") == null
                && archive.has(file)) {
            var settings = copy(config);
            var words = words(archive.text(file), kind, config);
            settings.put("vocabulary", words);
            var weighed = weights.numbers(here + "vars/idf_weights");
            if (config.get("idf_weights") == null && weighed.size() >= words.size()) {
                // What stands first is for masks and for unknown words.
                int first = (int) archive.text(file).lines().count() - words.size();
                if (!weighed.isEmpty()) {
                    settings.put("idf_weights", weighed.subList(first, first + words.size()));
                }
            }
            layer.put("config", settings);
        }
        return layer;
    }

    private static List<Object> words(String text, String kind, Map<?, ?> config) {
        boolean isText = kind.equals("TextVectorization");
        Object mask = isText ? "" : config.get("mask_token");
        Object unknown = isText ? "[UNK]" : config.get("oov_token");
        int unknowns = config.get("num_oov_indices") instanceof Number n ? n.intValue() : 1;
        var words = new ArrayList<>(List.of(text.split("\n", -1)));
        if (!words.isEmpty() && mask != null && same(words.getFirst(), mask)) {
            words.removeFirst();
        }
        for (int i = 0; i < unknowns && !words.isEmpty() && same(words.getFirst(), unknown); i++) {
            words.removeFirst();
        }
        return kind.equals("IntegerLookup")
                ? words.stream().map(Vocabularies::number).toList()
                : List.copyOf(words);
    }

    private static Object number(String word) {
        try {
            return Long.valueOf(word);
        } catch (NumberFormatException e) {
            throw new UserError(
                    "E194",
                    "the file's vocabulary of an integer_lookup holds \""
                            + (word.length() > 40 ? word.substring(0, 40) + "…" : word)
                            + "\", which is no whole number.",
                    "The file is damaged; save the model in Keras again.",
                    e);
        }
    }

    private static boolean same(String word, @Nullable Object token) {
        return token instanceof Number number
                ? word.equals(String.valueOf(number.longValue()))
                : word.equals(token);
    }

    private static Map<String, @Nullable Object> copy(Map<?, ?> map) {
        var copy = new LinkedHashMap<String, @Nullable Object>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), value));
        return copy;
    }
}
