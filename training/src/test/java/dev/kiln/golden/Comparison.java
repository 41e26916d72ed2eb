package dev.kiln.golden;

/// The rule by which numbers are compared with a record, and the worst difference it met.
public final class Comparison {
    private double worst;

    /// The largest difference met, relative to what was allowed: up to 1 passes.
    public double worst() {
        return worst;
    }

    /// `max|got - want| <= tolerance * max(max|want|, 1e-6)`; tensors that are mathematically zero
    /// (`max|want| < 1e-4`) may hold rounding noise up to 1e-5. NaN and infinities must be met exactly.
    ///
    /// @throws AssertionError naming `what`, the place and both numbers
    public void close(String what, double[] got, double[] want, double tolerance) {
        if (got.length != want.length) {
            throw new AssertionError(
                    what + ": " + got.length + " numbers, recorded were " + want.length);
        }
        double largest = 0;
        for (double value : want) {
            largest = Double.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
        }
        double allowed = tolerance * Math.max(largest, 1e-6);
        if (largest < 1e-4) {
            allowed = Math.max(allowed, 1e-5);
        }
        for (int i = 0; i < want.length; i++) {
            boolean finite = Double.isFinite(want[i]) && Double.isFinite(got[i]);
            double difference =
                    finite ? Math.abs(got[i] - want[i]) : same(got[i], want[i]) ? 0 : Double.NaN;
            if (!(difference <= allowed)) {
                throw new AssertionError(
                        "%s: number %d of %d is %s, recorded was %s (difference %.3g, allowed %.3g)"
                                .formatted(
                                        what,
                                        i,
                                        want.length,
                                        got[i],
                                        want[i],
                                        difference,
                                        allowed));
            }
            worst = Math.max(worst, difference / allowed);
        }
    }

    /// Also compares the shape.
    public void close(
            String what,
            dev.kiln.tensor.Shape shape,
            double[] got,
            GoldenTensor want,
            double tolerance) {
        if (!shape.equals(want.shape())) {
            throw new AssertionError(what + ": shape " + shape + ", recorded was " + want.shape());
        }
        close(what, got, want.values(), tolerance);
    }

    private static boolean same(double got, double want) {
        return Double.compare(got, want) == 0;
    }
}
