package dev.kiln.magics.drawing.svg;

import org.jspecify.annotations.Nullable;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Composite;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.GraphicsConfiguration;
import java.awt.Image;
import java.awt.Paint;
import java.awt.Polygon;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.Stroke;
import java.awt.font.FontRenderContext;
import java.awt.font.GlyphVector;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.BufferedImageOp;
import java.awt.image.ImageObserver;
import java.awt.image.RenderedImage;
import java.awt.image.renderable.RenderableImage;
import java.text.AttributedCharacterIterator;
import java.util.Map;

/// Brings the many calls of `Graphics2D` down to three: [#fill(Shape)], [#draw(Shape)] and
/// [#image(BufferedImage, AffineTransform)]. Text becomes its outline.
@SuppressWarnings("NullAway") // Graphics2D takes and returns null in many places.
abstract class ShapeGraphics extends Graphics2D {
    private static final FontRenderContext PLAIN = new FontRenderContext(null, true, true);

    AffineTransform transform = new AffineTransform();
    Paint paint = Color.BLACK;
    Stroke stroke = new BasicStroke();
    float opacity = 1;

    /// In pixels of the picture.
    @Nullable Shape clip;

    private Color color = Color.BLACK;
    private Color background = Color.WHITE;
    private Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private Composite composite = AlphaComposite.SrcOver;
    private RenderingHints hints = new RenderingHints(Map.of());

    /// Paints an image; its pixels are placed by `place`, which leads to pixels of the picture.
    abstract void image(BufferedImage image, AffineTransform place);

    void copyStateFrom(ShapeGraphics other) {
        transform = new AffineTransform(other.transform);
        paint = other.paint;
        stroke = other.stroke;
        opacity = other.opacity;
        clip = other.clip;
        color = other.color;
        background = other.background;
        font = other.font;
        composite = other.composite;
        hints = (RenderingHints) other.hints.clone();
    }

    // Text.

    @Override
    public void drawString(String text, int x, int y) {
        drawString(text, (float) x, (float) y);
    }

    @Override
    public void drawString(String text, float x, float y) {
        if (!text.isEmpty()) {
            fill(
                    new TextLayout(text, font, PLAIN)
                            .getOutline(AffineTransform.getTranslateInstance(x, y)));
        }
    }

    @Override
    public void drawString(AttributedCharacterIterator text, int x, int y) {
        drawString(text, (float) x, (float) y);
    }

    @Override
    public void drawString(AttributedCharacterIterator text, float x, float y) {
        fill(new TextLayout(text, PLAIN).getOutline(AffineTransform.getTranslateInstance(x, y)));
    }

    @Override
    public void drawGlyphVector(GlyphVector glyphs, float x, float y) {
        fill(glyphs.getOutline(x, y));
    }

    @Override
    public Font getFont() {
        return font;
    }

    @Override
    public void setFont(@Nullable Font next) {
        if (next != null) {
            font = next;
        }
    }

