package dev.kiln.kernel;

import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/// Draws what somebody registered a drawing for; of all else, text that can be read, arrays and lists of any length included.
final class ReadableRenderer extends Renderer {
    @Override
    protected DisplayData finalizeDisplayData(DisplayData data, Object value) {
        if (!data.hasDataForType(MIMEType.TEXT_PLAIN)) {
            data.putText(Values.text(value));
        }
        return data;
    }
}
