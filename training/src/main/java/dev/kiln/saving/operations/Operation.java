package dev.kiln.saving.operations;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.layers.Layer;
import dev.kiln.layers.LayerArguments;
import dev.kiln.layers.LayerSettings;
import dev.kiln.layers.Scope;
import dev.kiln.layers.Signal;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/// One function of `keras.ops` in a functional model. Masks end here, as in Keras.
///
/// @param kind     its class in Keras: `Multiply`, `Mean`, `GetItem`
/// @param module   where Keras has the class: `keras.src.ops.numpy`
/// @param config   what the function was given besides its operands, by Keras' names
/// @param operands in order: numbers, constant arrays, indices, and a [Place] for each tensor
/// @param named    operands that were given by name, likewise
public record Operation(
        String kind,
        String module,
        Map<String, @Nullable Object> config,
        List<@Nullable Object> operands,
        Map<String, @Nullable Object> named,
        LayerSettings settings)
        implements Layer, LayerArguments<Operation> {

    /// Stands for a tensor among the operands.
    ///
    /// @param input which of the call's inputs
    public record Place(int input) {}

    /// Settings and operands of a list: no function that somebody wrote has as many.
    private static final int MOST_IN_LIST = 4096;

    /// @throws UserError E194 where Kiln does not know the function, or where it has more settings than anybody writes
    public Operation {
        if (!Operations.ALL.containsKey(kind)) {
            throw new UserError(
                    "E194",
                    "the file computes "
                            + settings.name()
                            + " with the function "
                            + kind
                            + " of keras.ops between its layers, which Kiln does not read.",
                    "Write it in Keras with a layer (Rescaling, Activation, Reshape, ...), or build the model in Java"
                            + " with a Lambda of your own, then: model.loadWeights(\"...\")");
        }
        if (Stream.of(config.values(), named.values(), operands)
                .anyMatch(values -> values.stream().anyMatch(Operation::isEndless))) {
            throw new UserError(
                    "E194",
                    "the function "
                            + kind
                            + " that the file computes as "
                            + settings.name()
                            + " has a list of more than "
                            + MOST_IN_LIST
                            + " settings.",
                    "Load another copy of the file.");
        }
    }

    /// Constant arrays are no lists here.
    private static boolean isEndless(@Nullable Object value) {
        return value instanceof List<?> list && list.size() > MOST_IN_LIST;
    }

    /// What a file says of a function.
    ///
    /// @param call one of its calls, `{args, kwargs}`, in which `place` says what is a tensor
    public static Operation of(
            String name,
            Map<?, ?> description,
            Map<?, ?> call,
            Function<Map<?, ?>, @Nullable Place> place) {
        var config = new LinkedHashMap<String, @Nullable Object>();
        if (description.get("config") instanceof Map<?, ?> given) {
            given.forEach((key, value) -> config.put(String.valueOf(key), value));
        }
        config.remove("name");
        var operands = new ArrayList<@Nullable Object>();
        if (call.get("args") instanceof List<?> given) {
            given.forEach(item -> operands.add(placed(item, place)));
        }
        var named = new LinkedHashMap<String, @Nullable Object>();
        if (call.get("kwargs") instanceof Map<?, ?> given) {
            given.forEach((key, item) -> named.put(String.valueOf(key), placed(item, place)));
        }
        return new Operation(
                String.valueOf(description.get("class_name")),
                String.valueOf(description.get("module")),
                config,
                operands,
                named,
                LayerSettings.DEFAULT.withName(name));
    }

    private static @Nullable Object placed(
            @Nullable Object operand, Function<Map<?, ?>, @Nullable Place> place) {
        return switch (operand) {
            case Map<?, ?> map -> {
                Place found = place.apply(map);
                yield found == null ? map : found;
            }
            case List<?> list -> {
                var items = new ArrayList<@Nullable Object>();
                list.forEach(item -> items.add(placed(item, place)));
                yield items;
            }
            case null, default -> operand;
        };
    }

    /// The operands as a file has them.
    ///
    /// @param tensor what stands for each input
    public Map<String, Object> call(Function<Place, Object> tensor) {
        var kwargs = new LinkedHashMap<String, @Nullable Object>();
        named.forEach((name, operand) -> kwargs.put(name, written(operand, tensor)));
        return Map.of(
                "args", operands.stream().map(o -> written(o, tensor)).toList(), "kwargs", kwargs);
    }

    private static @Nullable Object written(
            @Nullable Object operand, Function<Place, Object> tensor) {
        return switch (operand) {
            case Place place -> tensor.apply(place);
            case List<?> list -> list.stream().map(item -> written(item, tensor)).toList();
            case null, default -> operand;
        };
    }

    @Override
    public Operation withSettings(LayerSettings settings) {
        return new Operation(kind, module, config, operands, named, settings);
    }

    @Override
    public List<Signal> call(List<Signal> inputs, Scope scope) {
        var given = new Given(this, inputs.stream().map(Signal::value).toList(), scope);
        List<Tensor> outputs;
        try {
            outputs = Operations.ALL.get(kind).apply(given);
        } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
            throw given.impossible(String.valueOf(e.getMessage()));
        }
        int rows = inputs.getFirst().value().shape().get(0);
        for (Tensor output : outputs) {
            if (output.rank() == 0 || output.shape().get(0) != rows) {
                throw given.impossible("it mixes the rows of a batch");
            }
        }
        return outputs.stream().map(Signal::of).toList();
    }

    /// Every tensor among the operands of a call, in order, which become the inputs.
    public static Stream<Map<?, ?>> tensors(
            @Nullable Object operands, java.util.function.Predicate<Map<?, ?>> isTensor) {
        return switch (operands) {
            case Map<?, ?> map when isTensor.test(map) -> Stream.of(map);
            case Map<?, ?> map -> map.values().stream().flatMap(item -> tensors(item, isTensor));
            case List<?> list -> list.stream().flatMap(item -> tensors(item, isTensor));
            case null, default -> Stream.empty();
        };
    }
}
