package dev.kiln.layers;

import dev.kiln.catalog.Doc;
import dev.kiln.catalog.Shared;
import dev.kiln.catalog.UserError;
import dev.kiln.graph.Tensor;
import dev.kiln.initializers.STFT;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

/// How loud each pitch of a sound is in the course of time: a short-time Fourier transform whose frequencies are summed
/// into overlapping bands, evenly spaced as ears hear them, in decibels. `[batch, samples]` to `[batch, bands, frames]`.
///
/// Formula: `y = 10 log10(max(bands · |STFT(x)|^mag_exp, min_power) / ref_power)`, at most `top_db` below the
/// largest; without `power_to_db` the bands themselves.
///
/// Shapes: `[batch, samples]` to `[batch, num_mel_bins, frames]`, frames being one for each `sequence_stride`
/// begun.
///
/// A frame is centred on its time; beyond its ends the sound is mirrored.
///
/// Source: Stevens, Volkmann & Newman 1937, with the constants of the HTK Book: mel = 1127 ln(1 + hertz / 700).
///
/// Equal to `keras.layers.MelSpectrogram` in names, defaults and values.
///
/// @param fftLength length of the transform, above 0
/// @param sequenceStride samples between two frames, above 0
/// @param sequenceLength samples a frame; none for the length of the transform
/// @param window what each frame is multiplied with; none for nothing
/// @param samplingRate samples a second
/// @param numMelBins how many bands, above 0
/// @param minFreq where the lowest band begins, in hertz
/// @param maxFreq where the highest band ends, in hertz; none for half the sampling rate
/// @param powerToDb whether the result is in decibels
/// @param topDb how many decibels below the loudest count
/// @param magExp power of the magnitude: 1 for it, 2 for the energy
/// @param minPower what smaller numbers count as
/// @param refPower what 0 decibels are
@Doc("pitches of a sound in the course of time")
public record MelSpectrogram(
        @Doc(value = "length of the transform, above 0", example = "1024") int fftLength,
        @Doc(value = "samples between two frames, above 0", example = "256") int sequenceStride,
        @Doc(value = "samples a frame; none for the length of the transform", example = "1024")
                @Nullable Integer sequenceLength,
        @Doc(value = "what each frame is multiplied with; none for nothing", example = "hamming")
                STFT.@Nullable Taper window,
        @Doc(value = "samples a second", example = "44100") int samplingRate,
        @Doc(value = "how many bands, above 0", example = "64") int numMelBins,
        @Doc(value = "where the lowest band begins, in hertz", example = "0") double minFreq,
        @Doc(
                        value =
                                "where the highest band ends, in hertz; none for half the sampling rate",
                        example = "8000")
                @Nullable Double maxFreq,
        @Doc(value = "whether the result is in decibels", example = "false") boolean powerToDb,
        @Doc(value = "how many decibels below the loudest count", example = "60") double topDb,
        @Doc(value = "power of the magnitude: 1 for it, 2 for the energy", example = "1")
                double magExp,
        @Doc(value = "what smaller numbers count as", example = "1e-5") double minPower,
        @Doc(value = "what 0 decibels are", example = "0.5") double refPower,
        @Shared LayerSettings settings)
        implements Formula, LayerArguments<MelSpectrogram> {
    public MelSpectrogram {
        Sizes.positive("mel_spectrogram", "fft_length", fftLength, "2048");
        Sizes.positive("mel_spectrogram", "sequence_stride", sequenceStride, "512");
        Sizes.positive("mel_spectrogram", "num_mel_bins", numMelBins, "128");
        if (sequenceLength != null && sequenceLength > fftLength) {
            throw new UserError(
                    "E132",
                    "sequence_length="
                            + sequenceLength
                            + " of mel_spectrogram must be fft_length="
                            + fftLength
                            + " or less.",
                    "Type: fft_length=" + sequenceLength);
        }
    }

    public MelSpectrogram() {
        this(
                2048,
                512,
                null,
                STFT.Taper.HANN,
                16000,
                128,
                20.0,
                null,
                true,
                80.0,
                2.0,
                1e-10,
                1.0,
                LayerSettings.DEFAULT);
    }

    public MelSpectrogram withFftLength(int fftLength) {
        return new MelSpectrogram(
                fftLength,
                sequenceStride,
                sequenceLength,
                window,
                samplingRate,
                numMelBins,
                minFreq,
                maxFreq,
                powerToDb,
                topDb,
                magExp,
                minPower,
                refPower,
                settings);
    }

    public MelSpectrogram withSequenceStride(int sequenceStride) {
        return new MelSpectrogram(
                fftLength,
                sequenceStride,
                sequenceLength,
                window,
                samplingRate,
                numMelBins,
                minFreq,
                maxFreq,
                powerToDb,
                topDb,
                magExp,
                minPower,
                refPower,
                settings);
    }

    public MelSpectrogram withSequenceLength(@Nullable Integer sequenceLength) {
        return new MelSpectrogram(
                fftLength,
                sequenceStride,
                sequenceLength,
                window,
                samplingRate,
                numMelBins,
                minFreq,
                maxFreq,
                powerToDb,
                topDb,
                magExp,
                minPower,
                refPower,
                settings);
    }

    public MelSpectrogram withWindow(STFT.@Nullable Taper window) {
        return new MelSpectrogram(
                fftLength,
                sequenceStride,
                sequenceLength,
                window,
                samplingRate,
                numMelBins,
                minFreq,
                maxFreq,
                powerToDb,
                topDb,
                magExp,
                minPower,
                refPower,
                settings);
    }

    public MelSpectrogram withSamplingRate(int samplingRate) {
        return new MelSpectrogram(
                fftLength,
                sequenceStride,
                sequenceLength,
                window,
                samplingRate,
                numMelBins,
                minFreq,
                maxFreq,
                powerToDb,
                topDb,
                magExp,
                minPower,
                refPower,
                settings);
    }

    public MelSpectrogram withNumMelBins(int numMelBins) {
        return new MelSpectrogram(
                fftLength,
                sequenceStride,
                sequenceLength,
                window,
                samplingRate,
                numMelBins,
                minFreq,
                maxFreq,
                powerToDb,
                topDb,
                magExp,
                minPower,
                refPower,
                settings);
    }

    public MelSpectrogram withMinFreq(double minFreq) {
        return new MelSpectrogram(
                fftLength,
                sequenceStride,
                sequenceLength,
                window,
                samplingRate,
                numMelBins,
                minFreq,
                maxFreq,
                powerToDb,
                topDb,
                magExp,
                minPower,
                refPower,
                settings);
    }

    public MelSpectrogram withMaxFreq(@Nullable Double maxFreq) {
        return new MelSpectrogram(
                fftLength,
                sequenceStride,
                sequenceLength,
                window,
                samplingRate,
                numMelBins,
                minFreq,
                maxFreq,
                powerToDb,
                topDb,
                magExp,
                minPower,
                refPower,
                settings);
    }

    public MelSpectrogram withPowerToDb(boolean powerToDb) {
        return new MelSpectrogram(
                fftLength,
                sequenceStride,
                sequenceLength,
                window,
                samplingRate,
                numMelBins,
                minFreq,
                maxFreq,
                powerToDb,
                topDb,
                magExp,
                minPower,
                refPower,
                settings);
    }

    public MelSpectrogram withTopDb(double topDb) {
        return new MelSpectrogram(
                fftLength,
                sequenceStride,
                sequenceLength,
                window,
                samplingRate,
                numMelBins,
                minFreq,
                maxFreq,
                powerToDb,
                topDb,
                magExp,
                minPower,
                refPower,
                settings);
    }

    public MelSpectrogram withMagExp(double magExp) {
        return new MelSpectrogram(
                fftLength,
                sequenceStride,
                sequenceLength,
                window,
                samplingRate,
                numMelBins,
                minFreq,
                maxFreq,
                powerToDb,
                topDb,
                magExp,
                minPower,
                refPower,
                settings);
    }

    public MelSpectrogram withMinPower(double minPower) {
        return new MelSpectrogram(
                fftLength,
                sequenceStride,
                sequenceLength,
                window,
                samplingRate,
                numMelBins,
                minFreq,
                maxFreq,
                powerToDb,
                topDb,
                magExp,
                minPower,
                refPower,
                settings);
    }

    public MelSpectrogram withRefPower(double refPower) {
        return new MelSpectrogram(
                fftLength,
                sequenceStride,
                sequenceLength,
                window,
                samplingRate,
                numMelBins,
                minFreq,
                maxFreq,
                powerToDb,
                topDb,
                magExp,
                minPower,
                refPower,
                settings);
    }

    @Override
    public MelSpectrogram withSettings(LayerSettings settings) {
        return new MelSpectrogram(
                fftLength,
                sequenceStride,
                sequenceLength,
                window,
                samplingRate,
                numMelBins,
                minFreq,
                maxFreq,
                powerToDb,
                topDb,
                magExp,
                minPower,
                refPower,
                settings);
    }

    @Override
    public Tensor call(Tensor x, Scope scope) {
        if (x.rank() < 2 || x.shape().last() <= fftLength / 2) {
            throw new UserError(
                    "E133",
                    scope.name()
                            + " takes sounds of more than "
                            + fftLength / 2
                            + " samples (half of fft_length="
                            + fftLength
                            + "), but gets "
                            + x.shape().row()
                            + ".",
                    "Type: fft_length=" + Math.max(Integer.highestOneBit(x.shape().last()), 1));
        }
        Tensor frames = framed(x.reshape(-1, x.shape().last()));
        Tensor real = frames.matMul(waves(scope, 0));
        Tensor imaginary = frames.matMul(waves(scope, 0.25));
        Tensor energy = real.square().plus(imaginary.square());
        Tensor loudness = magExp == 2 ? energy : energy.sqrt().power(magExp);
        Tensor bands =
                loudness.matMul(
                        scope.graph().literal(bands(), Shape.of(fftLength / 2 + 1, numMelBins)));
        Tensor heard = (powerToDb ? decibels(bands) : bands).transpose(0, 2, 1);
        return heard.reshape(x.shape().slice(0, x.rank() - 1).concat(heard.shape().slice(1, 3)));
    }

    /// `[sounds, frames, fftLength]`, times the window.
    private Tensor framed(Tensor x) {
        int samples = x.shape().last();
        int pad = fftLength / 2;
        int frames = 1 + (samples + 2 * pad - fftLength) / sequenceStride;
        Shape places = Shape.of(frames, fftLength);
        Tensor place =
                x.graph()
                        .iota(places, 0)
                        .times(sequenceStride)
                        .plus(x.graph().iota(places, 1))
                        .minus(pad)
                        .abs();
        double end = samples - 1;
        Tensor mirrored = place.subtractedFrom(end).abs().subtractedFrom(end);
        Tensor cut = x.transpose(1, 0).gather(mirrored).transpose(2, 0, 1);
        return cut.times(x.graph().literal(taper(), Shape.of(fftLength)));
    }

    /// The window in the middle of a frame.
    private float[] taper() {
        var taper = new float[fftLength];
        int length = sequenceLength == null ? fftLength : sequenceLength;
        int before = (fftLength - length) / 2;
        for (int i = 0; i < fftLength; i++) {
            int at = i - before;
            taper[i] =
                    window == null ? 1 : at < 0 || at >= length ? 0 : (float) window.at(at, length);
        }
        return taper;
    }

    /// Waves of each frequency, `[fftLength, frequencies]`.
    ///
    /// @param shift share of a period by which they come late: 0 gives cosines, 1/4 sines
    private Tensor waves(Scope scope, double shift) {
        var period = new float[fftLength];
        for (int i = 0; i < fftLength; i++) {
            period[i] = (float) Math.cos(2 * Math.PI * ((double) i / fftLength - shift));
        }
        Shape places = Shape.of(fftLength, fftLength / 2 + 1);
        Tensor time = scope.graph().iota(places, 0);
        Tensor frequency = scope.graph().iota(places, 1);
        // time * frequency modulo the period, in steps whose numbers 32 bits hold exactly.
        Tensor high = time.dividedBy(64).floor();
        Tensor low = time.minus(high.times(64));
        Tensor place = rest(rest(high.times(frequency)).times(64).plus(low.times(frequency)));
        return scope.graph().literal(period, Shape.of(fftLength)).gather(place);
    }

    private Tensor rest(Tensor x) {
        return x.minus(x.dividedBy(fftLength).floor().times(fftLength));
    }

    /// How much each frequency counts for each band, `[frequencies, bands]`: triangles over the mel scale.
    private float[] bands() {
        int frequencies = fftLength / 2 + 1;
        double low = mel(minFreq);
        double high = mel(maxFreq == null ? samplingRate / 2 : maxFreq);
        double step = (high - low) / (numMelBins + 1);
        var weights = new float[frequencies * numMelBins];
        for (int i = 1; i < frequencies; i++) {
            double pitch = mel(samplingRate / 2.0 * i / (frequencies - 1));
            for (int band = 0; band < numMelBins; band++) {
                double place = (pitch - low) / step - band;
                weights[i * numMelBins + band] = (float) Math.max(0, Math.min(place, 2 - place));
            }
        }
        return weights;
    }

    private static double mel(double hertz) {
        return 1127 * Math.log(1 + hertz / 700);
    }

    private Tensor decibels(Tensor power) {
        Tensor level = power.maximum(minPower).log().times(10 / Math.log(10));
        Tensor relative = level.minus(10 * Math.log10(Math.max(Math.abs(refPower), minPower)));
        return relative.maximum(relative.max().minus(topDb));
    }
}