    @Override
    public FontMetrics getFontMetrics(Font of) {
        return new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB)
                .createGraphics()
                .getFontMetrics(of);
    }

    @Override
    public FontRenderContext getFontRenderContext() {
        return PLAIN;
    }

    // Shapes.

    @Override
    public void drawLine(int x1, int y1, int x2, int y2) {
        draw(new Line2D.Double(x1, y1, x2, y2));
    }

    @Override
    public void fillRect(int x, int y, int width, int height) {
        fill(new Rectangle(x, y, width, height));
    }

    @Override
    public void clearRect(int x, int y, int width, int height) {
        Paint before = paint;
        paint = background;
        fillRect(x, y, width, height);
        paint = before;
    }

    @Override
    public void drawRoundRect(int x, int y, int width, int height, int arcWidth, int arcHeight) {
        draw(new RoundRectangle2D.Double(x, y, width, height, arcWidth, arcHeight));
    }

    @Override
    public void fillRoundRect(int x, int y, int width, int height, int arcWidth, int arcHeight) {
        fill(new RoundRectangle2D.Double(x, y, width, height, arcWidth, arcHeight));
    }

    @Override
    public void drawOval(int x, int y, int width, int height) {
        draw(new Ellipse2D.Double(x, y, width, height));
    }

    @Override
    public void fillOval(int x, int y, int width, int height) {
        fill(new Ellipse2D.Double(x, y, width, height));
    }

    @Override
    public void drawArc(int x, int y, int width, int height, int startAngle, int arcAngle) {
        draw(new Arc2D.Double(x, y, width, height, startAngle, arcAngle, Arc2D.OPEN));
    }

    @Override
    public void fillArc(int x, int y, int width, int height, int startAngle, int arcAngle) {
        fill(new Arc2D.Double(x, y, width, height, startAngle, arcAngle, Arc2D.PIE));
    }

    @Override
    public void drawPolyline(int[] xs, int[] ys, int count) {
        Path2D path = new Path2D.Double();
        for (int i = 0; i < count; i++) {
            if (i == 0) {
                path.moveTo(xs[i], ys[i]);
            } else {
                path.lineTo(xs[i], ys[i]);
            }
        }
        draw(path);
    }

    @Override
    public void drawPolygon(int[] xs, int[] ys, int count) {
        draw(new Polygon(xs, ys, count));
    }

    @Override
    public void fillPolygon(int[] xs, int[] ys, int count) {
        fill(new Polygon(xs, ys, count));
    }

    // Images.

    @Override
    public boolean drawImage(Image image, AffineTransform place, ImageObserver observer) {
        return drawAt(image, place);
    }

    @Override
    public void drawImage(BufferedImage image, BufferedImageOp operation, int x, int y) {
        drawAt(
                operation == null ? image : operation.filter(image, null),
                AffineTransform.getTranslateInstance(x, y));
    }

    @Override
    public void drawRenderedImage(RenderedImage image, AffineTransform place) {
        BufferedImage copy =
                new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_ARGB);
        copy.createGraphics().drawRenderedImage(image, new AffineTransform());
        drawAt(copy, place);
    }

    @Override
    public void drawRenderableImage(RenderableImage image, AffineTransform place) {
        drawRenderedImage(image.createDefaultRendering(), place);
    }

    @Override
    public boolean drawImage(Image image, int x, int y, ImageObserver observer) {
        return drawAt(image, AffineTransform.getTranslateInstance(x, y));
    }

    @Override
    public boolean drawImage(
            Image image, int x, int y, int width, int height, ImageObserver observer) {
        AffineTransform place = AffineTransform.getTranslateInstance(x, y);
        place.scale(
                (double) width / image.getWidth(observer),
                (double) height / image.getHeight(observer));
        return drawAt(image, place);
    }

    @Override
    public boolean drawImage(Image image, int x, int y, Color behind, ImageObserver observer) {
        return drawImage(image, x, y, observer);
    }

    @Override
    public boolean drawImage(
            Image image,
            int x,
            int y,
            int width,
            int height,
            Color behind,
            ImageObserver observer) {
        return drawImage(image, x, y, width, height, observer);
    }

    @Override
    public boolean drawImage(
            Image image,
            int dx1,
            int dy1,
            int dx2,
            int dy2,
            int sx1,
            int sy1,
            int sx2,
            int sy2,
            ImageObserver o) {
        BufferedImage part =
                new BufferedImage(
                        Math.abs(dx2 - dx1), Math.abs(dy2 - dy1), BufferedImage.TYPE_INT_ARGB);
        part.createGraphics()
                .drawImage(image, 0, 0, part.getWidth(), part.getHeight(), sx1, sy1, sx2, sy2, o);
        return drawAt(
                part, AffineTransform.getTranslateInstance(Math.min(dx1, dx2), Math.min(dy1, dy2)));
    }

    @Override
    public boolean drawImage(
            Image image,
            int dx1,
            int dy1,
            int dx2,
            int dy2,
            int sx1,
            int sy1,
            int sx2,
            int sy2,
            Color behind,
            ImageObserver observer) {
        return drawImage(image, dx1, dy1, dx2, dy2, sx1, sy1, sx2, sy2, observer);
    }

    private boolean drawAt(Image image, @Nullable AffineTransform place) {
        BufferedImage copy =
                new BufferedImage(
                        image.getWidth(null), image.getHeight(null), BufferedImage.TYPE_INT_ARGB);
        copy.createGraphics().drawImage(image, 0, 0, null);
        AffineTransform whole = new AffineTransform(transform);
        if (place != null) {
            whole.concatenate(place);
        }
        image(copy, whole);
        return true;
    }

    // State.

    @Override
    public void setComposite(Composite next) {
        composite = next;
        opacity = next instanceof AlphaComposite alpha ? alpha.getAlpha() : 1;
    }

    @Override
    public Composite getComposite() {
        return composite;
    }

    @Override
    public void setPaint(@Nullable Paint next) {
        if (next != null) {
            paint = next;
            if (next instanceof Color plain) {
                color = plain;
            }
        }
    }

    @Override
    public Paint getPaint() {
        return paint;
    }

    @Override
    public void setColor(@Nullable Color next) {
        setPaint(next);
    }

    @Override
    public Color getColor() {
        return color;
    }

    @Override
    public void setStroke(Stroke next) {
        stroke = next;
    }

    @Override
    public Stroke getStroke() {
        return stroke;
    }

    @Override
    public void setBackground(Color next) {
        background = next;
    }

    @Override
    public Color getBackground() {
        return background;
    }

    /// Has no effect: what is painted next covers what lies below.
    @Override
    public void setPaintMode() {}

    /// Has no effect: vector pictures know no exclusive or.
    @Override
    public void setXORMode(Color other) {}

    @Override
    public void setRenderingHint(RenderingHints.Key key, @Nullable Object value) {
        if (value == null) {
            hints.remove(key);
        } else {
            hints.put(key, value);
        }
    }

    @Override
    public @Nullable Object getRenderingHint(RenderingHints.Key key) {
        return hints.get(key);
    }

    @Override
    public void setRenderingHints(Map<?, ?> next) {
        hints.clear();
        hints.putAll(next);
    }

    @Override
    public void addRenderingHints(Map<?, ?> more) {
        hints.putAll(more);
    }

    @Override
    public RenderingHints getRenderingHints() {
        return (RenderingHints) hints.clone();
    }

    // Place.

    @Override
    public void translate(int x, int y) {
        transform.translate(x, y);
    }

    @Override
    public void translate(double x, double y) {
        transform.translate(x, y);
    }

    @Override
    public void rotate(double angle) {
        transform.rotate(angle);
    }

    @Override
    public void rotate(double angle, double x, double y) {
        transform.rotate(angle, x, y);
    }

    @Override
    public void scale(double x, double y) {
        transform.scale(x, y);
    }

    @Override
    public void shear(double x, double y) {
        transform.shear(x, y);
    }

    @Override
    public void transform(AffineTransform next) {
        transform.concatenate(next);
    }

    @Override
    public void setTransform(AffineTransform next) {
        transform = new AffineTransform(next);
    }

    @Override
    public AffineTransform getTransform() {
        return new AffineTransform(transform);
    }

    // Clip.

    @Override
    public void clip(@Nullable Shape shape) {
        if (shape == null) {
            clip = null;
            return;
        }
        Shape added = transform.createTransformedShape(shape);
        if (clip == null) {
            clip = added;
        } else {
            Area both = new Area(clip);
            both.intersect(new Area(added));
            clip = both;
        }
    }

    @Override
    public void clipRect(int x, int y, int width, int height) {
        clip(new Rectangle(x, y, width, height));
    }

    @Override
    public void setClip(int x, int y, int width, int height) {
        setClip(new Rectangle(x, y, width, height));
    }

    @Override
    public void setClip(@Nullable Shape shape) {
        clip = shape == null ? null : transform.createTransformedShape(shape);
    }

    @Override
    public @Nullable Shape getClip() {
        return clip == null ? null : inverse().createTransformedShape(clip);
    }

    @Override
    public @Nullable Rectangle getClipBounds() {
        Shape shape = getClip();
        return shape == null ? null : shape.getBounds();
    }

    private AffineTransform inverse() {
        AffineTransform back = new AffineTransform(transform);
        if (back.getDeterminant() == 0) {
            return new AffineTransform();
        }
        try {
            back.invert();
        } catch (java.awt.geom.NoninvertibleTransformException impossible) {
            throw new IllegalStateException(impossible);
        }
        return back;
    }

    @Override
    public boolean hit(Rectangle box, Shape shape, boolean onStroke) {
        Shape area = onStroke ? stroke.createStrokedShape(shape) : shape;
        return transform
                .createTransformedShape(area)
                .intersects(new Rectangle2D.Double(box.x, box.y, box.width, box.height));
    }

    @Override
    public @Nullable GraphicsConfiguration getDeviceConfiguration() {
        return null;
    }

    @Override
    public void copyArea(int x, int y, int width, int height, int dx, int dy) {
        throw new UnsupportedOperationException("a vector picture has no pixels to copy");
    }

    @Override
    public void dispose() {}
}
