package dev.kiln.initializers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.CounterRandom;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

/// The kernel of a convolution that computes a short-time Fourier transform: weights
/// `[frame length, 1, bins]`, where `bins` is half the FFT length plus 1.
///
/// @param side     cosines (real) or sines (imaginary)
/// @param window   what each frame is multiplied with; null for none
/// @param scaling  divide by the window's power (density) or by its sum (spectrum); null for neither
/// @param periodic whether the window is one period of a longer one
@Doc("cosines or sines of a short-time Fourier transform")
public record STFT(
        @Doc(value = "cosines (real) or sines (imag)", example = "imag") Side side,
        @Doc(value = "what each frame is multiplied with; none for nothing", example = "hamming")
                @Nullable Taper window,
        @Doc(
                        value = "divide by the window's power or by its sum; none for neither",
                        example = "spectrum")
                @Nullable Scaling scaling,
        @Doc(value = "whether the window is one period of a longer one", example = "true")
                boolean periodic)
        implements Initializer {
    /// Which part of the complex exponential.
    public enum Side {
        REAL,
        IMAG
    }

    /// Windows, highest in the middle of the frame.
    public enum Taper {
        HANN,
        HAMMING,
        BLACKMAN,
        BARTLETT,
        COSINE,
        BOXCAR;

        /// Its height at a step of one period.
        ///
        /// @param step   0 to `period`
        /// @param period steps from its beginning to its end, 0 for a single step
        public double at(int step, int period) {
            double place = period == 0 ? 0.5 : (double) step / period;
            double angle = 2 * Math.PI * place;
            return switch (this) {
                case HANN -> 0.5 - 0.5 * Math.cos(angle);
                case HAMMING -> 0.54 - 0.46 * Math.cos(angle);
                case BLACKMAN -> 0.42 - 0.5 * Math.cos(angle) + 0.08 * Math.cos(2 * angle);
                case BARTLETT -> 1 - Math.abs(2 * place - 1);
                case COSINE -> Math.sin(Math.PI * (step + 0.5) / (period + 1));
                case BOXCAR -> 1;
            };
        }
    }

    /// What the transform is divided by.
    public enum Scaling {
        DENSITY,
        SPECTRUM
    }

    public STFT() {
        this(Side.REAL, Taper.HANN, Scaling.DENSITY, false);
    }

    @Override
    public void fill(float[] values, Shape shape, CounterRandom random) {
        if (shape.rank() != 3 || shape.get(1) != 1) {
            throw new UserError(
                    "the stft initializer takes weights of frame length x 1 x bins, not "
                            + shape
                            + ".",
                    "Use it on the kernel of a Conv1D layer over one channel.");
        }
        int length = shape.get(0);
        int bins = shape.get(2);
        int fft = (bins - 1) * 2;
        double[] taper = taper(length);
        double divisor = divisor(taper);
        for (int time = 0; time < length; time++) {
            for (int bin = 0; bin < bins; bin++) {
                double angle = 2 * Math.PI * bin * time / fft;
                double wave = side == Side.REAL ? Math.cos(angle) : -Math.sin(angle);
                values[time * bins + bin] = (float) (taper[time] * wave / divisor);
            }
        }
    }

    private double[] taper(int length) {
        var taper = new double[length];
        int period = periodic ? length : length - 1;
        for (int i = 0; i < length; i++) {
            taper[i] = window == null ? 1 : window.at(i, period);
        }
        return taper;
    }

    private double divisor(double[] taper) {
        // Keras scales by windows alone.
        if (window == null) {
            return 1;
        }
        double sum = 0;
        double squares = 0;
        for (double value : taper) {
            sum += value;
            squares += value * value;
        }
        return switch (scaling) {
            case null -> 1;
            case DENSITY -> Math.sqrt(squares);
            case SPECTRUM -> Math.abs(sum);
        };
    }
}
