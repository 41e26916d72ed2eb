"""How long a user waits: until the kernel answers, for the first cell, and for the first %fit.

    start_up.py [--kernel NAME] [--runs N]

Wants a Python that has jupyter_client, and the kernel installed. Prints one JSON row a run and one with the medians.
Times are milliseconds of wall time, as a client on the same machine sees them: `ready` from the start of the process to
the answer to kernel_info, the others from sending a cell to its reply. `cells_before_fit` are those of the first
notebook: data, model, compile; `first_fit` is its fit of 50 epochs.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from pathlib import Path

from jupyter_client.kernelspec import KernelSpecManager

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "installer"))
from session import Session  # noqa: E402

FIRST_CELL = {"java": 'int answer = 6 * 7; "answer " + answer', "python": 'answer = 6 * 7\nf"answer {answer}"'}


def milliseconds(since):
    return round((time.perf_counter() - since) * 1000)


def commit():
    asked = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    return asked.stdout.strip() or "unknown"


def machine():
    if os.path.exists("/proc/cpuinfo"):
        names = [line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")]
        return f"{names[0] if names else platform.machine()}, {len(names)} cores"
    return f"{platform.processor()}, {os.cpu_count()} cores"


def notebook_cells():
    content = json.loads((ROOT / "notebooks/01-first-fit.ipynb").read_text(encoding="utf-8"))
    cells = ["".join(cell["source"]) for cell in content["cells"] if cell["cell_type"] == "code"]
    fit = next(number for number, cell in enumerate(cells) if "%fit" in cell)
    return cells[:fit], cells[fit]


def once(folder, language):
    row = {}
    start = time.perf_counter()
    with Session(folder, lambda argv: argv) as session:
        row["ready_ms"] = milliseconds(start)
        start = time.perf_counter()
        session.run(FIRST_CELL[language])
        row["first_cell_ms"] = milliseconds(start)
        if language == "java":
            before, fit = notebook_cells()
            start = time.perf_counter()
            for cell in before:
                session.run(cell)
            row["cells_before_fit_ms"] = milliseconds(start)
            start = time.perf_counter()
            session.run(fit)
            row["first_fit_ms"] = milliseconds(start)
    return row


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kernel", default="kiln")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    spec = KernelSpecManager().get_kernel_spec(options.kernel)
    common = {"commit": commit(), "machine": machine(), "case": "start-up", "kernel": options.kernel}
    rows = []
    for run in range(1, options.runs + 1):
        rows.append(once(Path(spec.resource_dir), spec.language))
        print(json.dumps({**common, "run": run, **rows[-1]}), flush=True)
    medians = {name: round(statistics.median(row[name] for row in rows)) for name in rows[0]}
    print(json.dumps({**common, "run": "median", **medians}))


if __name__ == "__main__":
    main()
