package dev.kiln.magics.jjava;

import dev.kiln.catalog.UserError;
import dev.kiln.magics.notebook.Notebook;
import dev.kiln.magics.output.Output;
import dev.kiln.magics.session.RunRecords;

import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// A notebook of another kernel of the line, reached by what all of them have: displays, and Java source that is evaluated.
final class GuestNotebook implements Notebook {
    private static final Pattern NAME = Pattern.compile("[\\p{L}_$][\\p{L}\\p{N}_$]*");

    private static final String DISPLAY_ID = "display_id";

    private final BaseKernel kernel;

    /// What the magics have declared: the only variables of such a kernel whose types can be known.
    private final Map<String, String> declared = new LinkedHashMap<>();

    GuestNotebook(BaseKernel kernel) {
        this.kernel = kernel;
    }

    @Override
    public Optional<Object> variable(String name) {
        try {
            return Optional.ofNullable(kernel.evalRaw(name));
        } catch (RuntimeException unknown) {
            // The kernel has no other way to say that there is no such variable.
            return Optional.empty();
        }
    }

    @Override
    public Map<String, String> variables() {
        return Map.copyOf(declared);
    }

    @Override
    public Object evaluate(String expression) {
        if (!NAME.matcher(expression.strip()).matches()) {
            throw new UserError(
                    "E106",
                    "${" + expression + "} cannot be worked out in this kernel.",
                    "Put the value into a variable in a cell before, and write $name.");
        }
        return variable(expression.strip())
                .orElseThrow(() -> new IllegalArgumentException(expression + " is null."));
    }

    @Override
    public boolean declare(String name, String type, Object value) {
        HandedOver.put(name, value);
        String taken = "dev.kiln.magics.jjava.HandedOver.<" + type + ">take(\"" + name + "\")";
        if (type.equals(declared.get(name))) {
            kernel.evalRaw(name + " = " + taken + ";");
        } else {
            kernel.evalRaw(type + " " + name + " = " + taken + ";");
            declared.put(name, type);
        }
        return true;
    }

    @Override
    public void show(Output output) {
        kernel.display(data(output));
    }

    @Override
    public LiveDisplay live(Output first) {
        String id = UUID.randomUUID().toString();
        DisplayData shown = data(first);
        // setDisplayId is not the same method in all versions of the line.
        shown.putTransientData(DISPLAY_ID, id);
        kernel.display(shown);
        return output -> kernel.getIO().display.updateDisplay(id, data(output));
    }

    private static DisplayData data(Output output) {
        var data = new DisplayData(output.text());
        data.putData(MIMEType.TEXT_HTML, output.html());
        return data;
    }

    /// Such a kernel ends the cell at an interrupt and tells nobody.
    @Override
    public Interruptible onInterrupt(Runnable stop) {
        return () -> {};
    }

    @Override
    public Path folder() {
        return Path.of("").toAbsolutePath();
    }

    @Override
    public Optional<Path> records() {
        return Optional.of(
                RunRecords.usual(
                        System.getenv(),
                        Path.of(System.getProperty("user.home")),
                        System.getProperty("os.name")));
    }

    @Override
    public Optional<String> kernelId() {
        return Optional.empty();
    }
}
