package dev.kiln.layers;

import dev.kiln.graph.Graph;
import dev.kiln.graph.Reference;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Variable;
import dev.kiln.model.Model;
import dev.kiln.model.Weight;
import dev.kiln.tensor.Shape;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One layer, tried on numbers, by the meaning of its graph.
final class Tried {
    private final Model model;
    private final Map<Variable, double[]> states = new LinkedHashMap<>();
    private long step;

    private Tried(Model model) {
        this.model = model;
        for (Weight weight : model.weights().nonTrainable()) {
            states.put(weight.variable(), doubles(weight.get()));
        }
    }

    /// @param rows shapes of one row of each input
    static Tried layer(Layer layer, Shape... rows) {
        var inputs = new ArrayList<Symbol>();
        for (Shape row : rows) {
            inputs.add(new Input(row).symbol());
        }
        return new Tried(Model.of(inputs, layer.applyAll(inputs, Arguments.NONE)));
    }

    static Tried model(Model model) {
        return new Tried(model);
    }

    Tried set(String weight, float... values) {
        model.weights().get(weight).set(values);
        return this;
    }

    double[] infer(double[]... inputs) {
        return run(false, inputs).getFirst();
    }

    /// Another step each time: other random numbers, states carried on.
    double[] train(double[]... inputs) {
        return run(true, inputs).getFirst();
    }

    List<double[]> run(boolean training, double[]... inputs) {
        var graph = new Graph();
        Map<String, double[]> values = new HashMap<>();
        var signals = new ArrayList<Signal>();
        for (int i = 0; i < inputs.length; i++) {
            Shape row = model.inputs().get(i).row();
            int rows = Math.toIntExact(inputs[i].length / row.size());
            signals.add(Signal.of(graph.input("x" + i, row.batchOf(rows))));
            values.put("x" + i, inputs[i]);
        }
        var forward =
                model.trace(
                        graph,
                        signals,
                        training,
                        weight -> {
                            if (!weight.isTrainable()) {
                                return graph.read(weight.variable());
                            }
                            values.put(weight.path(), doubles(weight.get()));
                            return graph.input(weight.path(), weight.shape());
                        });
        List<Tensor> wanted = new ArrayList<>();
        forward.outputs().forEach(output -> wanted.add(output.value()));
        forward.outputs()
                .forEach(
                        output -> {
                            if (output.mask() != null) {
                                wanted.add(output.mask());
                            }
                        });
        wanted.addAll(forward.penalties());
        var run = Reference.run(graph, wanted, values, states, 1, step++);
        states.putAll(run.variables());
        return run.values();
    }

    private static double[] doubles(float[] values) {
        var wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
