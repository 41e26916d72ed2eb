package dev.kiln.kernel;

import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.messages.publish.PublishClearOutput;

import java.util.UUID;

/// Functions that every cell can call by their names.
public final class CellFunctions {
    private CellFunctions() {}

    private static KilnKernel kernel() {
        return (KilnKernel) BaseKernel.notebookKernel();
    }

    /// A value as the notebook would show it.
    public static DisplayData render(Object value) {
        return kernel().show(value);
    }

    /// A value as one of these media types, where something can draw it so.
    public static DisplayData render(Object value, String... types) {
        return value instanceof DisplayData data
                ? data
                : kernel().getRenderer().renderAs(value, types);
    }

    /// Shows a value here and now.
    ///
    /// @return the display's id, for [#updateDisplay(String, Object)]
    public static String display(Object value) {
        return shown(render(value));
    }

    /// Shows a value as one of these media types.
    public static String display(Object value, String... types) {
        return shown(render(value, types));
    }

    private static String shown(DisplayData data) {
        if (data.getDisplayId() == null) {
            data.setDisplayId(UUID.randomUUID().toString());
        }
        kernel().display(data);
        return data.getDisplayId();
    }

    /// Replaces what a display shows; from any thread, also after the cell has ended.
    public static void updateDisplay(String id, Object value) {
        kernel().getIO().display.updateDisplay(id, render(value));
    }

    /// Clears what the cell has shown so far.
    ///
    /// @param wait whether to wait for the next output, which avoids flicker
    public static void clearOutput(boolean wait) {
        kernel().publish(wait ? PublishClearOutput.BEFORE_NEXT_OUTPUT : PublishClearOutput.NOW);
    }

    /// Shows a value in the frontend's pager, where it has one.
    public static void page(Object value) {
        kernel().page(render(value));
    }

    /// Asks the user for a line.
    public static String readLine(String prompt) throws InterruptedException {
        return kernel().ask(prompt, false);
    }

    /// Asks the user for a line that is hidden while it is typed.
    public static String readPassword(String prompt) throws InterruptedException {
        return kernel().ask(prompt, true);
    }
}
