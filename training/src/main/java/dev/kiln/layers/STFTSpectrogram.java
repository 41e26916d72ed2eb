package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.initializers.STFT;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What frequencies a sequence holds in the course of time: frames of it, times a window, times waves. `[batch, time,
/// channels]` to `[batch, frames, channels * frequencies]`, or with expandDims to `[batch, frames, frequencies,
/// channels]`; frequencies are half the FFT length and one.
///
/// Formula: `y[t, k] = |sum over n of window[n] * x[t * frame_step + n] * exp(-2πi k n / fft_length)|`, its
/// logarithm, square or angle, as `mode` says.
///
/// Shapes: `[batch, time, channels]` to `[batch, frames, bands]`, bands being `channels * frequencies`, with
/// `expand_dims` `[batch, frames, frequencies, channels]`, frequencies being `fft_length / 2 + 1`; weights, not
/// trained with `trainable=false`, `real_kernel` and `imag_kernel`, each `[frame_length, 1, frequencies]`.
///
/// The waves are trained weights, `real_kernel` and `imag_kernel`, `[frameLength, 1, frequencies]`.
///
/// Source: Allen & Rabiner 1977, A unified approach to short-time Fourier analysis and synthesis.
///
/// Equal to `keras.layers.STFTSpectrogram` in names, defaults and values.
///
/// @param mode what is told of each frequency
/// @param frameLength steps a frame, above 0
/// @param frameStep steps between two frames; none for half a frame
/// @param fftLength length of the transform; none for the power of two at or above the frame
/// @param window what each frame is multiplied with; none for nothing
/// @param periodic whether the window is one period of a longer one
/// @param scaling divide by the window's power or by its sum; none for neither
/// @param padding valid, or same for frames over the ends
/// @param expandDims whether channels have an axis of their own
/// @param dataFormat where the channels stand
@Doc("frequencies of a sequence in the course of time")
public record STFTSpectrogram(
        @Doc(value = "what is told of each frequency", example = "magnitude") Mode mode,
        @Doc(value = "steps a frame, above 0", example = "128") int frameLength,
        @Doc(value = "steps between two frames; none for half a frame", example = "64")
                @Nullable Integer frameStep,
        @Doc(
                        value =
                                "length of the transform; none for the power of two at or above the frame",
                        example = "512")
                @Nullable Integer fftLength,
        @Doc(value = "what each frame is multiplied with; none for nothing", example = "hamming")
                STFT.@Nullable Taper window,
        @Doc(value = "whether the window is one period of a longer one", example = "true")
                boolean periodic,
        @Doc(
                        value = "divide by the window's power or by its sum; none for neither",
                        example = "spectrum")
                STFT.@Nullable Scaling scaling,
        @Doc(value = "valid, or same for frames over the ends", example = "same") Padding padding,
        @Doc(value = "whether channels have an axis of their own", example = "true")
                boolean expandDims,
        @Doc(value = "where the channels stand", example = "channels_first") DataFormat dataFormat,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<STFTSpectrogram> {
    public STFTSpectrogram {
        dataFormat = DataFormat.orLast(dataFormat);
        Sizes.positive("stft_spectrogram", "frame_length", frameLength, "256");
        if (frameStep != null && (frameStep < 1 || frameStep > frameLength)) {
            throw new UserError(
                    "E132",
                    "frame_step="
                            + frameStep
                            + " of stft_spectrogram must be from 1 to frame_length="
                            + frameLength
                            + ".",
                    "Type: frame_step=" + Math.max(frameLength / 2, 1));
        }
        if (fftLength != null && fftLength < frameLength) {
            throw new UserError(
                    "E132",
                    "fft_length="
                            + fftLength
                            + " of stft_spectrogram must be frame_length="
                            + frameLength
                            + " or more.",
                    "Type: fft_length=" + power(frameLength));
        }
        if (padding == Padding.CAUSAL) {
            throw new UserError(
                    "E132",
                    "padding=causal of stft_spectrogram must be valid or same.",
                    "Type: padding=same");
        }
    }

    public STFTSpectrogram() {
        this(
                Mode.LOG,
                256,
                null,
                null,
                STFT.Taper.HANN,
                false,
                STFT.Scaling.DENSITY,
                Padding.VALID,
                false,
                DataFormat.CHANNELS_LAST,
                LayerSettings.DEFAULT);
    }

    public STFTSpectrogram withMode(Mode mode) {
        return new STFTSpectrogram(
                mode,
                frameLength,
                frameStep,
                fftLength,
                window,
                periodic,
                scaling,
                padding,
                expandDims,
                dataFormat,
                settings);
    }

    public STFTSpectrogram withFrameLength(int frameLength) {
        return new STFTSpectrogram(
                mode,
                frameLength,
                frameStep,
                fftLength,
                window,
                periodic,
                scaling,
                padding,
                expandDims,
                dataFormat,
                settings);
    }

    public STFTSpectrogram withFrameStep(@Nullable Integer frameStep) {
        return new STFTSpectrogram(
                mode,
                frameLength,
                frameStep,
                fftLength,
                window,
                periodic,
                scaling,
                padding,
                expandDims,
                dataFormat,
                settings);
    }

    public STFTSpectrogram withFftLength(@Nullable Integer fftLength) {
        return new STFTSpectrogram(
                mode,
                frameLength,
                frameStep,
                fftLength,
                window,
                periodic,
                scaling,
                padding,
                expandDims,
                dataFormat,
                settings);
    }

    public STFTSpectrogram withWindow(STFT.@Nullable Taper window) {
        return new STFTSpectrogram(
                mode,
                frameLength,
                frameStep,
                fftLength,
                window,
                periodic,
                scaling,
                padding,
                expandDims,
                dataFormat,
                settings);
    }

    public STFTSpectrogram withPeriodic(boolean periodic) {
        return new STFTSpectrogram(
                mode,
                frameLength,
                frameStep,
                fftLength,
                window,
                periodic,
                scaling,
                padding,
                expandDims,
                dataFormat,
                settings);
    }

    public STFTSpectrogram withScaling(STFT.@Nullable Scaling scaling) {
        return new STFTSpectrogram(
                mode,
                frameLength,
                frameStep,
                fftLength,
                window,
                periodic,
                scaling,
                padding,
                expandDims,
                dataFormat,
                settings);
    }

    public STFTSpectrogram withPadding(Padding padding) {
        return new STFTSpectrogram(
                mode,
                frameLength,
                frameStep,
                fftLength,
                window,
                periodic,
                scaling,
                padding,
                expandDims,
                dataFormat,
                settings);
    }

    public STFTSpectrogram withExpandDims(boolean expandDims) {
        return new STFTSpectrogram(
                mode,
                frameLength,
                frameStep,
                fftLength,
                window,
                periodic,
                scaling,
                padding,
                expandDims,
                dataFormat,
                settings);
    }

    public STFTSpectrogram withDataFormat(DataFormat dataFormat) {
        return new STFTSpectrogram(
                mode,
                frameLength,
                frameStep,
                fftLength,
                window,
                periodic,
                scaling,
                padding,
                expandDims,
                dataFormat,
                settings);
    }

    @Override
    public STFTSpectrogram withSettings(LayerSettings settings) {
        return new STFTSpectrogram(
                mode,
                frameLength,
                frameStep,
                fftLength,
                window,
                periodic,
                scaling,
                padding,
                expandDims,
                dataFormat,
                settings);
    }

    /// What is told of each frequency.
    public enum Mode {
        /// The logarithm of the magnitude.
        LOG,
        /// The root of the power.
        MAGNITUDE,
        /// The power, of frequencies and their negatives together.
        PSD,
        /// The part that goes with the cosine.
        REAL,
        /// The part that goes with the sine.
        IMAG,
        /// Where the wave is in its period, from minus pi to pi.
        ANGLE,
        /// Both parts, one behind the other.
        STFT
    }

    /// Below it, powers and magnitudes count as this.
    private static final double LEAST = 1e-7;

    @Override
    public Tensor call(Tensor x, Scope scope) {
        Sizes.rank(scope, x, 3);
        Tensor last = dataFormat.toLast(x);
        int batch = last.shape().get(0);
        int channels = last.shape().last();
        Tensor each = last.transpose(0, 2, 1).reshape(batch * channels, last.shape().get(1), 1);
        Tensor told = told(scope, each);
        int frames = told.shape().get(1);
        int bins = told.shape().last();
        Tensor byChannel = told.reshape(batch, channels, frames, bins);
        if (expandDims) {
            return dataFormat == DataFormat.CHANNELS_LAST
                    ? byChannel.transpose(0, 2, 3, 1)
                    : byChannel;
        }
        Tensor rows = byChannel.transpose(0, 2, 1, 3).reshape(batch, frames, channels * bins);
        return dataFormat.fromLast(rows);
    }

    /// `[sequences, frames, frequencies]`.
    private Tensor told(Scope scope, Tensor each) {
        if (mode == Mode.IMAG) {
            return part(scope, each, "imag_kernel", STFT.Side.IMAG);
        }
        Tensor real = part(scope, each, "real_kernel", STFT.Side.REAL);
        if (mode == Mode.REAL) {
            return real;
        }
        Tensor imaginary = part(scope, each, "imag_kernel", STFT.Side.IMAG);
        Tensor power = real.square().plus(imaginary.square());
        return switch (mode) {
            case REAL -> real;
            case IMAG -> imaginary;
            case STFT -> Tensor.concatenate(2, List.of(real, imaginary));
            case ANGLE -> angle(imaginary, real);
            case PSD -> {
                // Each frequency but the first and the last stands for its negative too.
                Tensor bin = scope.graph().iota(power.shape(), 2);
                Tensor isInside = bin.greater(0).times(bin.less(power.shape().last() - 1));
                yield power.times(isInside.plus(1));
            }
            case MAGNITUDE -> power.maximum(LEAST).sqrt();
            case LOG -> power.maximum(LEAST).sqrt().maximum(LEAST).log();
        };
    }

    private Tensor part(Scope scope, Tensor each, String name, STFT.Side side) {
        int length = fftLength == null ? power(frameLength) : fftLength;
        Tensor kernel =
                scope.weight(
                        name,
                        Shape.of(frameLength, 1, length / 2 + 1),
                        new STFT(side, window, scaling, periodic));
        int step = frameStep == null ? Math.max(frameLength / 2, 1) : frameStep;
        return new Sliding(padding, List.of(frameLength), List.of(step), List.of(1))
                .convolve(scope, each, kernel, 1);
    }

    /// The power of two at or above a number.
    private static int power(int length) {
        return length == 1 ? 1 : Integer.highestOneBit(length - 1) * 2;
    }

    /// The angle of `x + i y`, from minus pi to pi.
    /// Its gradient is written beside its value, because the value's steps have none where y is 0.
    private static Tensor angle(Tensor y, Tensor x) {
        Tensor still = x.stopGradient().times(y).minus(y.stopGradient().times(x));
        Tensor square = x.square().plus(y.square()).stopGradient();
        return value(y, x).stopGradient().plus(still.dividedByOrZero(square));
    }

    private static Tensor value(Tensor y, Tensor x) {
        Tensor high = y.abs();
        Tensor wide = x.abs();
        Tensor isSteep = wide.less(high);
        Tensor slope = high.minimum(wide).dividedByOrZero(high.maximum(wide));
        // Halved twice, the angle is small enough for nine terms of the series of the arc tangent.
        Tensor small = halved(halved(slope));
        Tensor square = small.square();
        Tensor sum = square.times(0).plus(1.0 / 17);
        for (int odd = 15; odd >= 1; odd -= 2) {
            sum = sum.negate().times(square).plus(1.0 / odd);
        }
        Tensor flat = sum.times(small).times(4);
        Tensor acute = isSteep.select(flat.subtractedFrom(Math.PI / 2), flat);
        Tensor upper = x.less(0).select(acute.subtractedFrom(Math.PI), acute);
        return y.less(0).select(upper.negate(), upper);
    }

    /// The tangent of half an angle.
    private static Tensor halved(Tensor tangent) {
        return tangent.dividedBy(tangent.square().plus(1).sqrt().plus(1));
    }
}
