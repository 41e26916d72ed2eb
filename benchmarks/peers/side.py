"""A process that is asked: Kiln's or a peer's, each in its own environment."""

import os
import subprocess
import time


class SideFailed(Exception):
    pass


class Side:
    """Started at once; answers when it has loaded its libraries. Leaving the block ends it."""

    def __init__(self, name, command, environment=None):
        self.name = name
        self.began = time.perf_counter()
        self.log = open(os.path.join(os.environ["KILN_BENCHMARK_LOGS"], f"{name}.log"), "wb")
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
            env={**os.environ, **(environment or {})},
        )
        self.is_ready = False

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait(timeout=60)
        self.log.close()

    def wait(self):
        """Until the libraries are loaded."""
        if not self.is_ready:
            self.answer()
            self.is_ready = True

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise SideFailed(f"{self.name} ended with status {self.process.wait()}; see {self.log.name}")
        if line.startswith("error"):
            raise SideFailed(f"{self.name}: {line.strip()}; see {self.log.name}")
        return line

    def ask(self, *words):
        self.wait()
        print(*words, file=self.process.stdin, flush=True)
        found = dict(pair.split("=", 1) for pair in self.answer().split()[1:])
        return {name: float(value) for name, value in found.items()}

    def resident_bytes(self, line="VmHWM"):
        """The most memory that the process has held so far; Linux alone tells."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(entry.split()[1]) * 1024 for entry in status if entry.startswith(line))
