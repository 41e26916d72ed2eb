package dev.kiln.saving.onnx;

import java.util.List;
import java.util.stream.Collectors;

/// A size that may depend on what the data decides: `factor * product of sizes + fixed`.
///
/// @param of the sizes of the product, none where the extent is a number
record Extent(int factor, List<Unknown> of, int fixed) {
    Extent {
        of = List.copyOf(of);
    }

    static Extent fixed(int size) {
        return new Extent(0, List.of(), size);
    }

    boolean isFixed() {
        return of.isEmpty();
    }

    long at(int sample) {
        return factor * product(of, sample) + fixed;
    }

    static long product(List<Unknown> of, int sample) {
        return of.stream()
                .mapToLong(unknown -> unknown.values().get(sample))
                .reduce(1, (a, b) -> a * b);
    }

    /// For readers of the file: `rows`, `2 * length + 1`.
    String name() {
        String product = of.stream().map(Unknown::name).collect(Collectors.joining(" * "));
        String scaled = factor == 1 ? product : factor + " * " + product;
        return fixed == 0 ? scaled : scaled + (fixed < 0 ? " - " : " + ") + Math.abs(fixed);
    }

    Extent plus(int number) {
        return new Extent(factor, of, fixed + number);
    }

    Extent times(int number) {
        return number == 0 ? fixed(0) : new Extent(factor * number, of, fixed * number);
    }
}
