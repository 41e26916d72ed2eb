package dev.kiln.magics.jjava;

import dev.kiln.events.History;
import dev.kiln.magics.drawing.Drawing;
import dev.kiln.magics.output.Output;
import dev.kiln.magics.session.EvalReport;
import dev.kiln.magics.session.Run;
import dev.kiln.magics.session.Runs;
import dev.kiln.magics.training.SummaryCard;
import dev.kiln.model.Model;

import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.knowm.xchart.internal.chartpart.Chart;

import tech.tablesaw.api.Table;

import java.util.function.Function;

/// Draws tables, charts, models and fits that a cell ends in; in a kernel that does not run Kiln's magics by itself, brings these too.
public final class KilnExtension implements Extension {
    @Override
    public void install(BaseKernel kernel) {
        if (!(kernel instanceof RunsMagics)) {
            GuestMagics.install(kernel);
        }
        Renderer renderer = kernel.getRenderer();
        draw(renderer, Table.class, table -> new Drawing().show(table));
        draw(renderer, Chart.class, chart -> new Drawing().show((Chart<?, ?>) chart));
        draw(renderer, History.class, history -> new Drawing().show(history.table()));
        draw(
                renderer,
                Run.class,
                run -> run.card().orElseGet(() -> new Drawing().show(run.history().table())));
        draw(renderer, Runs.class, runs -> new Drawing().show(runs.table()));
        draw(renderer, EvalReport.class, report -> new Drawing().show(report.perClass()));
        draw(renderer, Model.class, model -> SummaryCard.of(model, "").card());
    }

    private static <T> void draw(Renderer renderer, Class<T> type, Function<T, Output> drawn) {
        renderer.createRegistration(type)
                .preferring(MIMEType.TEXT_HTML)
                .supporting(MIMEType.TEXT_PLAIN)
                .register(
                        (value, context) -> {
                            Output output = drawn.apply(value);
                            context.renderIfRequested(MIMEType.TEXT_HTML, output::html);
                            context.renderIfRequested(MIMEType.TEXT_PLAIN, output::text);
                        });
    }
}
