"""The rows beside the eight cases: the first epoch, growth, memory, layer families, saving.

Each part gives rows: what is printed as JSON, a line for people, and what was missed.
"""

import os
import shutil
import tempfile
import time
from pathlib import Path

import cases
import families
import kernels
from measure import HERE, PEERS, Timed, alternate, command, medians
from side import Side

SOONER_BAR, FIRST_STEPS_BAR, FAMILY_BAR, SAVING_BAR = 3, 2, 1.5, 0.5
START_BARS = {3: 150, 50: 1000}  # layers: milliseconds from compile to the first finished step
OVERHEAD_CASES = ("tiny_mlp", "mnist_mlp_b32", "wide_mlp", "lstm")
OVERHEAD_RUNS = 3
PROMOTION_BAR = 1.05  # a step with promotion over one without, in any fifth of a second, each the least of the runs
SMALL_FIT_BAR = 100  # milliseconds
NOISE = 1.1  # what a doubled batch may cost beyond double
BATCHES = (32, 64, 128, 256, 512, 1024, 2048)
ROWS = (1_000, 10_000, 100_000, 1_000_000)
COLUMNS = 64


def first():
    """A fresh process for each side and case: model, compile, one epoch. Kiln's also says what its first steps cost."""
    for case in cases.CASES.values():
        with tempfile.TemporaryDirectory(prefix="kiln-benchmark-") as folder:
            cases.write(case, folder)
            epoch, process, steps = {}, {}, {}
            for name in ("kiln", *PEERS):
                with Side(name, command(name)) as side:
                    side.ask("open", case.name, folder)
                    epoch[name] = side.ask("model", 1)["seconds"] + side.ask("train", 1, 1)["seconds"]
                    process[name] = time.perf_counter() - side.began
            with Side("kiln", command("kiln")) as side:
                side.ask("open", case.name, folder)
                side.ask("model", 1)
                steps = side.ask("warm-up")
        soonest = min(epoch[name] for name in PEERS if name != "pytorch")
        sooner, slower = soonest / epoch["kiln"], steps["first_us"] / steps["later_us"]
        row = {
            "case": f"first_{case.name}",
            "first_epoch_s": {name: round(value, 3) for name, value in epoch.items()},
            "process_s": {name: round(value, 3) for name, value in process.items()},
            "ratio": round(sooner, 2),
            "bar": SOONER_BAR,
            "first_100_us": round(steps["first_us"], 1),
            "later_us": round(steps["later_us"], 1),
        }
        times = ", ".join(f"{name} {value:.2f} s" for name, value in epoch.items())
        missed = []
        if sooner < SOONER_BAR:
            missed.append(
                f"{case.name}: the first epoch is {sooner:.2f} times sooner than peers', the bar is {SOONER_BAR}"
            )
        if slower > FIRST_STEPS_BAR:
            missed.append(
                f"{case.name}: one of the first 100 steps costs {slower:.2f} later ones, the bar is {FIRST_STEPS_BAR}"
            )
        yield row, f"first {case.name}: {times}; first steps {slower:.2f} times later ones", missed


def start():
    """Kiln alone: from compile to the first finished step, in fresh processes and in a warmed one, and a small fit."""
    for layers, bar in START_BARS.items():
        with Side("kiln", command("kiln")) as side:
            cold = side.ask("start", layers)["ms"]
            warm = min(side.ask("start", layers)["ms"] for _ in range(20))
        missed = [f"start: {layers} layers take {cold:.0f} ms to the first step, the bar is {bar}"] if cold > bar else []
        row = {"case": f"start_{layers}_layers", "cold_ms": round(cold, 1), "warm_ms": round(warm, 1), "bar": bar}
        yield row, f"start, {layers} layers: first step after {cold:.0f} ms, in a warmed process {warm:.1f} ms", missed
    with Side("kiln", command("kiln")) as side:
        least = side.ask("small", 30)["ms"]
    missed = [f"start: 500 small steps take {least:.0f} ms, the bar is {SMALL_FIT_BAR}"] if least > SMALL_FIT_BAR else []
    row = {"case": "start_small_fit", "warm_ms": round(least, 1), "bar": SMALL_FIT_BAR}
    yield row, f"start, 500 steps of 4-16-3 with compile: {least:.1f} ms", missed


