package dev.kiln.magics.drawing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The SVG inside an `<img>`.
public final class SvgText {
    private static final Pattern DATA = Pattern.compile("base64,([A-Za-z0-9+/=]+)\"");

    private SvgText() {}

    public static String decoded(String html) {
        Matcher data = DATA.matcher(html);
        if (!data.find()) {
            throw new IllegalArgumentException("no picture in " + html);
        }
        return new String(Base64.getDecoder().decode(data.group(1)), StandardCharsets.UTF_8);
    }
}
