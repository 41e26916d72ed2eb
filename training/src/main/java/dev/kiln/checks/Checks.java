package dev.kiln.checks;

import java.util.List;

/// Whether a set-up is looked at before training, and everything that is looked at.
public enum Checks {
    /// Errors stop, warnings are told.
    ON,
    /// Errors are told like warnings.
    WARN,
    /// Nothing is looked at.
    OFF;

    private static final List<Check> ALL =
            List.of(new OneUnitSoftmax(), new LabelForm(), new NumbersForClasses(), new Probabilities(),
                    new OutputRange(), new Classes(), new Targets(), new MetricFit(), new Balance());

    /// Findings that make all others their consequences.
    private static final List<String> ALONE = List.of(Targets.MISSING, OneUnitSoftmax.CODE);

    /// All findings, errors first.
    public static List<Finding> of(Setup setup) {
        var found = ALL.stream()
                .flatMap(check -> check.findings(setup).stream())
                .distinct()
                .toList();
        for (String alone : ALONE) {
            if (found.stream().anyMatch(finding -> finding.code().equals(alone))) {
                return found.stream().filter(finding -> finding.code().equals(alone)).toList();
            }
        }
        return found.stream()
                .sorted((a, b) -> rank(a) - rank(b))
                .toList();
    }

    private static int rank(Finding finding) {
        return finding.isError() ? 0 : finding.isWarning() ? 1 : 2;
    }

    /// The findings that stop nothing.
    ///
    /// @throws dev.kiln.catalog.UserError for the first error, where this is [#ON]
    public List<Finding> apply(Setup setup) {
        if (this == OFF) {
            return List.of();
        }
        var found = of(setup);
        if (this == ON) {
            found.stream().filter(Finding::isError).findFirst().ifPresent(error -> {
                throw error.toError();
            });
        }
        return found;
    }
}
