"""A kernel and a client for tests that look at outputs."""

import unittest
from queue import Empty

from jupyter_client.manager import start_new_kernel

CELL_SECONDS = 120


class Cell:
    """What came of a cell: its reply, and its outputs in the order of their arrival."""

    def __init__(self, reply, outputs):
        self.reply = reply
        self.outputs = outputs

    @property
    def status(self):
        return self.reply["status"]

    def of_type(self, kind):
        return [content for message, content in self.outputs if message == kind]

    @property
    def text(self):
        return "".join(content["text"] for content in self.of_type("stream"))

    @property
    def error(self):
        return "{ename}: {evalue}".format(**self.reply) if self.status == "error" else ""

    def data(self, mime):
        """The representation of each output that has one of this type."""
        shown = self.of_type("execute_result") + self.of_type("display_data")
        return [content["data"][mime] for content in shown if mime in content["data"]]


class KernelTest(unittest.TestCase):
    """Tests that share one kernel, in the order of their names; each must leave it usable."""

    @classmethod
    def setUpClass(cls):
        cls.manager, cls.client = start_new_kernel(kernel_name="kiln", startup_timeout=CELL_SECONDS)

    @classmethod
    def tearDownClass(cls):
        cls.client.stop_channels()
        cls.manager.shutdown_kernel()

    def send(self, code):
        return self.client.execute(code, allow_stdin=False)

    def finish(self, sent):
        reply = self.answer(sent)
        outputs = []
        while True:
            message = self.client.get_iopub_msg(timeout=CELL_SECONDS)
            if message["parent_header"].get("msg_id") != sent:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "status" and content["execution_state"] == "idle":
                return Cell(reply, outputs)
            outputs.append((kind, content))

    def answer(self, sent):
        while True:
            try:
                message = self.client.get_shell_msg(timeout=CELL_SECONDS)
            except Empty:
                self.fail(f"no reply in {CELL_SECONDS} s")
            if message["parent_header"].get("msg_id") == sent:
                return message["content"]

    def run_cell(self, code):
        return self.finish(self.send(code))

    def value(self, code):
        """The text of a cell's result; the cell has to succeed."""
        cell = self.run_cell(code)
        self.assertEqual(cell.status, "ok", cell.error)
        return "".join(content["data"]["text/plain"] for content in cell.of_type("execute_result"))

    def assert_alive(self):
        self.assertEqual(self.value("6 * 7"), "42")
