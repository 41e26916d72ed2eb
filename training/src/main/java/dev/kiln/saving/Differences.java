package dev.kiln.saving;

import dev.kiln.catalog.UserError;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What a model from a Keras file does otherwise here, in sentences.
final class Differences {
    private static final Set<String> KNOWN = Set.of("float32", "string", "bool", "uint8");

    private Differences() {}

    /// @param config of a model, as a file has it
    /// @throws UserError E194 where the weights are kept as numbers that HDF5 does not have
    static List<String> of(Map<?, ?> config) {
        var policies = new TreeSet<String>();
        policies(config, policies);
        var differences = new ArrayList<String>();
        if (policies.contains("bfloat16")) {
            throw new UserError(
                    "E194",
                    "the file keeps weights as bfloat16, which HDF5 has no numbers for and Kiln does not read.",
                    "In Keras build the model with dtype=\"float32\" or \"mixed_bfloat16\", then"
                            + " set_weights(...) and save it again.");
        }
        for (String policy : policies) {
            differences.add(
                    "the file's layers compute in "
                            + policy
                            + "; Kiln computes in float32, so the last digits differ");
        }
        return differences;
    }

    private static void policies(@Nullable Object value, Set<String> found) {
        switch (value) {
            case Map<?, ?> map when "DTypePolicy".equals(map.get("class_name")) -> {
                if (map.get("config") instanceof Map<?, ?> config
                        && config.get("name") instanceof String name
                        && name.contains("float")
                        && !KNOWN.contains(name)) {
                    found.add(name);
                }
            }
            case Map<?, ?> map -> map.values().forEach(item -> policies(item, found));
            case List<?> list -> list.forEach(item -> policies(item, found));
            case null, default -> {}
        }
    }
}
