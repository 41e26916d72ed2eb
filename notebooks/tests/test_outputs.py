"""What stays in a notebook that was run without a browser: one small output a magic, and charts in its HTML."""

import unittest
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter

NOTEBOOK = Path(__file__).resolve().parent.parent / "01-first-fit.ipynb"
FIT_BYTES = 40_000
CHART_BYTES = 15_000
CELL_BYTES = 100_000


def size(output):
    return sum(len(text) for text in output.get("data", {}).values())


class OutputsTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.notebook = nbformat.read(NOTEBOOK, as_version=4)
        cls.cell("%fit").source = "%fit epochs=20 batch_size=16 validation_split=0.2"
        NotebookClient(cls.notebook, timeout=300, resources={"metadata": {"path": str(NOTEBOOK.parent)}}).execute()

    @classmethod
    def cell(cls, magic):
        return next(cell for cell in cls.notebook.cells if cell.cell_type == "code" and cell.source.startswith(magic))

    def test_a_magic_leaves_one_output_with_html_and_text(self):
        for magic in ["%data", "%%model", "%compile", "%fit", "%evaluate", "%predict", "%plot"]:
            with self.subTest(magic):
                outputs = self.cell(magic).outputs
                self.assertEqual(len(outputs), 1)
                self.assertEqual({"text/html", "text/plain"}, set(outputs[0].data))

    def test_outputs_are_small(self):
        self.assertLessEqual(size(self.cell("%fit").outputs[0]), FIT_BYTES)
        self.assertLessEqual(size(self.cell("%plot").outputs[0]), 2 * CHART_BYTES)
        for cell in self.notebook.cells:
            self.assertLessEqual(sum(size(output) for output in cell.get("outputs", [])), CELL_BYTES, cell.source)

    def test_nothing_live_is_left(self):
        html = self.cell("%fit").outputs[0].data["text/html"]
        self.assertIn("finished: 20 epochs", html)
        self.assertNotIn("<button", html)
        self.assertNotIn("<progress", html)

    def test_html_export_shows_the_charts(self):
        page, _ = HTMLExporter().from_notebook_node(self.notebook)
        self.assertGreaterEqual(page.count('src="data:image/svg+xml;base64,'), 3)
        self.assertIn("Loss by epoch", page)
