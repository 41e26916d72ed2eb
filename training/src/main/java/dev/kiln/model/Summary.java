package dev.kiln.model;

import dev.kiln.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What a model is made of.
///
/// @param rows         one a layer, in order
/// @param trainable    numbers that training changes at present
/// @param nonTrainable the others
public record Summary(String name, List<Row> rows, long trainable, long nonTrainable) {
    public Summary {
        rows = List.copyOf(rows);
    }

    /// @param layer       its name in the model
    /// @param kind        its class
    /// @param outputShape of one row; [Shape#UNKNOWN] where the data decides
    /// @param parameters  numbers it owns; a shared layer's are counted once
    /// @param share       of all the model's numbers, 0 to 1
    public record Row(String layer, String kind, Shape outputShape, long parameters, double share) {}

    static Summary of(Model model) {
        var weights = model.weights();
        double total = Math.max(weights.size(), 1);
        var rows = new ArrayList<Row>();
        for (Part part : model.layers()) {
            long parameters = part.weights().size();
            rows.add(new Row(
                    part.name(),
                    part.layer().getClass().getSimpleName(),
                    part.outputShape().row(),
                    parameters,
                    parameters / total));
        }
        return new Summary(model.name(), rows, weights.trainableSize(), weights.nonTrainableSize());
    }

    /// All numbers of the model.
    public long parameters() {
        return trainable + nonTrainable;
    }

    /// Memory of the weights, in bytes.
    public long bytes() {
        return parameters() * Float.BYTES;
    }

    /// One line a layer, then the totals.
    @Override
    public String toString() {
        String lines = rows.stream()
                .map(row -> "%-24s %-16s %,12d".formatted(row.layer(), row.outputShape(), row.parameters()))
                .collect(Collectors.joining("\n"));
        return "%s%n%s%ntotal %,d parameters (%,d bytes), %,d of them trained"
                .formatted(name, lines, parameters(), bytes(), trainable);
    }
}
