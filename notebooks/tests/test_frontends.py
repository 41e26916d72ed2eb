"""Programs that speak to the kernel without a browser: jupyter console, nbconvert, papermill; and what those with one read
about it before they start it."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import nbformat
import pexpect
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import start_new_kernel

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 120


def notebook(*sources, tags=()):
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    if tags:
        cells[0].metadata["tags"] = list(tags)
    metadata = {"kernelspec": {"name": "kiln", "display_name": "Kiln (Java 25)", "language": "java"}}
    return nbformat.v4.new_notebook(cells=cells, metadata=metadata)


def texts(executed):
    """The text of each cell's outputs."""
    for cell in executed.cells:
        yield "".join(
            output.text if output.output_type == "stream" else output.data["text/plain"]
            for output in cell.outputs
            if output.output_type in ("stream", "execute_result")
        )


class FrontendTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory(prefix="kiln-frontends-")))

    def run_program(self, *words, environment=None):
        result = subprocess.run(
            [sys.executable, "-m", *map(str, words)],
            cwd=self.folder,
            env={**os.environ, **(environment or {})},
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        return result.stdout + result.stderr

    def save(self, content):
        file = self.folder / "lesson.ipynb"
        nbformat.write(content, file)
        return file


class ConsoleTest(FrontendTest):
    def test_a_session_in_a_terminal(self):
        console = pexpect.spawn(
            sys.executable,
            ["-m", "jupyter_console", "--kernel", "kiln", "--simple-prompt"],
            cwd=str(self.folder),
            encoding="utf-8",
            timeout=SECONDS,
            dimensions=(40, 200),
        )
        self.addCleanup(console.close, force=True)
        console.expect(r"Kiln .*\n")
        console.expect(re.escape("In [1]:"))
        console.sendline("6 * 7")
        console.expect(r"Out\[1\]: ?(\S*\s+)*?42")
        console.sendline('System.out.println("printed " + (1 + 1));')
        console.expect("printed 2")
        console.sendline("missing")
        console.expect("CompileError")
        console.sendline("%data iris")
        console.expect("150 rows")
        console.sendline('new Scanner(System.in).nextLine() + "!"')
        console.sendline("typed")
        console.expect("typed!")
        console.sendeof()
        console.expect("really want to exit")
        console.sendline("y")
        console.expect(pexpect.EOF)


class NbconvertTest(FrontendTest):
    def test_a_notebook_is_executed(self):
        self.save(notebook("int six = 6;", "six * 7", 'System.out.println("done");'))
        self.run_program("nbconvert", "--to", "notebook", "--execute", "lesson.ipynb", "--output", "done.ipynb")
        executed = nbformat.read(self.folder / "done.ipynb", as_version=4)
        self.assertEqual(list(texts(executed)), ["", "42", "done\n"])
        self.assertEqual(executed.metadata.language_info.name, "java")

    def test_a_notebook_becomes_a_program(self):
        self.save(notebook("int six = 6;", "six * 7"))
        executed = self.run_program("nbconvert", "--to", "notebook", "--execute", "--inplace", "lesson.ipynb")
        self.assertIn("Converting", executed)
        self.run_program("nbconvert", "--to", "script", "lesson.ipynb")
        self.assertIn("six * 7", (self.folder / "lesson.java").read_text())


class PapermillTest(FrontendTest):
    def setUp(self):
        super().setUp()
        # What `pip install notebooks/papermill` does.
        package = self.folder / "packages"
        shutil.copytree(ROOT / "notebooks/papermill", package)
        information = package / "kiln_papermill-0.1.0.dist-info"
        information.mkdir()
        (information / "METADATA").write_text("Metadata-Version: 2.1\nName: kiln-papermill\nVersion: 0.1.0\n")
        (information / "entry_points.txt").write_text("[papermill.engine]\nkiln = kiln_papermill:KilnEngine\n")
        self.environment = {"PYTHONPATH": str(package)}

    def papermill(self, content, *words):
        self.save(content)
        self.run_program("papermill", "lesson.ipynb", "done.ipynb", *words, environment=self.environment)
        return nbformat.read(self.folder / "done.ipynb", as_version=4)

    def test_parameters_take_the_types_that_the_notebook_declared(self):
        declared = "int epochs = 1; // how many\ndouble rate = 0.5;\nString name = \"none\";\nboolean fast = false;\nint[] units = {1};"
        executed = self.papermill(
            notebook(declared, 'epochs + " " + rate / 4 + " " + name.length() + fast + units.length', tags=["parameters"]),
            *("-p", "epochs", "20", "-p", "rate", "2", "-p", "name", 'a "b" \\ ü', "-p", "fast", "true", "-y", "units: [4, 5, 6]"),
        )
        self.assertEqual(executed.cells[1].metadata.tags, ["injected-parameters"])
        self.assertEqual(list(texts(executed))[2], "20 0.5 9true3")

    def test_parameters_that_are_not_declared_are_declared(self):
        values = "{words: [a, b], table: {x: 1}, big: 5000000000, none: null, rate: 1.0e-3}"
        executed = self.papermill(
            notebook('words.get(1) + table.get("x") + (big > 4_999_999_999L) + none + rate', tags=["parameters-elsewhere"]),
            *("-y", values),
        )
        self.assertEqual(list(texts(executed))[1], "b1truenull0.001")

    def test_a_notebook_with_a_parameters_cell_runs_without_parameters(self):
        executed = self.papermill(notebook("int epochs = 1;", "epochs + 1", tags=["parameters"]))
        self.assertEqual(list(texts(executed))[1], "2")

    def test_the_parameters_of_a_notebook_are_listed(self):
        self.save(notebook("int epochs = 1; // how many\nfinal double rate = 0.5;", tags=["parameters"]))
        listed = self.run_program("papermill", "--help-notebook", "lesson.ipynb", environment=self.environment)
        self.assertRegex(listed, r"epochs: int \(default 1\)\s+how many")
        self.assertRegex(listed, r"rate: double \(default 0.5\)")


class SpecificationTest(FrontendTest):
    def test_the_kernelspec_field_by_field(self):
        """VS Code offers kernels by `language`; Enterprise Gateway and servers start `argv` as it stands, from any folder."""
        found = KernelSpecManager().get_kernel_spec("kiln")
        spec = json.loads((Path(found.resource_dir) / "kernel.json").read_text(encoding="utf-8"))
        self.assertEqual(
            set(spec), {"argv", "display_name", "language", "interrupt_mode", "kernel_protocol_version", "env", "metadata"}
        )
        self.assertEqual(spec["display_name"], "Kiln (Java 25)")
        self.assertEqual(spec["language"], "java")
        self.assertEqual(spec["interrupt_mode"], "message")
        self.assertEqual(spec["kernel_protocol_version"], "5.5")
        self.assertEqual(spec["env"], {})
        # No debugger is claimed, and nothing that another kernel's metadata means.
        self.assertEqual(set(spec["metadata"]), {"kiln"})
        argv = spec["argv"]
        self.assertEqual(argv[:2], ["/bin/sh", "{resource_dir}/start.sh"])
        self.assertTrue(Path(argv[2]).is_absolute() and os.access(argv[2], os.X_OK), argv[2])
        self.assertEqual(argv[-1], "{connection_file}")
        self.assertEqual(argv.count("{connection_file}"), 1)
        for part in argv[3:-1]:
            self.assertFalse(part.startswith(("./", "../", "~")), part)
        self.assertIn("jdk.incubator.vector", argv)
        self.assertIn("-XX:AOTCache={resource_dir}/kiln.aot", argv)
        self.assertTrue((Path(found.resource_dir) / "start.sh").is_file())

    def test_the_language_field_by_field(self):
        manager, client = start_new_kernel(kernel_name="kiln", startup_timeout=SECONDS)
        try:
            client.kernel_info()
            information = client.get_shell_msg(timeout=SECONDS)["content"]
        finally:
            client.stop_channels()
            manager.shutdown_kernel()
        self.assertEqual(
            set(information),
            {
                "status",
                "protocol_version",
                "implementation",
                "implementation_version",
                "language_info",
                "banner",
                "debugger",
                "help_links",
                "supported_features",
            },
        )
        self.assertEqual(information["status"], "ok")
        self.assertEqual(information["protocol_version"], "5.5")
        self.assertEqual(information["implementation"], "kiln")
        self.assertRegex(information["implementation_version"], r"^\d+\.\d+\.\d+")
        self.assertTrue(information["banner"].startswith("Kiln "))
        self.assertIs(information["debugger"], False)
        self.assertEqual(information["supported_features"], ["kernel subshells"])
        self.assertTrue(all(set(link) == {"text", "url"} for link in information["help_links"]))
        language = information["language_info"]
        self.assertRegex(language.pop("version"), r"^\d+(\.\d+)*")
        self.assertEqual(
            language,
            {
                "name": "java",
                "mimetype": "text/x-java",
                "file_extension": ".java",
                "pygments_lexer": "java",
                "codemirror_mode": "java",
                "nbconvert_exporter": "script",
            },
        )
