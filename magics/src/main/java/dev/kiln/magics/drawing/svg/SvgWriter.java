package dev.kiln.magics.drawing.svg;

import org.jspecify.annotations.Nullable;

import java.awt.BasicStroke;
import java.awt.Point;
import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Writes a [Sheet] as SVG: whole coordinates on a grid of [Outline#UNIT] a pixel, each letter once,
/// colours that follow the plate as classes.
public final class SvgWriter {
    /// The pen of the lines of Kiln's charts, said once for the whole picture.
    private static final int USUAL_WIDTH = 2 * Outline.UNIT;

    private static final Pattern START = Pattern.compile("m(-?\\d+) ?(-?\\d+)");

    private final Theme theme;
    private final double tolerance;
    private final StringBuilder body = new StringBuilder();
    private final StringBuilder definitions = new StringBuilder();
    private final Map<Mark.Stamps, List<Repeats.Placed>> texts = new IdentityHashMap<>();
    private final Map<Repeats.Sign, Integer> uses = new IdentityHashMap<>();
    private final Map<Repeats.Sign, String> letters = new IdentityHashMap<>();
    private final Map<Ink, String> fillClasses = new LinkedHashMap<>();
    private final Map<Ink, String> lineClasses = new LinkedHashMap<>();
    private final Map<String, String> clips = new LinkedHashMap<>();
    private int gradients;
    private Rectangle2D page = new Rectangle2D.Double();

    /// @param tolerance how far lines may move to take fewer points, in pixels
    public SvgWriter(Theme theme, double tolerance) {
        this.theme = theme;
        this.tolerance = tolerance;
    }

    /// @param width  in pixels
    /// @param height in pixels
    /// @return a whole SVG document
    public String write(Sheet sheet, int width, int height) {
        page = new Rectangle2D.Double(0, 0, width, height);
        List<Mark> marks = sheet.marks();
        findRepeats(marks);
        int from = 0;
        while (from < marks.size()) {
            from = writeRun(marks, from);
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\""
                + width
                + "\" height=\""
                + height
                + "\" stroke-width=\""
                + USUAL_WIDTH
                + "\" stroke-linejoin=\"round\" viewBox=\"0 0 "
                + width * Outline.UNIT
                + " "
                + height * Outline.UNIT
                + "\">"
                + style()
                + (definitions.isEmpty() ? "" : "<defs>" + definitions + "</defs>")
                + body
                + "</svg>";
    }

    private void findRepeats(List<Mark> marks) {
        List<Mark.Stamps> written =
                marks.stream()
                        .filter(Mark.Stamps.class::isInstance)
                        .map(Mark.Stamps.class::cast)
                        .toList();
        var found = Repeats.in(written.stream().map(Mark.Stamps::stamps).toList());
        for (int i = 0; i < written.size(); i++) {
            texts.put(written.get(i), found.get(i));
            found.get(i).forEach(placed -> count(placed.sign()));
        }
    }

    private void count(Repeats.Sign sign) {
        if (uses.merge(sign, 1, Integer::sum) == 1 && sign instanceof Repeats.Group group) {
            group.parts().forEach(part -> count(part.sign()));
        }
    }

    /// Writes the mark, together with the texts of the same ink that follow it.
    private int writeRun(List<Mark> marks, int from) {
        switch (marks.get(from)) {
            case Mark.Area area ->
                    body.append("<path")
                            .append(fill(area.ink()))
                            .append(clip(area.clip(), area.path().getBounds2D(), 0))
                            .append(" d=\"")
                            .append(Outline.of(area.path(), null))
                            .append("\"/>");
            case Mark.Shaded shaded -> writeShaded(shaded);
            case Mark.Line line -> writeLine(line);
            case Mark.Dots dots -> writeDots(dots);
            case Mark.Raster raster -> writeRaster(raster);
            case Mark.Stamps first -> {
                int to = from;
                body.append("<g")
                        .append(fill(first.ink()))
                        .append(clip(first.clip(), box(first), 0))
                        .append('>');
                while (to < marks.size()
                        && marks.get(to) instanceof Mark.Stamps next
                        && next.ink().equals(first.ink())
                        && Objects.equals(
                                clip(next.clip(), box(next), 0),
                                clip(first.clip(), box(first), 0))) {
                    writeStamps(next);
                    to++;
                }
                body.append("</g>");
                return to;
            }
        }
        return from + 1;
    }

    private static Rectangle2D box(Mark.Stamps stamps) {
        Rectangle2D box =
                new Rectangle2D.Double(
                        (double) stamps.stamps().getFirst().x() / Outline.UNIT,
                        (double) stamps.stamps().getFirst().y() / Outline.UNIT,
                        0,
                        0);
        for (Mark.Stamp stamp : stamps.stamps()) {
            box.add((double) stamp.x() / Outline.UNIT, (double) stamp.y() / Outline.UNIT);
        }
        return stamps.place().createTransformedShape(box).getBounds2D();
    }

    private void writeStamps(Mark.Stamps stamps) {
        AffineTransform place = stamps.place();
        int x = Outline.units(place.getTranslateX());
        int y = Outline.units(place.getTranslateY());
        boolean turned = place.getShearX() != 0 || place.getScaleX() != 1;
        List<Repeats.Placed> text = Objects.requireNonNull(texts.get(stamps));
        boolean grouped = turned || text.size() > 3;
        if (grouped) {
            body.append("<g transform=\"translate(").append(pair(x, y)).append(')');
            if (turned) {
                double angle = Math.toDegrees(Math.atan2(place.getShearY(), place.getScaleX()));
                body.append("rotate(").append(decimal(angle)).append(')');
            }
            body.append("\">");
            x = 0;
            y = 0;
        }
        for (Repeats.Placed sign : text) {
            writeSign(body, sign.sign(), x + sign.x(), y + sign.y());
        }
        if (grouped) {
            body.append("</g>");
        }
    }

    private void writeSign(StringBuilder to, Repeats.Sign sign, int x, int y) {
        if (sign instanceof Repeats.Letter(String outline) && uses.getOrDefault(sign, 0) < 2) {
            to.append("<path d=\"").append(moved(outline, x, y)).append("\"/>");
            return;
        }
        String letter = letters.get(sign);
        if (letter == null) {
            letter = define(sign);
        }
        to.append("<use href=\"#").append(letter).append('"');
        if (x != 0) {
            to.append(" x=\"").append(x).append('"');
        }
        if (y != 0) {
            to.append(" y=\"").append(y).append('"');
        }
        to.append("/>");
    }

    private String define(Repeats.Sign sign) {
        StringBuilder definition = new StringBuilder();
        if (sign instanceof Repeats.Group group) {
            group.parts().forEach(part -> writeSign(definition, part.sign(), part.x(), part.y()));
        }
        String name = name(letters.size());
        letters.put(sign, name);
        switch (sign) {
            case Repeats.Letter(String outline) ->
                    definitions
                            .append("<path id=\"")
                            .append(name)
                            .append("\" d=\"")
                            .append(outline)
                            .append("\"/>");
            case Repeats.Group _ ->
                    definitions
                            .append("<g id=\"")
                            .append(name)
                            .append("\">")
                            .append(definition)
                            .append("</g>");
        }
        return name;
    }

    private void writeLine(Mark.Line line) {
        Mark.Pen pen = line.pen();
        body.append("<path fill=\"none\"").append(stroke(line.ink()));
        if (Outline.units(pen.width()) != USUAL_WIDTH) {
            body.append(" stroke-width=\"").append(Outline.units(pen.width())).append('"');
        }
        if (!pen.dash().isEmpty()) {
            body.append(" stroke-dasharray=\"");
            for (int i = 0; i < pen.dash().size(); i++) {
                body.append(i == 0 ? "" : " ").append(Outline.units(pen.dash().get(i)));
            }
            body.append('"');
        }
        if (pen.cap() != BasicStroke.CAP_BUTT && !pen.dash().isEmpty()
                || pen.cap() == BasicStroke.CAP_ROUND) {
            body.append(
                    pen.cap() == BasicStroke.CAP_ROUND
                            ? " stroke-linecap=\"round\""
                            : " stroke-linecap=\"square\"");
        }
        if (pen.join() != BasicStroke.JOIN_ROUND) {
            body.append(
                    pen.join() == BasicStroke.JOIN_MITER
                            ? " stroke-linejoin=\"miter\""
                            : " stroke-linejoin=\"bevel\"");
        }
        body.append(clip(line.clip(), line.path().getBounds2D(), pen.width()));
        body.append(" d=\"")
                .append(Outline.of(Thinning.thin(line.path(), tolerance), null))
                .append("\"/>");
    }

    /// A line of no length with round ends is a circle, and takes far fewer bytes.
    private void writeDots(Mark.Dots dots) {
        List<Point2D> points = new ArrayList<>();
        Rectangle2D box =
                new Rectangle2D.Double(
                        dots.centers().getFirst().getX(), dots.centers().getFirst().getY(), 0, 0);
        Set<Point> taken = new HashSet<>();
        double cell = Math.max(1, dots.diameter() / 3);
        for (Point2D center : dots.centers()) {
            // Of many dots, a second one almost in the same place would not be seen.
            Point pixel = new Point((int) (center.getX() / cell), (int) (center.getY() / cell));
            if (page.contains(center)
                    && (taken.add(pixel) || dots.centers().size() < Thinning.MOST_POINTS)) {
                points.add(center);
                box.add(center);
            }
        }
        body.append("<path fill=\"none\" stroke-linecap=\"round\"").append(stroke(dots.ink()));
        body.append(" stroke-width=\"").append(Outline.units(dots.diameter())).append('"');
        body.append(clip(dots.clip(), box, dots.diameter()));
        body.append(" d=\"").append(Outline.points(points)).append("\"/>");
    }

    private void writeShaded(Mark.Shaded shaded) {
        String name = "_" + gradients++;
        definitions.append(Gradients.definition(name, shaded.paint(), shaded.place()));
        body.append("<path fill=\"url(#")
                .append(name)
                .append(")\"")
                .append(clip(shaded.clip(), shaded.path().getBounds2D(), 0))
                .append(" d=\"")
                .append(Outline.of(shaded.path(), null))
                .append("\"/>");
    }

    private void writeRaster(Mark.Raster raster) {
        AffineTransform place = raster.place();
        body.append(
                        "<image preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\" width=\"")
                .append(Outline.units(raster.box().getWidth()))
                .append("\" height=\"")
                .append(Outline.units(raster.box().getHeight()))
                .append("\" transform=\"matrix(")
                .append(decimal(place.getScaleX()))
                .append(' ')
                .append(decimal(place.getShearY()))
                .append(' ')
                .append(decimal(place.getShearX()))
                .append(' ')
                .append(decimal(place.getScaleY()))
                .append(' ')
                .append(Outline.units(place.getTranslateX()))
                .append(' ')
                .append(Outline.units(place.getTranslateY()))
                .append(")\" href=\"")
                .append(raster.png())
                .append("\"/>");
    }

    private String clip(@Nullable Rectangle2D clip, Rectangle2D box, double margin) {
        if (clip == null || clip.contains(page)) {
            return "";
        }
        // A line at the rim is half outside, as XChart means it.
        Rectangle2D roomy =
                new Rectangle2D.Double(
                        clip.getX() - margin - 1,
                        clip.getY() - margin - 1,
                        clip.getWidth() + 2 * margin + 2,
                        clip.getHeight() + 2 * margin + 2);
        if (roomy.contains(box.getX(), box.getY())
                && roomy.contains(box.getMaxX(), box.getMaxY())) {
            return "";
        }
        String outline = Outline.of(clip, null);
        String name =
                clips.computeIfAbsent(
                        outline,
                        path -> {
                            String next = "_c" + clips.size();
                            definitions
                                    .append("<clipPath id=\"")
                                    .append(next)
                                    .append("\"><path d=\"")
                                    .append(path)
                                    .append("\"/></clipPath>");
                            return next;
                        });
        return " clip-path=\"url(#" + name + ")\"";
    }

    private String fill(Ink ink) {
        return colour("fill", ink, fillClasses, "");
    }

    private String stroke(Ink ink) {
        return colour("stroke", ink, lineClasses, "_");
    }

    private String colour(String property, Ink ink, Map<Ink, String> classes, String prefix) {
        String opacity =
                ink.opaque()
                        ? ""
                        : " " + property + "-opacity=\"" + decimal(ink.alpha() / 255.0) + "\"";
        Ink solid = new Ink(ink.rgb(), 255, ink.swaps());
        return switch (theme) {
            case LIGHT -> " " + property + "=\"" + ink.light() + "\"" + opacity;
            case DARK -> " " + property + "=\"" + ink.dark() + "\"" + opacity;
            case AUTO ->
                    ink.swaps()
                            ? " class=\""
                                    + classes.computeIfAbsent(
                                            solid, _ -> prefix + name(classes.size()))
                                    + "\""
                                    + opacity
                            : " " + property + "=\"" + ink.light() + "\"" + opacity;
        };
    }

    private String style() {
        if (fillClasses.isEmpty() && lineClasses.isEmpty()) {
            return "";
        }
        StringBuilder light = new StringBuilder();
        StringBuilder dark = new StringBuilder();
        fillClasses.forEach(
                (ink, name) -> {
                    light.append('.').append(name).append("{fill:").append(ink.light()).append('}');
                    dark.append('.').append(name).append("{fill:").append(ink.dark()).append('}');
                });
        lineClasses.forEach(
                (ink, name) -> {
                    light.append('.')
                            .append(name)
                            .append("{stroke:")
                            .append(ink.light())
                            .append('}');
                    dark.append('.').append(name).append("{stroke:").append(ink.dark()).append('}');
                });
        return "<style>" + light + "@media(prefers-color-scheme:dark){" + dark + "}</style>";
    }

    /// Path data whose first point is put elsewhere; the rest is relative to it.
    private static String moved(String outline, int x, int y) {
        Matcher start = START.matcher(outline);
        if (!start.lookingAt()) {
            throw new IllegalArgumentException("path data that starts nowhere: " + outline);
        }
        return "m"
                + pair(x + Integer.parseInt(start.group(1)), y + Integer.parseInt(start.group(2)))
                + outline.substring(start.end());
    }

    private static String pair(int x, int y) {
        return x + (y < 0 ? "" : " ") + y;
    }

    static String decimal(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value).replaceAll("\\.?0+$", "");
        return text.equals("-0") || text.isEmpty() ? "0" : text;
    }

    private static String name(int index) {
        String alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
        String last = String.valueOf(alphabet.charAt(index % alphabet.length()));
        return index < alphabet.length() ? last : name(index / alphabet.length() - 1) + last;
    }
}
