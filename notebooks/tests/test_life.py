"""What a server does to a kernel's process: the one that it started is the one that it signals, restarts and ends."""

import os
import signal
import unittest

from jupyter_client.manager import start_new_kernel

SECONDS = 60
LOOP = 'System.out.println("running"); while (true) { }'
# Ten times of what is promised.
END_SECONDS = 10


class LifeTest(unittest.TestCase):
    def setUp(self):
        self.manager, self.client = start_new_kernel(kernel_name="kiln", startup_timeout=SECONDS)
        self.manager.shutdown_wait_time = END_SECONDS

    def tearDown(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    def loop(self):
        sent = self.client.execute(LOOP)
        while True:
            message = self.client.get_iopub_msg(timeout=SECONDS)
            if message["parent_header"].get("msg_id") == sent and message["msg_type"] == "stream":
                return sent

    def answer(self, sent):
        while True:
            message = self.client.get_shell_msg(timeout=SECONDS)
            if message["parent_header"].get("msg_id") == sent:
                return message["content"]

    def test_a_signal_to_the_process_interrupts_its_cell(self):
        sent = self.loop()
        os.kill(self.manager.provisioner.pid, signal.SIGINT)
        self.assertEqual(self.answer(sent)["ename"], "Interrupted")
        self.assertEqual(self.answer(self.client.execute("1"))["status"], "ok")

    def test_a_restart_while_a_cell_loops(self):
        self.client.execute("int before = 1;")
        self.loop()
        old = self.manager.provisioner.process
        self.manager.restart_kernel(now=False)
        self.assertEqual(old.returncode, 0, "the process ended by itself and was not killed")
        self.client.wait_for_ready(timeout=SECONDS)
        self.assertEqual(self.answer(self.client.execute("before"))["ename"], "CompileError")

    def test_a_shutdown_while_a_cell_loops(self):
        self.loop()
        old = self.manager.provisioner.process
        self.manager.shutdown_kernel(now=False)
        self.assertEqual(old.returncode, 0, "the process ended by itself and was not killed")