def overheads():
    """Kiln alone: what the look for numbers that are not finite takes of a step, and whether a fit whose kernels are being
    promoted is ever slower than one in which none is."""
    for name in OVERHEAD_CASES:
        case = cases.CASES[name]
        with tempfile.TemporaryDirectory(prefix="kiln-benchmark-") as folder:
            cases.write(case, folder)
            runs = {True: [], False: []}
            for _ in range(OVERHEAD_RUNS):
                for promotes in runs:
                    with Side("kiln", command("kiln") if promotes else without_vectors()) as side:
                        side.ask("open", case.name, folder)
                        side.ask("model", 1)
                        found = side.ask("windows")
                        runs[promotes].append([found[f"w{i}"] for i in range(len(found)) if f"w{i}" in found])
                        if promotes:
                            look, us = side.ask("look")["us"], min(runs[promotes][-1])
        least = {promotes: [min(window) for window in zip(*found)] for promotes, found in runs.items()}
        slower = [promoted / plain for promoted, plain in zip(least[True], least[False])]
        worst = max(range(len(slower)), key=slower.__getitem__)
        row = {
            "case": f"overheads_{name}",
            "look_us": round(look, 2),
            "step_us": round(us, 1),
            "look_share": round(look / us, 4),
            "promotion_worst": round(slower[worst], 3),
            "promotion_worst_at_s": round((worst + 1) * 0.2, 1),
            "promotion_end": round(slower[-1], 3),
            "bar": PROMOTION_BAR,
        }
        missed = []
        if slower[worst] > PROMOTION_BAR:
            missed.append(f"{name}: a fit is {slower[worst]:.2f} times as slow while its kernels are promoted")
        yield (
            row,
            f"{name}: the look for numbers that are not finite takes {look:.1f} of {us:.0f} us; with promotion a step takes at"
            f" most {slower[worst]:.2f} times as long as without, at the end {slower[-1]:.2f} times",
            missed,
        )


def without_vectors():
    """The same without the module that promoted kernels are made with: every kernel stays as it begins."""
    words = command("kiln")
    at = words.index("--add-modules")
    return words[:at] + words[at + 2 :]


