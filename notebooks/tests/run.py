"""Runs one file of tests and writes one JSON line a test: run.py FILE REPORT.

A skipped test is written as failed: what the kernel cannot do must not look tried.
"""

import importlib.util
import json
import sys
import unittest
from pathlib import Path


class Report(unittest.TextTestResult):
    def __init__(self, *arguments, **settings):
        super().__init__(*arguments, **settings)
        self.problems = {}
        self.order = []

    def startTest(self, test):
        self.order.append(test.id())
        super().startTest(test)

    def problem(self, test, detail):
        self.problems.setdefault(test.id(), []).append(detail)
        if test.id() not in self.order:
            self.order.append(test.id())  # a class or module that could not be set up

    def addError(self, test, error):
        super().addError(test, error)
        self.problem(test, self.errors[-1][1])

    def addFailure(self, test, error):
        super().addFailure(test, error)
        self.problem(test, self.failures[-1][1])

    def addSubTest(self, test, subtest, error):
        super().addSubTest(test, subtest, error)
        if error is not None:
            self.problem(test, f"{subtest}: {error[1]}")

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self.problem(test, f"skipped: {reason}")

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self.problem(test, "passed, and was expected to fail")

    def lines(self):
        for test in self.order:
            problems = self.problems.get(test, [])
            yield json.dumps({"test": test, "passed": not problems, "detail": "\n".join(problems)})


def main(file, report):
    sys.path.insert(0, str(file.parent))
    spec = importlib.util.spec_from_file_location(file.stem, file)
    module = importlib.util.module_from_spec(spec)
    sys.modules[file.stem] = module
    spec.loader.exec_module(module)
    suite = unittest.defaultTestLoader.loadTestsFromModule(module)
    result = unittest.TextTestRunner(verbosity=2, resultclass=Report).run(suite)
    report.write_text("".join(line + "\n" for line in result.lines()), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), Path(sys.argv[2]))
