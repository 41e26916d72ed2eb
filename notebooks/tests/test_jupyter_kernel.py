"""The Jupyter project's own tests for kernels, told what Java looks like."""

import jupyter_kernel_test


class JupyterKernelTest(jupyter_kernel_test.KernelTests):
    kernel_name = "kiln"
    language_name = "java"
    file_extension = ".java"

    code_hello_world = 'System.out.println("hello, world");'
    code_stderr = 'System.err.println("a warning");'
    code_generate_error = 'throw new IllegalStateException("a failure");'
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": '"two".repeat(2)', "result": "twotwo"},
        {"code": "List.of(1, 2, 3)", "result": "[1, 2, 3]"},
    ]
    code_display_data = [{"code": 'display("shown");', "mime": "text/plain"}]
    completion_samples = [
        {"text": "Math.hypo", "matches": {"hypot"}},
        {"text": "new java.util.ArrayDequ", "matches": {"ArrayDeque"}},
    ]
    complete_code_samples = ["1 + 1", "int i = 1;", "for (int j = 0; j < 3; j++) { }", "%data iris"]
    incomplete_code_samples = ["for (int j = 0; j < 3; j++) {", "int i =", "void f() {"]
    invalid_code_samples = ["int 5x = ;)", "class { }", "}"]
    code_inspect_sample = "Math.max"
    code_history_pattern = "6 *"
    supported_history_operations = ("tail", "range", "search")

    code_page_something = 'page("a page");'
    code_clear_output = "clearOutput(false);"


class IopubWelcomeTest(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "kiln"
    support_iopub_welcome = True
