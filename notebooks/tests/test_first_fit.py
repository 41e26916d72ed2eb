"""The cells of the first notebook over many seeds: one lucky split proves nothing."""

import json
import statistics
from pathlib import Path

from client import KernelTest

NOTEBOOK = Path(__file__).resolve().parent.parent / "01-first-fit.ipynb"
SEEDS = range(1, 21)
AT_LEAST = 0.93


def cell_with(magic):
    """The notebook's own cell, so that this test and the notebook cannot drift apart."""
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    found = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    return next(source for source in found if source.startswith(magic))


class FirstFitTest(KernelTest):
    def cell(self, code):
        result = self.run_cell(code)
        self.assertEqual(result.status, "ok", f"{code}\n{result.error}")

    def accuracy(self, seed):
        self.cell(cell_with("%data") + f" seed={seed}")
        self.cell(cell_with("%%model"))
        self.cell(cell_with("%compile"))
        self.cell(cell_with("%fit") + f" seed={seed}")
        self.cell(cell_with("%evaluate"))
        return float(self.value('report.get("accuracy")'))

    def test_the_median_accuracy_over_seeds_1_to_20_is_high(self):
        accuracies = [self.accuracy(seed) for seed in SEEDS]
        self.assertGreater(len(set(accuracies)), 1, "the seed changes nothing")
        self.assertGreaterEqual(statistics.median(accuracies), AT_LEAST, accuracies)
