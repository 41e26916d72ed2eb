"""What goes wrong in a cell stays in that cell."""

from client import KernelTest


class MishapsTest(KernelTest):
    def test_a_failing_static_initialiser_leaves_the_session_as_it_was(self):
        self.value("int kept = 5;")
        cell = self.run_cell("class Broken { static int x = 1 / 0; }\nBroken.x")
        self.assertEqual(cell.status, "error")
        self.assertIn("/ by zero", str(cell.reply))
        self.assertEqual(self.value("kept"), "5")

    def test_a_cell_that_does_not_compile_says_where(self):
        cell = self.run_cell("int a = 1;\nint b = missing + 1;")
        self.assertEqual(cell.status, "error")
        self.assertIn("missing", "\n".join(cell.reply["traceback"]))
        self.assert_alive()

    def test_endless_recursion_ends(self):
        cell = self.run_cell("int deeper(int n) { return 1 + deeper(n + 1); }\ndeeper(0)")
        self.assertEqual(cell.status, "error")
        self.assertIn("StackOverflowError", cell.error)
        self.assert_alive()

    def test_an_endless_loop_is_stopped_and_keeps_what_was_there(self):
        self.value("long turns = 0;")
        sent = self.send("while (true) turns++;")
        while True:
            message = self.client.get_iopub_msg(timeout=30)
            if message["parent_header"].get("msg_id") == sent and message["msg_type"] == "execute_input":
                break
        self.manager.interrupt_kernel()
        self.assertEqual(self.finish(sent).status, "error")
        before = self.value("turns")
        self.assertEqual(self.value("turns"), before, "the loop goes on")

    def test_libraries_write_nothing_into_a_cell(self):
        cell = self.run_cell("var product = org.nd4j.linalg.factory.Nd4j.ones(2, 2);\nproduct.mmul(product).sumNumber()")
        self.assertEqual(cell.status, "ok", cell.error)
        self.assertEqual(cell.text, "")
        self.assertEqual(cell.data("text/plain"), ["8.0"])

    def test_a_kernel_that_is_busy_exits_when_asked(self):
        self.send("while (true) { }")
        process = self.manager.provisioner.process
        self.manager.shutdown_kernel()
        self.assertEqual(process.returncode, 0, "Jupyter had to kill the kernel")
        type(self).setUpClass()
