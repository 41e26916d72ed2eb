package dev.kiln.magics.session;

import java.util.List;
import java.util.OptionalDouble;

/// The losses of steps whose learning rate grew.
///
/// @param rates    above 0, growing
/// @param losses   one a rate; of one batch each
/// @param steepest the rate at which the smoothed loss falls fastest; empty where it never falls
/// @param blowsUp  the rate from which on the loss explodes; empty where it never did
public record RateSearch(
        List<Double> rates, List<Double> losses, OptionalDouble steepest, OptionalDouble blowsUp) {
    /// A loss this many times the least one has exploded.
    public static final double EXPLOSION = 4;

    private static final double KEPT = 0.9;

    public RateSearch {
        rates = List.copyOf(rates);
        losses = List.copyOf(losses);
    }

    /// Reads off where the loss falls fastest over the logarithm of the rate, and where it explodes.
    public static RateSearch of(List<Double> rates, List<Double> losses) {
        OptionalDouble blowsUp = explosion(rates, losses);
        double[] smooth = smooth(losses);
        double least = Double.POSITIVE_INFINITY;
        int lowest = 0;
        for (int i = 0; i < smooth.length; i++) {
            if (smooth[i] < least) {
                least = smooth[i];
                lowest = i;
            }
        }
        double fastest = 0;
        OptionalDouble steepest = OptionalDouble.empty();
        // From one batch to the next a loss falls by chance; over a tenth of the search it does
        // not.
        int span = Math.max(1, smooth.length / 10);
        // Behind the lowest point a fall is only noise on the way up.
        for (int i = span; i <= lowest; i++) {
            double fall = smooth[i - span] - smooth[i];
            if (fall > fastest) {
                fastest = fall;
                steepest = OptionalDouble.of(rates.get(i - span / 2));
            }
        }
        return new RateSearch(rates, losses, steepest, blowsUp);
    }

    private static OptionalDouble explosion(List<Double> rates, List<Double> losses) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < losses.size(); i++) {
            double loss = losses.get(i);
            if (!Double.isFinite(loss) || (loss > EXPLOSION * least && least > 0)) {
                return OptionalDouble.of(rates.get(i));
            }
            least = Math.min(least, loss);
        }
        return OptionalDouble.empty();
    }

    /// A moving average that forgets, with the start's missing past divided out.
    private static double[] smooth(List<Double> losses) {
        double[] smooth = new double[losses.size()];
        double mean = 0;
        for (int i = 0; i < smooth.length; i++) {
            mean = KEPT * mean + (1 - KEPT) * losses.get(i);
            smooth[i] = mean / (1 - Math.pow(KEPT, i + 1));
        }
        return smooth;
    }
}
