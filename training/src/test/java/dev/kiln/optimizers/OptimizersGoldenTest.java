package dev.kiln.optimizers;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import dev.kiln.constraints.Constraints;
import dev.kiln.golden.Comparison;
import dev.kiln.golden.Golden;
import dev.kiln.golden.GoldenArguments;
import dev.kiln.golden.GoldenTensor;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Variable;
import dev.kiln.runtime.Running;
import dev.kiln.schedules.Schedule;
import dev.kiln.schedules.Schedules;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OptimizersGoldenTest {
    /// Measured between Keras' own backends; see the records' README.
    private static final double TOLERANCE = 2e-6;

    @TestFactory
    Stream<DynamicTest> every_optimizer_steps_as_Keras_does() {
        return Golden.tests("optimizers", OptimizersGoldenTest::steps);
    }

    @TestFactory
    Stream<DynamicTest> every_schedule_gives_the_rates_that_Keras_gives() {
        return Golden.tests("optimizers", "schedules", OptimizersGoldenTest::rates);
    }

    private static void rates(JsonObject record, JsonObject expected, Comparison compare) {
        Schedule schedule =
                Schedules.CATALOG.get(
                        record.get("schedule").getAsString(),
                        GoldenArguments.of(record.getAsJsonObject("args")));
        var graph = new Graph();
        Tensor rate = schedule.rate(graph.input("step", Shape.of()));
        double[] steps = numbers(record.getAsJsonArray("steps"));
        double[] got =
                Arrays.stream(steps)
                        .map(step -> Running.evaluate(rate, Map.of("step", new double[] {step}))[0])
                        .toArray();
        compare.close("rates", got, numbers(expected.getAsJsonArray("values")), TOLERANCE);
    }

    private static void steps(JsonObject record, JsonObject expected, Comparison compare) {
        Optimizer optimizer =
                Optimizers.CATALOG.get(
                        record.get("optimizer").getAsString(),
                        GoldenArguments.of(record.getAsJsonObject("args")));
        var initial = GoldenTensor.listOf(record.getAsJsonArray("initial"));
        var segments = segments(initial, constraint(record));
        var variables = new OptimizerVariables(optimizer, segments);
        int size = segments.getLast().end();

        var graph = new Graph();
        Tensor parameters = graph.input("parameters", Shape.of(size));
        Tensor gradients = graph.input("gradients", Shape.of(size));
        Tensor rate = OptimizerStep.learningRate(graph, optimizer, variables);
        Tensor stepped = OptimizerStep.write(graph, optimizer, variables, parameters, gradients);

        double[] now = flat(initial);
        Map<Variable, double[]> state = start(variables, now);
        var recorded = expected.getAsJsonArray("variables_after_step");
        double[] expectedRates = numbers(expected.getAsJsonArray("learning_rate_before_step"));
        for (int step = 0; step < recorded.size(); step++) {
            double[] gradient =
                    flat(
                            GoldenTensor.listOf(
                                    record.getAsJsonArray("gradients").get(step).getAsJsonArray()));
            var run =
                    Running.run(
                            graph,
                            List.of(stepped, rate),
                            Map.of("parameters", now, "gradients", gradient),
                            state,
                            0,
                            step);
            now = run.values().get(0);
            state = run.variables();
            compare.close(
                    "learning rate before step " + step,
                    run.values().get(1),
                    new double[] {expectedRates[step]},
                    TOLERANCE);
            compareParts(
                    compare,
                    "step " + step,
                    now,
                    segments,
                    GoldenTensor.listOf(recorded.get(step).getAsJsonArray()));
        }
        compareState(
                compare, variables, state, expected.getAsJsonArray("optimizer_variables_at_end"));
        if (expected.has("variables_after_finalize")) {
            compareParts(
                    compare,
                    "after finalize",
                    state.get(variables.average()),
                    segments,
                    GoldenTensor.listOf(expected.getAsJsonArray("variables_after_finalize")));
        }
    }

    private static @Nullable UnaryOperator<Tensor> constraint(JsonObject record) {
        JsonElement constraint = record.get("constraint");
        if (constraint == null || constraint.isJsonNull()) {
            return null;
        }
        JsonObject call = constraint.getAsJsonObject();
        return Constraints.CATALOG.get(
                        call.get("class").getAsString(),
                        GoldenArguments.of(call.getAsJsonObject("args")))
                ::apply;
    }

    private static List<Segment> segments(
            List<GoldenTensor> initial, @Nullable UnaryOperator<Tensor> constraint) {
        var segments = new ArrayList<Segment>();
        int offset = 0;
        for (int i = 0; i < initial.size(); i++) {
            segments.add(new Segment("v" + i, offset, initial.get(i).shape(), constraint));
            offset += initial.get(i).data().size();
        }
        return segments;
    }

    private static Map<Variable, double[]> start(
            OptimizerVariables variables, double[] parameters) {
        var state = new LinkedHashMap<Variable, double[]>();
        variables
                .starts()
                .forEach(
                        (variable, start) -> {
                            int size = Math.toIntExact(variable.shape().size());
                            double[] numbers = new double[size];
                            Arrays.fill(numbers, (float) start.value());
                            state.put(
                                    variable,
                                    start.ofParameters()
                                            ? Arrays.copyOfRange(
                                                    parameters,
                                                    start.offset(),
                                                    start.offset() + size)
                                            : numbers);
                        });
        return state;
    }

    private static void compareParts(
            Comparison compare,
            String when,
            double[] flat,
            List<Segment> segments,
            List<GoldenTensor> recorded) {
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            double[] part = Arrays.copyOfRange(flat, segment.offset(), segment.end());
            compare.close(
                    segment.path() + " after " + when, part, recorded.get(i).values(), TOLERANCE);
        }
    }

    private static void compareState(
            Comparison compare,
            OptimizerVariables variables,
            Map<Variable, double[]> state,
            JsonArray recorded) {
        var saved = variables.saved();
        assertThat(saved).as("variables of the optimizer").hasSize(recorded.size());
        for (int i = 0; i < saved.size(); i++) {
            var one = saved.get(i);
            var want = GoldenTensor.of(recorded.get(i).getAsJsonObject().get("value"));
            int size = Math.toIntExact(one.shape().size());
            double[] part =
                    Arrays.copyOfRange(state.get(one.in()), one.offset(), one.offset() + size);
            compare.close(one.name(), one.shape(), part, want, TOLERANCE);
        }
    }

    private static double[] flat(List<GoldenTensor> tensors) {
        return tensors.stream().flatMapToDouble(tensor -> Arrays.stream(tensor.values())).toArray();
    }

    private static double[] numbers(JsonArray array) {
        return array.asList().stream().mapToDouble(JsonElement::getAsDouble).toArray();
    }
}
