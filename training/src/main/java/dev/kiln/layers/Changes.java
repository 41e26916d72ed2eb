package dev.kiln.layers;

import dev.kiln.graph.Tensor;
import dev.kiln.tensor.Shape;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// The changes to images among which [RandAugment] and [AugMix] choose.
///
/// @param factor strength, lower and upper
record Changes(
        List<Double> valueRange,
        List<Double> factor,
        Interpolation interpolation,
        @Nullable Long seed,
        DataFormat dataFormat) {

    /// Those that leave brightness, colour, contrast and sharpness alone.
    List<Formula> withoutColors() {
        var bits = List.of(Math.max(1, (int) (8 * factor.getLast())));
        return List.of(
                new RandomShear()
                        .withXFactor(factor)
                        .withYFactor(factor)
                        .withInterpolation(interpolation)
                        .withDataFormat(dataFormat)
                        .withSeed(seed),
                new RandomTranslation(factor, factor)
                        .withInterpolation(interpolation)
                        .withDataFormat(dataFormat)
                        .withSeed(seed),
                new RandomRotation(factor)
                        .withInterpolation(interpolation)
                        .withDataFormat(dataFormat)
                        .withSeed(seed),
                new RandomPosterization(bits)
                        .withValueRange(valueRange)
                        .withDataFormat(dataFormat)
                        .withSeed(seed),
                new Solarization()
                        .withAdditionFactor(factor)
                        .withThresholdFactor(factor)
                        .withValueRange(valueRange)
                        .withSeed(seed),
                new AutoContrast().withValueRange(valueRange),
                new Equalization().withValueRange(valueRange).withDataFormat(dataFormat));
    }

    List<Formula> all() {
        var all = new ArrayList<>(withoutColors());
        all.add(new RandomBrightness(factor).withValueRange(valueRange).withSeed(seed));
        all.add(
                new RandomColorDegeneration(factor)
                        .withValueRange(valueRange)
                        .withDataFormat(dataFormat)
                        .withSeed(seed));
        all.add(
                new RandomContrast(factor)
                        .withValueRange(valueRange)
                        .withDataFormat(dataFormat)
                        .withSeed(seed));
        all.add(
                new RandomSharpness(factor)
                        .withValueRange(valueRange)
                        .withDataFormat(dataFormat)
                        .withSeed(seed));
        return all;
    }

    /// Images after one of the changes, drawn at random for the whole batch.
    ///
    /// @param none how many more draws leave the images alone
    static Tensor one(
            List<Formula> changes, int none, Scope scope, Tensor images, @Nullable Long seed) {
        Tensor drawn =
                scope.uniform("which", Shape.of(1, 1, 1, 1), seed)
                        .times(changes.size() + none)
                        .floor();
        Tensor result = images;
        for (int i = 0; i < changes.size(); i++) {
            Formula change = changes.get(i);
            Tensor changed = change.call(images, scope.child(Names.of(change)));
            result = drawn.equalTo(i).select(changed, result);
        }
        return result;
    }
}
