package dev.kiln.magics.drawing.chart;

/// Where an axis has its numbers, in the way that XChart lets one say it: a wished distance.
final class Ticks {
    /// The most ticks on a horizontal axis.
    static final int MOST = 10;

    private Ticks() {}

    /// The distance between ticks in pixels to ask XChart for, so that it arrives at steps of 1, 2
    /// or 5 times a power of ten, with at most [#MOST] of them.
    ///
    /// @param span         what the axis covers
    /// @param width        of the axis, in pixels; rather too small than too large, because XChart
    ///                     leaves all ticks out where the distance is longer than the axis
    /// @param wholeNumbers whether steps below 1 make no sense
    static int spacing(double span, double width, boolean wholeNumbers) {
        double most = Math.clamp(width / 32, 2, MOST);
        double power = Math.pow(10, Math.floor(Math.log10(span / most)));
        double step = 10 * power;
        for (double factor : new double[] {1, 2, 5}) {
            if (span / (factor * power) <= most) {
                step = factor * power;
                break;
            }
        }
        if (wholeNumbers) {
            step = Math.max(1, step);
        }
        // XChart rounds the wished step to 1, 2, 5 or 10; a little more than the step itself is
        // rounded to it.
        return (int) Math.clamp(Math.round(step * 1.1 / span * width), 10, (long) (0.95 * width));
    }
}
