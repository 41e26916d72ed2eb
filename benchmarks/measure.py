"""Times kinds of work of several processes in turns."""

import os
import statistics
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
PEERS = ("pytorch", "keras_jax", "keras_tf")
STEPS_PER_EXECUTION = 32
ROUNDS = 5


def say(*words):
    print(*words, file=sys.stderr, flush=True)


def command(side):
    """What starts one side."""
    python = sys.executable
    match side:
        case "kiln":
            return os.environ["KILN_BENCHMARK_JAVA"].split("\n")
        case "pytorch":
            return [python, str(HERE / "peers/torch_peer.py")]
        case "keras_jax":
            return [python, str(HERE / "peers/keras_peer.py"), "jax"]
        case "keras_tf":
            return [python, str(HERE / "peers/keras_peer.py"), "tensorflow"]
        case "keras_jax_32":
            return [python, str(HERE / "peers/keras_peer.py"), "jax", str(STEPS_PER_EXECUTION)]
        case "keras_tf_32":
            return [python, str(HERE / "peers/keras_peer.py"), "tensorflow", str(STEPS_PER_EXECUTION)]
    raise ValueError(side)


class Timed:
    """One kind of work of one side: how often it is repeated in a block, and how long each block took."""

    def __init__(self, side, steps, seconds, *words):
        self.side, self.steps, self.block, self.words = side, steps, seconds, words
        self.times = 1
        self.wall, self.processor = [], []

    def ask(self):
        word, *rest = self.words
        return self.side.ask(word, self.times, *rest)

    def warm(self, seconds):
        """Repeats the work until it has lasted, and settles how much of it fills a block."""
        until = time.perf_counter() + seconds
        while True:
            took = self.ask()["seconds"] / self.times
            self.times = max(1, round(self.block / took))
            if time.perf_counter() > until:
                return

    def measure(self):
        answer = self.ask()
        self.wall.append(answer["seconds"] / self.times / self.steps * 1e6)
        self.processor.append(answer["cpu"] / self.times / self.steps * 1e6)


def alternate(works, rounds):
    """Every side in each round, another one first each time."""
    for turn in range(rounds):
        order = works[turn % len(works) :] + works[: turn % len(works)]
        for work in order:
            work.measure()


def medians(works, of=lambda work: work.wall):
    return {work.side.name: round(statistics.median(of(work)), 2) for work in works}


def least(works):
    return {work.side.name: round(min(work.wall), 2) for work in works}
