package dev.kiln.model;

import dev.kiln.catalog.UserError;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Tensor;
import dev.kiln.graph.Variable;
import dev.kiln.layers.Signal;
import dev.kiln.tensor.Shape;

import java.util.ArrayList;
import java.util.List;

/// Writes what a model predicts as formulas that hold nothing else: what is handed over to another program.
public final class Inference {
    private Inference() {}

    /// @param graph   gets one input each of the model's, in their order and with their names
    /// @param rows    of a batch; a model with a batch size of its own keeps that
    /// @param code    of the errors
    /// @param another what the model is handed over as, as in `an ONNX file`
    /// @return the outputs
    /// @throws UserError where a row has an unknown size, or a layer remembers the rows before
    public static List<Tensor> of(Model model, Graph graph, int rows, String code, String another) {
        var shapes = new ArrayList<Shape>();
        int batch =
                model.inputs().stream()
                        .map(input -> input.shape().get(0))
                        .filter(fixed -> fixed > 0)
                        .findFirst()
                        .orElse(rows);
        for (ModelInput input : model.inputs()) {
            if (!input.row().isKnown()) {
                throw new UserError(
                        code,
                        "input "
                                + input.name()
                                + " has rows of "
                                + input.row()
                                + ": the data decides a size, "
                                + another
                                + " needs all of them.",
                        "Begin the model with the sizes that you predict on: Input(20) instead of Input(?).");
            }
            shapes.add(input.row().batchOf(batch));
        }
        return of(model, graph, shapes, code, another).outputs().stream()
                .map(Signal::value)
                .toList();
    }

    /// @param graph   gets one input each of the model's, in their order and with their names
    /// @param shapes  of a batch of each input
    /// @param code    of the errors
    /// @param another what the model is handed over as, as in `an ONNX file`
    /// @throws UserError where a layer remembers the rows before, or texts enter the model
    public static Forward of(
            Model model, Graph graph, List<Shape> shapes, String code, String another) {
        if (model.readsTexts()) {
            throw new UserError(
                    code,
                    model.name() + " reads texts, and " + another + " takes numbers alone.",
                    "Type: model.save(\""
                            + model.name()
                            + ".keras\"), or hand over the layers behind the one that reads texts");
        }
        var given = new ArrayList<Signal>();
        for (int i = 0; i < shapes.size(); i++) {
            given.add(Signal.of(graph.input(model.inputs().get(i).name(), shapes.get(i))));
        }
        Forward forward = model.trace(graph, given, false, weight -> graph.read(weight.variable()));
        graph.updates().stream()
                .map(update -> update.variable())
                .filter(variable -> variable.role() == Variable.Role.RECURRENT)
                .findFirst()
                .ifPresent(state -> refuse(state, model, code, another));
        return forward;
    }

    private static void refuse(Variable state, Model model, String code, String another) {
        String path = state.name();
        throw new UserError(
                code,
                "layer "
                        + (path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : path)
                        + " is stateful: it remembers the rows before; "
                        + another
                        + " remembers nothing.",
                "Build the layer with stateful=false, or type: %save \""
                        + model.name()
                        + ".keras\"");
    }
}
