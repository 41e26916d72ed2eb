package dev.kiln.fit;

import dev.kiln.autodiff.Gradients;
import dev.kiln.graph.Graph;
import dev.kiln.graph.Tensor;
import dev.kiln.layers.Passage;
import dev.kiln.layers.Signal;
import dev.kiln.model.Forward;
import dev.kiln.model.Weight;
import dev.kiln.plan.Plan;
import dev.kiln.plan.Program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/// Finds what made the first number of a step that is not finite: the step is written once more, with a sum of zeros
/// behind everything that may have made it.
///
/// In the order in which a step makes numbers: inputs, labels, weights from the step before, what each layer gives, the
/// loss, and back through the layers the gradients. A layer has made a gradient that is not finite where all that
/// arrived at its outputs is finite, and what it sends to its weights or to the layer before is not.
final class NotFiniteSearch {
    private static final String LOSS = "the loss";

    private final Graph graph;
    private final String rootPath;
    private final List<Passage> passages;
    private final Map<String, Tensor> marks = new LinkedHashMap<>();

    private NotFiniteSearch(Graph graph, List<Passage> passages, String rootPath) {
        this.graph = graph;
        this.passages = passages;
        this.rootPath = rootPath;
    }

    /// A step that gives a number for each suspect.
    ///
    /// @param suspects as users name them, in the order of their guilt; each is an output of the program
    record Written(Program program, List<String> suspects) {
        Written {
            suspects = List.copyOf(suspects);
        }
    }

    /// @param given    inputs and labels, by the names that users know
    /// @param weights  the weights that the graph reads
    /// @param rootPath what comes before the layers' own names in paths; may be empty
    static Written write(
            Graph graph,
            Map<String, Tensor> given,
            Map<Weight, Tensor> weights,
            Forward forward,
            Tensor loss,
            String rootPath) {
        var search = new NotFiniteSearch(graph, forward.passages(), rootPath);
        given.forEach(search::mark);
        weights.forEach(
                (weight, tensor) ->
                        search.mark("the weights of " + search.named(owner(weight)), tensor));
        for (Passage passage : search.passages) {
            search.here(passage.outputs())
                    .forEach(
                            output ->
                                    search.mark(
                                            "the output of " + search.named(passage.path()),
                                            output));
        }
        search.mark(LOSS, loss);
        search.gradients(weights, loss);
        return new Written(Plan.of(graph, search.marks), List.copyOf(search.marks.keySet()));
    }

    /// 0 where all numbers are finite; several tensors under one name are added up.
    private void mark(String name, Tensor tensor) {
        marks.merge(name, tensor.times(0).sum(), Tensor::plus);
    }

    /// Those that are not inside of a loop.
    private List<Tensor> here(List<Signal> signals) {
        return signals.stream().map(Signal::value).filter(value -> value.graph() == graph).toList();
    }

    private void gradients(Map<Weight, Tensor> weights, Tensor loss) {
        var with = new ArrayList<>(weights.values());
        passages.forEach(passage -> with.addAll(here(passage.outputs())));
        var arriving = new HashMap<Integer, Tensor>();
        var gradients = Gradients.of(loss, with);
        for (int i = 0; i < with.size(); i++) {
            arriving.put(with.get(i).id(), gradients.get(i));
        }
        for (Passage passage : passages.reversed()) {
            for (Tensor output : here(passage.outputs())) {
                mark("the gradient of " + reader(output), gradient(arriving, output));
            }
            weights.forEach(
                    (weight, tensor) -> {
                        if (isInnermost(passage)
                                && weight.path().startsWith(passage.path() + "/")) {
                            mark(
                                    "the gradient of " + named(passage.path()),
                                    gradient(arriving, tensor));
                        }
                    });
        }
    }

    private static Tensor gradient(Map<Integer, Tensor> arriving, Tensor of) {
        return Objects.requireNonNull(arriving.get(of.id()));
    }

    /// Who sends a gradient back to a layer's output: the layer that reads it, else the loss.
    private String reader(Tensor output) {
        Predicate<Passage> reads =
                passage -> here(passage.inputs()).stream().anyMatch(in -> in.id() == output.id());
        var readers = passages.stream().filter(reads).toList();
        return readers.stream()
                .filter(this::isInnermost)
                .findFirst()
                .or(() -> readers.stream().findFirst())
                .map(passage -> named(passage.path()))
                .orElse(LOSS);
    }

    private boolean isInnermost(Passage passage) {
        return passages.stream().noneMatch(other -> other.path().startsWith(passage.path() + "/"));
    }

    private static String owner(Weight weight) {
        return weight.path().substring(0, Math.max(weight.path().lastIndexOf('/'), 0));
    }

    private String named(String path) {
        return !rootPath.isEmpty() && path.startsWith(rootPath + "/")
                ? path.substring(rootPath.length() + 1)
                : path;
    }
}
