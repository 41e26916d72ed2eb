"""Runs a notebook in the kernel that it names and prints its final table; fails unless every cell ran as expected.

    check.py NOTEBOOK [EXECUTED]

Writes the notebook with its outputs to EXECUTED, also when a cell fails. As expected: no cell ends in an error, but for those that carry the tag raises-exception, which must.
"""

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

CELL_SECONDS = 600
START_SECONDS = 180


def run(notebook, path):
    """Executes all cells in a fresh kernel, in the notebook's own folder."""
    client = NotebookClient(
        notebook, timeout=CELL_SECONDS, startup_timeout=START_SECONDS, resources={"metadata": {"path": str(path.parent)}}
    )
    client.execute()


def surprises(notebook):
    """What did not go as expected, one sentence each."""
    for number, cell in enumerate((cell for cell in notebook.cells if cell.cell_type == "code"), start=1):
        errors = [output for output in cell.outputs if output.output_type == "error"]
        expected = "raises-exception" in cell.metadata.get("tags", [])
        if errors and not expected:
            yield f"code cell {number} ended in an error: {errors[0].ename}: {errors[0].evalue}"
        if expected and not errors:
            yield f"code cell {number} should have ended in an error"
        if cell.execution_count is None and cell.source.strip():
            yield f"code cell {number} did not run"


def final_table(notebook):
    """The text of the last output that is a table."""
    for cell in reversed(notebook.cells):
        for output in reversed(cell.get("outputs", [])):
            data = output.get("data", {})
            if "<table" in data.get("text/html", "") and "text/plain" in data:
                return data["text/plain"]
    return None


def main(path, executed=None):
    notebook = nbformat.read(path, as_version=4)
    try:
        run(notebook, path)
    except CellExecutionError as error:
        sys.exit(f"{path.name}: {error.ename}: {error.evalue}\n{error}")
    finally:
        if executed:
            nbformat.write(notebook, executed)
    found = list(surprises(notebook))
    table = final_table(notebook)
    if table is None:
        found.append("no cell has a table as its output")
    else:
        print(table)
    if found:
        sys.exit("\n".join(f"{path.name}: {surprise}" for surprise in found))
    cells = sum(cell.cell_type == "code" for cell in notebook.cells)
    print(f"{path.name}: {cells} cells ran as expected")


if __name__ == "__main__":
    main(*(Path(argument).resolve() for argument in sys.argv[1:]))