def growth():
    """Kiln alone: a step over the batch, and over the rows of the data."""
    case = cases.CASES["mnist_mlp_b32"]
    with tempfile.TemporaryDirectory(prefix="kiln-benchmark-") as folder, Side("kiln", command("kiln")) as side:
        cases.write(case, folder)
        side.ask("open", case.name, folder)
        side.ask("model", 1)
        yield grown("batch", {batch: step(side, case.rows, batch) for batch in BATCHES}, "microseconds a step")
        found = {}
        for rows in ROWS:
            side.ask("table", rows, COLUMNS, 32)
            found[rows] = step(side, rows, 32) * -(-rows // 32)
        yield grown("rows", found, "microseconds an epoch")


def step(side, rows, batch):
    side.ask("batch", batch)
    work = Timed(side, -(-rows // batch), 0.5, "train", 1)
    work.warm(1.0)
    for _ in range(3):
        work.measure()
    return min(work.wall)


def grown(what, found, unit):
    sizes = list(found)
    missed = [
        f"{what}: from {a:,} to {b:,} the cost grows {found[b] / found[a]:.2f} times"
        for a, b in zip(sizes, sizes[1:])
        if found[b] / found[a] > b / a * NOISE
    ]
    text = f"growth with {what}, {unit}: " + ", ".join(f"{size:,}: {value:,.1f}" for size, value in found.items())
    return {"case": f"growth_{what}", "us": {str(size): round(value, 1) for size, value in found.items()}}, text, missed


def memory():
    """Kiln alone: the most memory that a fit over a million rows holds beyond one over a thousand and its own data."""
    held, data = {}, {}
    for rows in (ROWS[0], ROWS[-1]):
        with Side("kiln", command("kiln")) as side:
            data[rows] = side.ask("table", rows, COLUMNS, 128)["bytes"]
            side.ask("train", 1 if rows == ROWS[-1] else 1000, 1)
            held[rows] = side.resident_bytes()
    more = held[ROWS[-1]] - held[ROWS[0]]
    row = {
        "case": "memory",
        "data_mb": round(data[ROWS[-1]] / 1e6),
        "held_mb": {str(rows): round(value / 1e6) for rows, value in held.items()},
        "more_mb": round(more / 1e6),
    }
    missed = []
    if more > data[ROWS[-1]] * NOISE:
        missed.append(
            f"memory: a million rows hold {more / 1e6:.0f} MB more than a thousand; their data are {row['data_mb']} MB"
        )
    yield row, f"memory: {row['held_mb']} MB held; the data of a million rows are {row['data_mb']} MB", missed


def layer_families():
    """Each family beside PyTorch; ends with the three worst."""
    ratios = {}
    with Side("kiln", command("kiln")) as kiln, Side("pytorch", command("pytorch")) as pytorch:
        for name, family in families.FAMILIES.items():
            kiln.ask("family", family.batch, "x".join(map(str, family.row)), family.tokens, family.kiln)
            pytorch.ask("family", name.replace(" ", "_"))
            works = [
                Timed(kiln, families.BATCHES, 0.15, "train", 1),
                Timed(pytorch, families.BATCHES, 0.15, "train_family"),
            ]
            for work in works:
                work.warm(0.8)
            alternate(works, 5)
            found = medians(works)
            ratios[name] = found["kiln"] / found["pytorch"]
            row = {
                "case": "family_" + name.replace(" ", "_"),
                "kiln_us": found["kiln"],
                "peers": {"pytorch": found["pytorch"]},
                "ratio": round(1 / ratios[name], 3),
                "processor_us": medians(works, lambda work: work.processor),
            }
            missed = []
            if ratios[name] > FAMILY_BAR:
                missed.append(f"{name}: a step takes {ratios[name]:.2f} times PyTorch's, the bar is {FAMILY_BAR}")
            times = f"kiln {found['kiln']:10,.1f}  pytorch {found['pytorch']:10,.1f}  {ratios[name]:6.2f} times"
            yield row, f"{name:20} {times}", missed
    worst = sorted(ratios, key=ratios.get)[-3:][::-1]
    text = "the three worst: " + ", ".join(f"{name} ({ratios[name]:.2f} times PyTorch's)" for name in worst)
    yield {"case": "families_worst", "worst": {name: round(ratios[name], 2) for name in worst}}, text, []


def copied(file, copy):
    """Seconds of a plain copy of a file, synced to the disk as a saved file is."""
    began = time.perf_counter()
    shutil.copyfile(file, copy)
    with open(copy, "r+b") as written:
        os.fsync(written.fileno())
    return time.perf_counter() - began


def saving():
    """Kiln alone: a model of 100 MB to a .keras file and back, beside a plain copy of the same file."""
    with tempfile.TemporaryDirectory(prefix="kiln-benchmark-", dir=HERE) as folder:
        took = {"save": [], "load": [], "copy": []}
        file, copy = Path(folder) / "large.keras", Path(folder) / "large.copy"
        with Side("kiln", command("kiln")) as side:
            side.ask("family", 8, "5000", 0, "dense(units=4999)")
            for _ in range(6):
                answer = side.ask("save", file)
                took["save"].append(answer["seconds"])
                took["load"].append(side.ask("load", file)["seconds"])
                took["copy"].append(copied(file, copy))
                copy.unlink()
        with Side("kiln", command("kiln")) as side:
            first = {"save first": took["save"].pop(0), "load first": side.ask("load", file)["seconds"]}
    seconds = {name: min(values) for name, values in took.items()} | first
    ratios = {name: round(seconds["copy"] / took, 2) for name, took in seconds.items() if name != "copy"}
    seconds = {name: round(value, 3) for name, value in seconds.items()}
    row = {"case": "saving", "file_mb": round(answer["bytes"] / 1e6), "seconds": seconds, "ratio": ratios}
    missed = [
        f"saving: to {name} runs at {ratio} of a plain copy's speed, the bar is {SAVING_BAR}"
        for name, ratio in ratios.items()
        if ratio < SAVING_BAR
    ]
    text = f"saving: {row['file_mb']} MB; of a copy's speed: " + ", ".join(f"{name} {ratio}" for name, ratio in ratios.items())
    yield row, f"{text}; seconds: " + ", ".join(f"{name} {value}" for name, value in seconds.items()), missed


PARTS = {
    "first": first,
    "start": start,
    "overheads": overheads,
    "growth": growth,
    "memory": memory,
    "families": layer_families,
    "saving": saving,
    "kernels": kernels.kernels,
}
