package dev.kiln.checks;

import java.util.List;

/// Everything that is looked at, and what is to be said of it.
public final class Findings {
    private static final List<Check> ALL =
            List.of(
                    new OneUnitSoftmax(),
                    new LabelForm(),
                    new NumbersForClasses(),
                    new Probabilities(),
                    new OutputRange(),
                    new Classes(),
                    new Targets(),
                    new MetricFit(),
                    new Balance());

    /// Findings that make all others their consequences.
    private static final List<String> ALONE = List.of(Targets.MISSING, OneUnitSoftmax.CODE);

    private Findings() {}

    /// All findings, errors first.
    public static List<Finding> of(Setup setup) {
        var found =
                ALL.stream().flatMap(check -> check.findings(setup).stream()).distinct().toList();
        for (String alone : ALONE) {
            if (found.stream().anyMatch(finding -> finding.code().equals(alone))) {
                return found.stream().filter(finding -> finding.code().equals(alone)).toList();
            }
        }
        return found.stream().sorted((a, b) -> rank(a) - rank(b)).toList();
    }

    private static int rank(Finding finding) {
        return finding.isError() ? 0 : finding.isWarning() ? 1 : 2;
    }
}
