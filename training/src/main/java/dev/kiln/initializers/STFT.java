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

    /// Windows, highest in the middle of the frame: those of `scipy.signal.windows` that need no number.
    ///
    /// Source: Harris 1978, https://doi.org/10.1109/PROC.1978.10837; Taylor 1955, with four side lobes at 30 dB.
    public enum Taper {
        HANN,
        HAMMING,
        BLACKMAN,
        BARTLETT,
        COSINE,
        BOXCAR,
        TRIANG,
        FLATTOP,
        PARZEN,
        BOHMAN,
        BLACKMANHARRIS,
        NUTTALL,
        BARTHANN,
        EXPONENTIAL,
        TUKEY,
        TAYLOR,
        LANCZOS;

        /// Its height at a step of one period.
        ///
        /// @param step   0 to `period`
        /// @param period steps from its beginning to its end, 0 for a single step
        public double at(int step, int period) {
            double place = period == 0 ? 0.5 : (double) step / period;
            int size = period + 1;
            // From the middle, in steps and as a share of the half.
            double steps = Math.abs(step - period / 2.0);
            double share = Math.abs(2 * place - 1);
            return switch (this) {
                case HANN -> cosines(place, 0.5, 0.5);
                case HAMMING -> cosines(place, 0.54, 0.46);
                case BLACKMAN -> cosines(place, 0.42, 0.5, 0.08);
                case BLACKMANHARRIS -> cosines(place, 0.35875, 0.48829, 0.14128, 0.01168);
                case NUTTALL -> cosines(place, 0.3635819, 0.4891775, 0.1365995, 0.0106411);
                case FLATTOP ->
                        cosines(
                                place,
                                0.21557895,
                                0.41663158,
                                0.277263158,
                                0.083578947,
                                0.006947368);
                case BARTLETT -> 1 - share;
                case COSINE -> Math.sin(Math.PI * (step + 0.5) / size);
                case BOXCAR -> 1;
                case TRIANG -> 1 - 2 * steps / (size % 2 == 0 ? size : size + 1);
                case PARZEN -> parzen(2 * steps / size, steps <= period / 4.0);
                case BOHMAN ->
                        (1 - share) * Math.cos(Math.PI * share)
                                + Math.sin(Math.PI * share) / Math.PI;
                case BARTHANN -> 0.62 - 0.24 * share - 0.38 * Math.cos(2 * Math.PI * place);
                case EXPONENTIAL -> Math.exp(-steps);
                case TUKEY -> share <= 0.5 ? 1 : 0.5 + 0.5 * Math.cos(2 * Math.PI * (share - 0.5));
                case TAYLOR -> taylor(step - period / 2.0, size) / taylor(0, size);
                case LANCZOS -> share == 0 ? 1 : Math.sin(Math.PI * share) / (Math.PI * share);
            };
        }

        private static double cosines(double place, double... amplitudes) {
            double sum = 0;
            for (int i = 0; i < amplitudes.length; i++) {
                double wave = Math.cos(2 * Math.PI * i * place);
                sum += i % 2 == 0 ? amplitudes[i] * wave : -amplitudes[i] * wave;
            }
            return sum;
        }

        private static double parzen(double share, boolean isInner) {
            return isInner ? 1 - 6 * share * share * (1 - share) : 2 * Math.pow(1 - share, 3);
        }

        /// Taylor's window with four lobes of one height, 30 dB below the middle.
        private static double taylor(double steps, int size) {
            double ratio = Math.pow(10, 30 / 20.0);
            double a = Math.log(ratio + Math.sqrt(ratio * ratio - 1)) / Math.PI;
            double spread = 16 / (a * a + 3.5 * 3.5);
            double height = 1;
            for (int m = 1; m < 4; m++) {
                double above = m % 2 == 1 ? 1 : -1;
                double below = 2;
                for (int i = 1; i < 4; i++) {
                    above *= 1 - m * m / spread / (a * a + (i - 0.5) * (i - 0.5));
                    below *= i == m ? 1 : 1 - (double) (m * m) / (i * i);
                }
                height += 2 * above / below * Math.cos(2 * Math.PI * m * steps / size);
            }
            return height;
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
        double[] taper = taper(window, length, periodic);
        double divisor = divisor(taper);
        for (int time = 0; time < length; time++) {
            for (int bin = 0; bin < bins; bin++) {
                double angle = 2 * Math.PI * bin * time / fft;
                double wave = side == Side.REAL ? Math.cos(angle) : -Math.sin(angle);
                values[time * bins + bin] = (float) (taper[time] * wave / divisor);
            }
        }
    }

    /// The heights of a window, step by step.
    ///
    /// @param window   null for 1 everywhere
    /// @param periodic whether it is one period of a longer one
    static double[] taper(@Nullable Taper window, int length, boolean periodic) {
        var taper = new double[length];
        int period = periodic ? length : length - 1;
        for (int i = 0; i < length; i++) {
            taper[i] = window == null || length == 1 ? 1 : window.at(i, period);
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
