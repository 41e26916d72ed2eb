package dev.kiln.golden;

import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/// Prints how the records fared once all tests are over, where Maven's own summary follows.
public final class GoldenSummary implements TestExecutionListener {
    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        GoldenReport.summary().forEach(System.out::println);
    }
}
