"""Measures Kiln beside its peers, alternating in one run; run.sh starts it with everything that it needs.

Prints a table on the standard error and one JSON line a case on the standard output.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "peers"))
import alone  # noqa: E402
import cases  # noqa: E402
from measure import PEERS, ROUNDS, Timed, alternate, command, least, medians, say  # noqa: E402
from side import Side  # noqa: E402

TRAIN_SECONDS, JUDGE_SECONDS, WARM_SECONDS = 0.6, 0.2, 2.0
JUDGE_BAR = 1.2
LOSS_TOLERANCE = 1e-3


def split(numbers):
    return {name: value for name, value in numbers.items() if name != "kiln"}


def measure_case(case, sides, extra, folder):
    """All sides from the same weights: first whether they agree, then how long they take."""
    cases.write(case, folder)
    steps = -(-case.rows // case.batch)
    losses = {}
    for side in (*sides, *extra):
        side.ask("open", case.name, folder)
        side.ask("model", 0)
        losses[side.name] = side.ask("train", 1, 0)["loss"]
        if case.has_dropout:
            side.ask("model", 1)
    training = [Timed(side, steps, TRAIN_SECONDS, "train", 1) for side in (*sides, *extra)]
    for work in training:
        work.warm(WARM_SECONDS)
    alternate(training, ROUNDS)
    plain = training[: len(sides)]
    train = medians(plain)
    row = {
        "case": case.name,
        "kiln_us": train["kiln"],
        "peers": split(train),
        "loss": losses["kiln"],
        "peer_loss": losses[min(split(train), key=split(train).get)],
        "floor_us": None,
        "load": round(os.getloadavg()[0], 2),
        "ratio": round(min(split(train).values()) / train["kiln"], 3),
        "bar": case.bar,
        "losses": losses,
        "least_us": least(plain),
        "processor_us": medians(plain, lambda work: work.processor),
        "steps_per_execution_32": medians(training[len(sides) :]),
    }
    for word in ("evaluate", "predict"):
        works = [Timed(side, steps, JUDGE_SECONDS, word) for side in sides]
        for work in works:
            work.warm(JUDGE_SECONDS * 2)
        alternate(works, ROUNDS)
        found = medians(works)
        row[word] = {
            "kiln_us": found["kiln"],
            "peers": split(found),
            "ratio": round(min(split(found).values()) / found["kiln"], 3),
            "bar": JUDGE_BAR,
            "processor_us": medians(works, lambda work: work.processor),
        }
    return row


def misses(row):
    """What keeps a case from counting, in words."""
    for name, loss in row["losses"].items():
        if not abs(loss - row["loss"]) <= LOSS_TOLERANCE * max(1, abs(row["loss"])):
            yield f"{row['case']}: the losses disagree: kiln {row['loss']:.6f}, {name} {loss:.6f}"
    for word, part in (("train", row), ("evaluate", row["evaluate"]), ("predict", row["predict"])):
        if part["ratio"] < part["bar"]:
            fastest = min(part["peers"], key=part["peers"].get)
            yield f"{row['case']}: {word} is {part['ratio']:.2f} times as fast as {fastest}, the bar is {part['bar']}"


def table(rows):
    heads = ("case", "", "kiln", *PEERS, "jax x32", "tf x32", "floor", "ratio", "bar", "")
    lines = [heads]
    for row in rows:
        for word, part in (("train", row), ("evaluate", row["evaluate"]), ("predict", row["predict"])):
            is_training = word == "train"
            more = row["steps_per_execution_32"] if is_training else {}
            lines.append(
                (
                    row["case"] if is_training else "",
                    word,
                    f"{part['kiln_us']:,.1f}",
                    *(f"{part['peers'][peer]:,.1f}" for peer in PEERS),
                    *(f"{more[name]:,.1f}" if name in more else "" for name in ("keras_jax_32", "keras_tf_32")),
                    f"{row['floor_us']:,.1f}" if is_training else "",
                    f"{part['ratio']:.2f}",
                    f"{part['bar']}",
                    "ok" if part["ratio"] >= part["bar"] else "MISSED",
                )
            )
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    return "\n".join(
        "  ".join(
            text.ljust(width) if column < 2 else text.rjust(width)
            for column, (text, width) in enumerate(zip(line, widths))
        )
        for line in lines
    )


def commit():
    asked = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=HERE, capture_output=True, text=True)
    return asked.stdout.strip() or "unknown"


def machine():
    names = []
    if os.path.exists("/proc/cpuinfo"):
        names = [line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")]
    return f"{names[0] if names else platform.processor()}, {os.cpu_count()} cores"


def measure_cases(wanted, has_extra):
    """All cases on one set of processes; gives the rows."""
    rows = []
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="kiln-benchmark-"))
        sides = [stack.enter_context(Side(name, command(name))) for name in ("kiln", *PEERS)]
        names = ("keras_jax_32", "keras_tf_32") if has_extra else ()
        extra = [stack.enter_context(Side(name, command(name))) for name in names]
        for side in (*sides, *extra):
            side.wait()
        peak = next(side for side in sides if side.name == "pytorch").ask("peak")["gflops"]
        say(f"{machine()}; {peak:.0f} GFLOP/s in a product of 2,048 x 2,048; load {os.getloadavg()[0]:.2f}")
        for case in wanted:
            began = time.perf_counter()
            inside = Path(folder) / case.name
            inside.mkdir()
            row = measure_case(case, sides, extra, inside)
            row["floor_us"] = round(case.gflop / peak * 1e6, 2)
            row.update(commit=commit(), machine=machine(), gflops=round(peak, 1))
            rows.append(row)
            print(json.dumps(row), flush=True)
            say(f"{case.name} took {time.perf_counter() - began:.0f} s")
    return rows


def main():
    known = (*cases.CASES, *alone.PARTS)
    parser = argparse.ArgumentParser(prog="run.sh", description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="fails where a bar is missed or the losses disagree")
    parser.add_argument("--extra", action="store_true", help="Keras with steps_per_execution=32 as well")
    parser.add_argument("case", nargs="*", help=", ".join(known))
    options = parser.parse_args()
    unknown = [name for name in options.case if name not in known]
    if unknown:
        sys.exit(f"There is no case {unknown[0]}.\nThe cases: {', '.join(known)}")
    chosen = options.case or known
    missed = []
    wanted = [cases.CASES[name] for name in chosen if name in cases.CASES]
    if wanted:
        rows = measure_cases(wanted, options.extra)
        say(table(rows))
        missed += [miss for row in rows for miss in misses(row)]
    for name in chosen:
        if name in alone.PARTS:
            began = time.perf_counter()
            for row, text, miss in alone.PARTS[name]():
                row.update(load=round(os.getloadavg()[0], 2), commit=commit(), machine=machine())
                print(json.dumps(row), flush=True)
                say(text)
                missed += miss
            say(f"{name} took {time.perf_counter() - began:.0f} s")
    for miss in missed:
        say("missed: " + miss)
    if options.check and missed:
        sys.exit(1)


if __name__ == "__main__":
    main()
