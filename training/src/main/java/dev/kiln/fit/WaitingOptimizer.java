package dev.kiln.fit;

import dev.kiln.catalog.UserError;
import dev.kiln.model.Model;
import dev.kiln.model.Trainer.NamedNumbers;
import dev.kiln.model.Weight;
import dev.kiln.model.Weights;
import dev.kiln.optimizers.OptimizerVariables;
import dev.kiln.optimizers.Segment;
import dev.kiln.tensor.Shape;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// An optimizer's numbers while nothing has run: as they start, or as a file gave them. A model is saved and loaded
/// without the runtime, whose native libraries and memory cost more than the file.
final class WaitingOptimizer {
    private final Model model;
    private final OptimizerVariables variables;

    /// One an array of [OptimizerVariables#saved]; empty where they are as they start.
    private final List<MemorySegment> given;

    WaitingOptimizer(Model model, Compilation compilation) {
        this(model, compilation, List.of());
    }

    private WaitingOptimizer(Model model, Compilation compilation, List<MemorySegment> given) {
        this.model = model;
        this.variables =
                new OptimizerVariables(compilation.optimizer(), ModelRun.segments(model.weights()));
        this.given = given;
    }

    /// @param numbers one array each, in the order of Keras' files; they are copied
    /// @throws UserError E193 where they do not fit
    static WaitingOptimizer of(Model model, Compilation compilation, List<MemorySegment> numbers) {
        var started = new WaitingOptimizer(model, compilation);
        requireFit(started.variables, numbers);
        // Side by side: most of the time goes into memory that is touched for the first time.
        var copies = numbers.parallelStream().map(WaitingOptimizer::copy).toList();
        return new WaitingOptimizer(model, compilation, copies);
    }

    /// Not zeroed first, as an allocation alone would be.
    private static MemorySegment copy(MemorySegment array) {
        return Arena.ofAuto()
                .allocateFrom(
                        ValueLayout.JAVA_FLOAT_UNALIGNED,
                        array,
                        ValueLayout.JAVA_FLOAT_UNALIGNED,
                        0,
                        array.byteSize() / Float.BYTES);
    }

    /// @throws UserError E193 where these are not the arrays that the optimizer has
    static void requireFit(OptimizerVariables variables, List<MemorySegment> numbers) {
        var places = variables.saved();
        boolean fits = places.size() == numbers.size();
        for (int i = 0; fits && i < places.size(); i++) {
            fits = places.get(i).shape().size() * Float.BYTES == numbers.get(i).byteSize();
        }
        if (!fits) {
            throw new UserError(
                    "E193",
                    "the optimizer's numbers do not fit: "
                            + numbers.size()
                            + " arrays for "
                            + places.size()
                            + " of this optimizer over these weights.",
                    "Compile with the optimizer that the numbers came from.");
        }
    }

    /// Whether the same weights are still trained; where they are not, the optimizer starts anew.
    boolean isCurrent() {
        return variables.segments().stream()
                .map(Segment::path)
                .toList()
                .equals(
                        model.weights().trainableSegments().stream()
                                .map(segment -> segment.weight().path())
                                .toList());
    }

    /// In the order of Keras' files.
    List<NamedNumbers> named() {
        var numbers = new ArrayList<NamedNumbers>();
        for (OptimizerVariables.Saved saved : variables.saved()) {
            MemorySegment values = given.isEmpty() ? start(saved) : given.get(numbers.size());
            numbers.add(new NamedNumbers(saved.name(), saved.shape(), values));
        }
        return numbers;
    }

    private MemorySegment start(OptimizerVariables.Saved saved) {
        var start = Objects.requireNonNull(variables.starts().get(saved.in()));
        if (start.ofParameters()) {
            return parameters(start.offset() + saved.offset(), saved.shape());
        }
        return MemorySegment.ofArray(new float[] {(float) start.value()});
    }

    /// What starts as a copy of the parameters is saved by the parameter.
    private MemorySegment parameters(long offset, Shape shape) {
        Weight parameter =
                model.weights().trainableSegments().stream()
                        .filter(segment -> segment.offset() == offset)
                        .map(Weights.Segment::weight)
                        .filter(weight -> weight.shape().equals(shape))
                        .findFirst()
                        .orElseThrow();
        return parameter.values();
    }

    /// Hands the numbers of a file to the runtime, where they still belong to its weights.
    void moveTo(ModelRun run) {
        if (!given.isEmpty() && isCurrent()) {
            run.restoreOptimizer(given);
        }
    }
}
