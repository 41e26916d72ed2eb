"""Kiln's kernel beside IPython's and JJava's, alternating: how long a user waits.

Kiln has to be installed (`./install.sh`); the others are in the peers' environment. Times are milliseconds of wall
time as a client on the same machine sees them.
"""

import os
import statistics
import time

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

KERNELS = {"kiln": "kiln", "ipython": "python3", "jjava": "java"}
ROUNDS = 3
CELLS, VARIABLES = 300, 200


class Client:
    def __init__(self, kernel):
        began = time.perf_counter()
        self.manager = KernelManager(kernel_name=kernel)
        with open(os.path.join(os.environ["KILN_BENCHMARK_LOGS"], f"kernel-{kernel}.log"), "ab") as log:
            self.manager.start_kernel(stdout=log, stderr=log)
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=120)
        self.ready = (time.perf_counter() - began) * 1000

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def run(self, code):
        """Milliseconds until the reply."""
        began = time.perf_counter()
        reply = self.client.execute_interactive(code, timeout=120, output_hook=lambda _: None)
        took = (time.perf_counter() - began) * 1000
        if reply["content"]["status"] != "ok":
            raise RuntimeError(f"this cell failed: {code}: {reply['content']}")
        return took

    def median(self, codes):
        return statistics.median([self.run(code) for code in codes][len(codes) // 3 :])

    def resident_mb(self):
        with open(f"/proc/{self.manager.provisioner.pid}/status") as status:
            return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))


def declare(is_java, name, value):
    return f"int {name} = {value};" if is_java else f"{name} = {value}"


def once(name, is_last):
    is_java = name != "ipython"
    row = {}
    with Client(KERNELS[name]) as client:
        row["ready_ms"] = client.ready
        row["first_cell_at_once_ms"] = client.run(declare(is_java, "answer", 42) + "\nanswer")
        row["one_plus_one_ms"] = client.median([f"1+{number}" for number in range(30)])
        row["ten_statements_ms"] = client.median(
            ["\n".join(declare(is_java, f"s{turn}_{i}", i) for i in range(10)) for turn in range(9)]
        )
        if name == "kiln":
            row["magic_ms"] = client.median(["%help fit"] * 30)
        row["resident_mb"] = client.resident_mb()
        if is_last:
            for cell in range(CELLS):
                is_new = cell < VARIABLES
                client.run(declare(is_java, f"v{cell}", cell) if is_new else f"v{cell - VARIABLES} + 1")
            row["after_300_cells_ms"] = client.median([f"v{number} + 1" for number in range(20)])
    with Client(KERNELS[name]) as client:
        time.sleep(1)
        row["first_cell_after_a_second_ms"] = client.run(declare(is_java, "answer", 42) + "\nanswer")
    return row


BARS = {
    "one_plus_one_ms": 25,
    "ten_statements_ms": 60,
    "after_300_cells_ms": 60,
    "first_cell_at_once_ms": 400,
    "first_cell_after_a_second_ms": 150,
    "resident_mb": 320,
}


def kernels():
    """One row a kernel, and what is missed."""
    known = KernelSpecManager().get_all_specs()
    absent = [name for name, kernel in KERNELS.items() if kernel not in known]
    if absent:
        raise SystemExit(f"These kernels are not installed: {', '.join(absent)}.\nType: ./install.sh")
    found = {name: [] for name in KERNELS}
    for turn in range(ROUNDS):
        names = list(KERNELS)[turn:] + list(KERNELS)[:turn]
        for name in names:
            found[name].append(once(name, turn == ROUNDS - 1))
    rows = {
        name: {key: round(statistics.median(row[key] for row in each if key in row), 1) for key in each[-1]}
        for name, each in found.items()
    }
    missed = {name: [] for name in KERNELS}
    mine = rows["kiln"]
    missed["kiln"] = [f"kernel: {key} is {mine[key]}, the bar is {bar}" for key, bar in BARS.items() if mine[key] > bar]
    if mine["ready_ms"] > min(rows["ipython"]["ready_ms"], rows["jjava"]["ready_ms"] / 1.5):
        missed["kiln"].append("kernel: ready later than IPython, or less than 1.5 times sooner than JJava")
    if mine["magic_ms"] > rows["ipython"]["one_plus_one_ms"]:
        missed["kiln"].append("kernel: a magic's round trip is longer than IPython's 1+1")
    for name, row in rows.items():
        text = f"kernel {name:8} " + ", ".join(f"{key} {value:,.1f}" for key, value in row.items())
        yield {"case": f"kernel_{name}", **row}, text, missed[name]
