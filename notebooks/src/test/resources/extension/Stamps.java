package example;

import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.comm.CommTarget;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.dflib.jjava.jupyter.kernel.magic.CellMagic;
import org.dflib.jjava.jupyter.kernel.magic.LineMagic;

/** An extension as others write them: magics, a drawn class, a display that changes, a comm's target. */
public final class Stamps implements Extension {
    /** Drawn as HTML by this extension. */
    public record Stamp(String text) {}

    @Override
    public void install(BaseKernel kernel) {
        kernel.getMagicsRegistry()
                .registerLineMagic(
                        "stamp", (LineMagic<Object, BaseKernel>) (k, words) -> "words " + words)
                .registerCellMagic(
                        "stamps",
                        (CellMagic<Object, BaseKernel>)
                                (k, words, body) -> {
                                    DisplayData data = new DisplayData("first");
                                    data.putTransientData("display_id", "stamps");
                                    k.display(data);
                                    k.getIO()
                                            .display
                                            .updateDisplay(
                                                    "stamps",
                                                    new DisplayData("then " + body.strip()));
                                    return k.evalRaw("6 * 7");
                                });
        kernel.getRenderer()
                .createRegistration(Stamp.class)
                .preferring(MIMEType.TEXT_HTML)
                .supporting(MIMEType.TEXT_PLAIN)
                .register(
                        (stamp, context) -> {
                            context.renderIfRequested(
                                    MIMEType.TEXT_HTML, () -> "<b>" + stamp.text() + "</b>");
                            context.renderIfRequested(MIMEType.TEXT_PLAIN, () -> stamp.text());
                        });
        kernel.getCommManager()
                .registerTarget("stamps", (CommTarget) (manager, id, target, message) -> null);
    }
}
