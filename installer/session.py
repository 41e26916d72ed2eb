"""Runs a notebook's cells in an installed Kiln kernel, started with the command line of its kernel.json.

    session.py record KERNEL_FOLDER NOTEBOOK   writes the AOT cache that kernel.json names
    session.py probe KERNEL_FOLDER             fails unless the kernel's classes come from that cache

The recording must see exactly the flags, jars and JDK of later starts: a cache made with others is refused whole. So
what the user set is left out.
Exit status: 0 done, 1 a cell or the kernel failed, 3 the kernel was killed by a signal (a native library for
another processor does that), 4 the kernel worked and the cache did not.
"""

import json
import os
import queue
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from jupyter_client import BlockingKernelClient
from jupyter_client.connect import write_connection_file

FAILED, KILLED, NO_CACHE = 1, 3, 4
START_SECONDS = 180
CELL_SECONDS = 300
EXIT_SECONDS = 300  # assembling the cache happens while the kernel exits


class KernelFailed(Exception):
    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


class Session:
    """One kernel process and one client; leaving the block asks the kernel to exit and waits for it."""

    def __init__(self, folder, change_flags):
        spec = json.loads((folder / "kernel.json").read_text(encoding="utf-8"))
        self.work = tempfile.TemporaryDirectory(prefix="kiln-session-")
        self.log = open(Path(self.work.name) / "kernel.log", "w+b")
        connection_file, _ = write_connection_file(
            str(Path(self.work.name) / "connection.json"), key=secrets.token_hex(16).encode()
        )
        argv = [
            part.replace("{resource_dir}", str(folder)).replace("{connection_file}", connection_file)
            for part in change_flags(spec["argv"])
        ]
        self.process = subprocess.Popen(
            argv,
            env={**os.environ, **spec.get("env", {}), "KILN_SETTINGS": "off"},
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            cwd=self.work.name,
        )
        self.client = BlockingKernelClient(connection_file=connection_file)
        self.client.load_connection_file()
        self.client.start_channels()

    def __enter__(self):
        try:
            self.wait_until_ready()
        except BaseException as error:
            self.__exit__(type(error), error, None)
            raise
        return self

    def wait_until_ready(self):
        """Asks until an answer arrives and its busy status as well: only then is every socket connected."""
        deadline = time.monotonic() + START_SECONDS
        self.client.kernel_info()
        answered = False
        while True:
            try:
                if not answered:
                    self.client.get_shell_msg(timeout=0.5)
                    answered = True
                self.client.get_iopub_msg(timeout=0.5)
                return
            except queue.Empty:
                if self.process.poll() is not None:
                    raise self.failure(f"the kernel ended with status {self.process.poll()}") from None
                if time.monotonic() > deadline:
                    raise self.failure(f"the kernel did not answer for {START_SECONDS} s") from None
                if answered:
                    self.client.kernel_info()

    def run(self, code):
        outputs = []
        try:
            reply = self.client.execute_interactive(
                code, allow_stdin=False, timeout=CELL_SECONDS, output_hook=outputs.append
            )
        except (TimeoutError, RuntimeError) as error:
            raise self.failure(f"no answer to this cell:\n{code}") from error
        if reply["content"]["status"] != "ok":
            raise self.failure(f"this cell failed:\n{code}\n{reply['content'].get('evalue', '')}")
        return outputs

    def ask(self, request, *arguments):
        """Sends a completion or inspection request, so that its classes are in the cache as well."""
        sent = getattr(self.client, request)(*arguments)
        try:
            while self.client.get_shell_msg(timeout=CELL_SECONDS)["parent_header"].get("msg_id") != sent:
                pass
        except queue.Empty:
            raise self.failure(f"no answer to the request {request}") from None

    def failure(self, message):
        code = self.process.poll()
        if code is not None and (code < 0 or code == 128 + signal.SIGABRT):
            return KernelFailed(KILLED, f"{message}\nthe kernel was killed by signal {-code}\n{self.printed()}")
        return KernelFailed(FAILED, f"{message}\n{self.printed()}")

    def printed(self):
        self.log.flush()
        self.log.seek(0)
        return self.log.read().decode("utf-8", "replace")[-4000:]

    def __exit__(self, kind, error, trace):
        if self.process.poll() is None:
            self.client.shutdown()
        try:
            self.process.wait(EXIT_SECONDS if kind is None else 10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            if kind is None:
                raise self.failure("the kernel did not exit when asked to") from None
        finally:
            self.client.stop_channels()


def cells(notebook):
    content = json.loads(notebook.read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in content["cells"] if cell["cell_type"] == "code"]


def record(folder, notebook):
    cache = Path(folder / "kiln.aot")
    cache.unlink(missing_ok=True)

    def flags(argv):
        changed = [part.replace("-XX:AOTCache=", "-XX:AOTCacheOutput=") for part in argv if not part.startswith("-XX:AOTMode")]
        if changed == argv:
            raise KernelFailed(FAILED, "kernel.json names no AOT cache")
        return changed

    with Session(folder, flags) as session:
        for code in cells(notebook):
            session.run(code)
        with tempfile.TemporaryDirectory(prefix="kiln-record-") as work:
            session.run(f'%save "{work}/model.keras"')
            session.run(f'%load "{work}/model.keras"')
        session.ask("complete", "Math.ab", 7)
        session.ask("complete", "%fit ep", 7)
        session.ask("inspect", "Math.max(", 9)
        session.ask("is_complete", "int i = ")
        printed = session.printed
    if not cache.exists():
        raise KernelFailed(NO_CACHE, f"the JVM wrote no AOT cache\n{printed()}")


def probe(folder):
    with tempfile.TemporaryDirectory(prefix="kiln-probe-") as work:
        log = Path(work) / "classes.log"

        def flags(argv):
            # After kernel.json's own -Xlog, which switches off what stands before it.
            jar = argv.index("-jar")
            return [*argv[:jar], f"-Xlog:class+load:file={log}", *argv[jar:]]

        with Session(folder, flags) as session:
            session.run("1 + 1")
        loaded = [line for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if " dev.kiln." in line]
        cached = [line for line in loaded if "shared objects file" in line]
    if len(cached) * 2 < len(loaded) or not cached:
        raise KernelFailed(NO_CACHE, f"{len(cached)} of {len(loaded)} kernel classes came from the AOT cache")


def main(arguments):
    match arguments:
        case ["record", folder, notebook]:
            record(Path(folder).resolve(), Path(notebook))
        case ["probe", folder]:
            probe(Path(folder).resolve())
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KernelFailed as failed:
        print(failed, file=sys.stderr)
        sys.exit(failed.status)
