package dev.kiln.layers;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;

import dev.kiln.autodiff.Gradients;
import dev.kiln.golden.Comparison;
import dev.kiln.golden.Golden;
import dev.kiln.golden.GoldenArguments;
import dev.kiln.golden.GoldenTensor;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Reference;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Variable;
import dev.kiln.model.Forward;
import dev.kiln.model.Model;
import dev.kiln.model.Weight;
import dev.kiln.model.WeightSource;
import dev.kiln.runtime.Running;
import dev.kiln.tensor.DType;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LayersGoldenTest {
    /// Suggested for layers: four times the largest difference between Keras' own backends.
    private static final double TOLERANCE = 5e-6;

    /// The graph's meaning, in 64 bits, or the runtime.
    private interface Runner {
        Reference.Run run(
                Graph graph,
                List<Tensor> results,
                Map<String, double[]> inputs,
                Map<Variable, double[]> variables,
                long seed,
                long count);
    }

    @TestFactory
    Stream<DynamicTest> every_recorded_layer_by_the_reference() {
        return Golden.testsBy(
                "reference",
                "layers",
                (record, expected, compare) -> check(record, expected, compare, Reference::run));
    }

    @TestFactory
    Stream<DynamicTest> every_recorded_layer_by_the_runtime() {
        return Golden.testsBy(
                "runtime",
                "layers",
                (record, expected, compare) -> check(record, expected, compare, Running::run));
    }

    @TestFactory
    Stream<DynamicTest> every_recorded_layer_by_the_runtime_in_two_shares_of_the_batch() {
        return inShares(2);
    }

    @TestFactory
    Stream<DynamicTest> every_recorded_layer_by_the_runtime_in_three_shares_of_the_batch() {
        return inShares(3);
    }

    private static Stream<DynamicTest> inShares(int count) {
        return Golden.testsBy(
                "runtime in " + count + " shares",
                "layers",
                (record, expected, compare) ->
                        check(
                                record,
                                expected,
                                compare,
                                (graph, results, inputs, variables, seed, step) ->
                                        Running.run(
                                                graph,
                                                results,
                                                inputs,
                                                variables,
                                                seed,
                                                step,
                                                rows(inputs),
                                                count)));
    }

    private static Set<String> rows(Map<String, double[]> inputs) {
        return inputs.keySet().stream()
                .filter(name -> name.matches("x\\d+"))
                .collect(Collectors.toSet());
    }

    private static void check(
            JsonObject record, JsonObject expected, Comparison compare, Runner runner) {
        new Case(record).check(expected, compare, runner);
    }

    /// One layer between the symbols of its recorded inputs.
    private static final class Case {
        private final JsonObject record;
        private final List<Symbol> symbols = new ArrayList<>();
        private final List<GoldenTensor> values = new ArrayList<>();
        private final Model model;

        Case(JsonObject record) {
            this.record = record;
            Layer layer =
                    KerasConfig.layer(
                            record.get("layer").getAsString(),
                            GoldenArguments.of(record.getAsJsonObject("config")));
            var inputs = new ArrayList<Symbol>();
            for (GoldenTensor tensor : GoldenTensor.listOf(record.getAsJsonArray("inputs"))) {
                inputs.add(symbol(tensor));
            }
            var arguments = Arguments.NONE;
            for (var entry : record.getAsJsonObject("call_args").entrySet()) {
                if (entry.getKey().equals("mask") && entry.getValue().isJsonObject()) {
                    inputs.set(
                            0,
                            masked(inputs.getFirst(), symbol(GoldenTensor.of(entry.getValue()))));
                } else if (entry.getKey().equals("states")) {
                    GoldenTensor.listOf(entry.getValue().getAsJsonArray())
                            .forEach(state -> inputs.add(symbol(state)));
                } else {
                    arguments = arguments.with(entry.getKey(), argument(entry.getValue()));
                }
            }
            if (record.get("query_equals_value").getAsBoolean()) {
                inputs.add(inputs.getFirst());
            }
            model = Model.of(symbols, layer.applyAll(inputs, arguments));
            setWeights();
        }

        private Symbol symbol(GoldenTensor tensor) {
            int[] sizes = tensor.shape().toArray();
            var input =
                    new Input(tensor.shape().row())
                            .withBatchSize(sizes[0])
                            .withDtype(tensor.dtype());
            symbols.add(input.symbol());
            values.add(tensor);
            return symbols.getLast();
        }

        private static Symbol masked(Symbol x, Symbol mask) {
            Layer attach =
                    (inputs, scope) ->
                            List.of(new Signal(inputs.get(0).value(), inputs.get(1).value()));
            return attach.apply(x, mask);
        }

        private Object argument(JsonElement json) {
            return switch (json) {
                case JsonArray list -> list.asList().stream().map(this::argument).toList();
                case JsonObject tensor -> symbol(GoldenTensor.of(tensor));
                // No mask for this input.
                case JsonNull _ -> false;
                default -> json.getAsBoolean();
            };
        }

        private List<JsonObject> recordedWeights() {
            return record.getAsJsonArray("weights").asList().stream()
                    .map(JsonElement::getAsJsonObject)
                    .toList();
        }

        private void setWeights() {
            // Keras does not list the states of stateful layers among the weights.
            var weights =
                    model.weights().all().stream()
                            .filter(weight -> weight.variable().role() != Variable.Role.RECURRENT)
                            .toList();
            assertThat(weights)
                    .extracting(Weight::path)
                    .isEqualTo(
                            recordedWeights().stream()
                                    .map(weight -> weight.get("path").getAsString())
                                    .toList());
            for (int i = 0; i < weights.size(); i++) {
                JsonObject recorded = recordedWeights().get(i);
                var value = GoldenTensor.of(recorded.get("value"));
                assertThat(weights.get(i).shape()).isEqualTo(value.shape());
                assertThat(weights.get(i).isTrainable())
                        .isEqualTo(recorded.get("trainable").getAsBoolean());
                weights.get(i).set(floats(value.values()));
            }
        }

        void check(JsonObject expected, Comparison compare, Runner runner) {
            var graph = new Graph();
            var inputs = new HashMap<String, double[]>();
            var signals = new ArrayList<Signal>();
            for (int i = 0; i < symbols.size(); i++) {
                GoldenTensor given = values.get(i);
                var texts =
                        i < model.inputs().size()
                                ? model.textLayer(i)
                                : Optional.<TextLayer>empty();
                if (texts.isPresent()) {
                    given = numbers(texts.get(), given);
                }
                signals.add(Signal.of(graph.input("x" + i, given.shape())));
                inputs.put("x" + i, given.values());
            }
            Map<String, Tensor> trained = new LinkedHashMap<>();
            Map<Variable, double[]> variables = new LinkedHashMap<>();
            var forward =
                    model.trace(
                            graph,
                            signals,
                            record.get("training").getAsBoolean(),
                            source(graph, inputs, trained));
            for (Weight weight : model.weights().nonTrainable()) {
                variables.put(weight.variable(), doubles(weight.get()));
            }
            var wanted = new ArrayList<Tensor>();
            forward.outputs().forEach(output -> wanted.add(output.value()));
            Tensor mask = forward.outputs().getFirst().mask();
            if (mask != null) {
                wanted.add(mask);
            }
            wanted.addAll(forward.penalties());
            var with = new ArrayList<>(signals.stream().map(Signal::value).toList());
            with.addAll(trained.values());
            List<Tensor> cotangents = cotangents(graph, forward, inputs);
            var gradients =
                    cotangents.isEmpty()
                            ? List.<Tensor>of()
                            : Gradients.of(
                                    forward.outputs().stream().map(Signal::value).toList(),
                                    cotangents,
                                    with);
            wanted.addAll(gradients);
            var run = runner.run(graph, wanted, inputs, variables, 0, 0);
            new Answer(forward, mask, gradients, List.copyOf(trained.keySet()), wanted, run)
                    .compare(expected, compare);
        }

        /// What a layer makes of recorded texts before its formula begins.
        private static GoldenTensor numbers(TextLayer layer, GoldenTensor texts) {
            int length = Math.toIntExact(texts.shape().row().size());
            var rows = new ArrayList<List<String>>();
            for (int i = 0; i < texts.shape().get(0); i++) {
                rows.add(texts.data().subList(i * length, (i + 1) * length));
            }
            var numbers = new ArrayList<String>();
            for (float[] row : layer.numbers(rows)) {
                for (float number : row) {
                    numbers.add(String.valueOf(number));
                }
            }
            Shape row = layer.numbersRow(texts.shape().row());
            if (!row.isKnown()) {
                row = Shape.of(numbers.size() / rows.size());
            }
            return new GoldenTensor(row.batchOf(rows.size()), DType.FLOAT32, numbers);
        }

        /// Trained weights as inputs, whose gradients can be asked for.
        private static WeightSource source(
                Graph graph, Map<String, double[]> inputs, Map<String, Tensor> trained) {
            return new WeightSource() {
                @Override
                public Tensor of(Weight weight) {
                    if (!weight.isTrainable()) {
                        return graph.read(weight.variable());
                    }
                    inputs.put(weight.path(), doubles(weight.get()));
                    trained.put(weight.path(), graph.input(weight.path(), weight.shape()));
                    return trained.get(weight.path());
                }

                @Override
                public void replace(Weight weight, Tensor value) {
                    trained.replace(weight.path(), value);
                }
            };
        }

        private List<Tensor> cotangents(
                Graph graph, Forward forward, Map<String, double[]> inputs) {
            var cotangents = new ArrayList<Tensor>();
            var recorded = record.getAsJsonArray("output_cotangent");
            for (int i = 0; i < recorded.size(); i++) {
                if (recorded.get(i).isJsonNull()) {
                    return List.of();
                }
                var tensor = GoldenTensor.of(recorded.get(i));
                inputs.put("cotangent" + i, tensor.values());
                cotangents.add(graph.input("cotangent" + i, tensor.shape()));
            }
            return cotangents;
        }
    }

    private record Answer(
            Forward forward,
            @Nullable Tensor mask,
            List<Tensor> gradients,
            List<String> trained,
            List<Tensor> wanted,
            Reference.Run run) {

        void compare(JsonObject expected, Comparison compare) {
            var outputs = GoldenTensor.listOf(expected.getAsJsonArray("outputs"));
            assertThat(forward.outputs()).hasSameSizeAs(outputs);
            for (int i = 0; i < outputs.size(); i++) {
                compare("output " + i, i, outputs.get(i), compare);
            }
            int next = outputs.size();
            JsonElement wantedMask = expected.get("output_mask");
            assertThat(mask == null).as("no mask comes out").isEqualTo(wantedMask.isJsonNull());
            if (mask != null) {
                compare("mask", next++, GoldenTensor.of(wantedMask), compare);
            }
            var losses = expected.getAsJsonArray("losses");
            assertThat(forward.penalties()).hasSize(losses.size());
            for (JsonElement loss : losses) {
                compare.close(
                        "penalty",
                        run.values().get(next++),
                        new double[] {loss.getAsFloat()},
                        TOLERANCE);
            }
            if (gradients.isEmpty()) {
                return;
            }
            var inputGradients = expected.getAsJsonArray("input_gradients");
            for (int i = 0; i < inputGradients.size(); i++) {
                if (!inputGradients.get(i).isJsonNull()) {
                    compare(
                            "gradient of input " + i,
                            next + i,
                            GoldenTensor.of(inputGradients.get(i)),
                            compare);
                }
            }
            weights(expected, next + gradients.size() - trained.size(), compare);
        }

        private void weights(JsonObject expected, int next, Comparison compare) {
            for (JsonElement json : expected.getAsJsonArray("weight_gradients")) {
                var weight = json.getAsJsonObject();
                String path = weight.get("path").getAsString();
                compare(
                        path,
                        next + trained.indexOf(path),
                        GoldenTensor.of(weight.get("value")),
                        compare);
            }
            for (JsonElement json : expected.getAsJsonArray("non_trainable_after_call")) {
                var weight = json.getAsJsonObject();
                String path = weight.get("path").getAsString();
                var value = GoldenTensor.of(weight.get("value"));
                var after =
                        run.variables().entrySet().stream()
                                .filter(entry -> entry.getKey().name().equals(path))
                                .findFirst()
                                .orElseThrow();
                compare.close(
                        path + " after the call",
                        after.getKey().shape(),
                        after.getValue(),
                        value,
                        TOLERANCE);
            }
        }

        private void compare(String what, int index, GoldenTensor want, Comparison compare) {
            Shape shape = wanted.get(index).shape();
            double[] got = doubles(floats(run.values().get(index)));
            double[] recorded = want.values();
            for (int i = 0; i < Math.min(got.length, recorded.length); i++) {
                // An overflow of 32 bits on the way to a number that 64 bits can hold.
                if (Double.isInfinite(recorded[i]) && got[i] * Math.signum(recorded[i]) > 1e38) {
                    got[i] = recorded[i];
                }
            }
            compare.close(what, shape, got, want, TOLERANCE);
        }
    }

    private static float[] floats(double[] values) {
        var floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static double[] doubles(float[] values) {
        var doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
