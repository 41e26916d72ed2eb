package dev.kiln.magics.drawing.svg;

import org.jspecify.annotations.Nullable;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.LinearGradientPaint;
import java.awt.Paint;
import java.awt.Rectangle;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import javax.imageio.ImageIO;

/// Records what is painted as [Mark]s of a [Sheet].
///
/// Points that are not finite are left out, so a chart with missing values is drawn with gaps.
public final class SvgGraphics extends ShapeGraphics {
    private final Sheet sheet;

    public SvgGraphics() {
        this(new Sheet());
    }

    private SvgGraphics(Sheet sheet) {
        this.sheet = sheet;
    }

    /// What was painted so far.
    public Sheet sheet() {
        return sheet;
    }

    @Override
    public Graphics create() {
        SvgGraphics copy = new SvgGraphics(sheet);
        copy.copyStateFrom(this);
        return copy;
    }

    @Override
    public void fill(Shape shape) {
        switch (paint) {
            case Color color -> fill(shape, Ink.of(color, opacity));
            case GradientPaint gradient -> shade(shape, gradient);
            case LinearGradientPaint gradient -> shade(shape, gradient);
            default -> fillWithPixels(shape, paint);
        }
    }

    private void shade(Shape shape, Paint gradient) {
        sheet.add(
                new Mark.Shaded(
                        placed(shape), gradient, new AffineTransform(transform), clipBox()));
    }

    private void fill(Shape shape, Ink ink) {
        if (!ink.visible()) {
            return;
        }
        if (isRigid(transform)
                && shape instanceof Ellipse2D round
                && round.getWidth() == round.getHeight()) {
            Point2D center =
                    transform.transform(
                            new Point2D.Double(round.getCenterX(), round.getCenterY()), null);
            sheet.add(new Mark.Dots(List.of(center), round.getWidth(), ink, clipBox()));
        } else if (isRigid(transform) && hasCurves(shape)) {
            sheet.add(Outlines.stamps(shape, transform, ink, clipBox()));
        } else {
            Path2D path = placed(shape);
            sheet.add(
                    Dashes.line(path, ink, clipBox())
                            .<Mark>map(line -> line)
                            .orElseGet(() -> new Mark.Area(path, ink, clipBox())));
        }
    }

    @Override
    public void draw(Shape shape) {
        if (!(stroke instanceof BasicStroke basic)
                || !(paint instanceof Color color)
                || !isRigid(transform)) {
            fill(stroke.createStrokedShape(shape));
            return;
        }
        Ink ink = Ink.of(color, opacity);
        if (ink.visible() && basic.getLineWidth() > 0) {
            sheet.add(new Mark.Line(placed(shape), ink, pen(basic), clipBox()));
        }
    }

    @Override
    void image(BufferedImage image, AffineTransform place) {
        sheet.add(
                new Mark.Raster(
                        png(image),
                        new Rectangle2D.Double(0, 0, image.getWidth(), image.getHeight()),
                        place,
                        clipBox()));
    }

    /// Textures and round gradients have no short form in SVG, so they go in as pixels.
    private void fillWithPixels(Shape shape, Paint texture) {
        Rectangle box = transform.createTransformedShape(shape).getBounds();
        if (box.isEmpty()) {
            return;
        }
        BufferedImage pixels =
                new BufferedImage(box.width, box.height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D on = pixels.createGraphics();
        on.translate(-box.x, -box.y);
        on.transform(transform);
        on.setPaint(texture);
        on.fill(shape);
        on.dispose();
        image(pixels, AffineTransform.getTranslateInstance(box.x, box.y));
    }

    private static String png(BufferedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static Mark.Pen pen(BasicStroke stroke) {
        List<Float> dash = new ArrayList<>();
        if (stroke.getDashArray() != null) {
            for (float length : stroke.getDashArray()) {
                dash.add(length);
            }
        }
        return new Mark.Pen(
                stroke.getLineWidth(), List.copyOf(dash), stroke.getEndCap(), stroke.getLineJoin());
    }

    private @Nullable Rectangle2D clipBox() {
        return clip == null ? null : clip.getBounds2D();
    }

    /// The shape in pixels of the picture, without the points that are not finite.
    private Path2D placed(Shape shape) {
        Path2D path = new Path2D.Double();
        double[] at = new double[6];
        boolean open = false;
        for (PathIterator walk = shape.getPathIterator(transform); !walk.isDone(); walk.next()) {
            int kind = walk.currentSegment(at);
            if (kind == PathIterator.SEG_CLOSE) {
                if (open) {
                    path.closePath();
                }
                continue;
            }
            int count =
                    kind == PathIterator.SEG_CUBICTO ? 6 : kind == PathIterator.SEG_QUADTO ? 4 : 2;
            if (!finite(at, count)) {
                open = false;
            } else if (kind == PathIterator.SEG_MOVETO || !open) {
                path.moveTo(at[count - 2], at[count - 1]);
                open = true;
            } else if (kind == PathIterator.SEG_LINETO) {
                path.lineTo(at[0], at[1]);
            } else if (kind == PathIterator.SEG_QUADTO) {
                path.quadTo(at[0], at[1], at[2], at[3]);
            } else {
                path.curveTo(at[0], at[1], at[2], at[3], at[4], at[5]);
            }
        }
        return path;
    }

    private static boolean finite(double[] at, int count) {
        for (int i = 0; i < count; i++) {
            // Beyond this many pixels the grid's whole numbers would overflow; nothing of it is
            // visible.
            if (!(Math.abs(at[i]) < 1e6)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isRigid(AffineTransform transform) {
        int scales =
                AffineTransform.TYPE_MASK_SCALE
                        | AffineTransform.TYPE_GENERAL_TRANSFORM
                        | AffineTransform.TYPE_FLIP;
        return (transform.getType() & scales) == 0;
    }

    private static boolean hasCurves(Shape shape) {
        double[] at = new double[6];
        for (PathIterator walk = shape.getPathIterator(null); !walk.isDone(); walk.next()) {
            int kind = walk.currentSegment(at);
            if (kind == PathIterator.SEG_QUADTO || kind == PathIterator.SEG_CUBICTO) {
                return true;
            }
        }
        return false;
    }
}
