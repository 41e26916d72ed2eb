package dev.kiln.golden;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A function that a record writes as text, `(epoch, lr) -> lr if epoch<3 else lr*0.1`: Python's arithmetic, comparisons
/// and conditional expression. Whole numbers stay [Long], others are [Double], as in Python.
public final class PythonFunction {
    private static final Pattern FUNCTION = Pattern.compile("\\(([^)]*)\\)\\s*->(.*)");
    private static final Pattern WORD =
            Pattern.compile(
                    "\\s*(\\d*\\.?\\d+(?:[eE][-+]?\\d+)?\\.?|[A-Za-z_][A-Za-z_0-9.]*|\\*\\*|//|<=|>=|==|!=|[-+*/%<>(),])");

    private final List<String> parameters;
    private final String[] words;
    private final Map<String, Number> values = new HashMap<>();
    private int at;

    public PythonFunction(String text) {
        Matcher function = FUNCTION.matcher(text);
        if (!function.matches()) {
            throw new AssertionError("no function: " + text);
        }
        parameters = Stream.of(function.group(1).split(",")).map(String::strip).toList();
        String body = function.group(2).strip();
        words = WORD.matcher(body).results().map(word -> word.group(1)).toArray(String[]::new);
        String read = String.join("", words);
        if (!read.equals(body.replaceAll("\\s", ""))) {
            throw new AssertionError("cannot read " + body);
        }
    }

    /// The value for as many of the given numbers as there are parameters.
    public Number of(Number... given) {
        for (int i = 0; i < parameters.size(); i++) {
            values.put(parameters.get(i), given[i]);
        }
        at = 0;
        Number value = conditional();
        if (at != words.length) {
            throw new AssertionError("cannot read " + words[at]);
        }
        return value;
    }

    private boolean takes(String word) {
        if (at < words.length && words[at].equals(word)) {
            at++;
            return true;
        }
        return false;
    }

    private Number conditional() {
        Number whenTrue = comparison();
        if (!takes("if")) {
            return whenTrue;
        }
        boolean holds = comparison().doubleValue() != 0;
        if (!takes("else")) {
            throw new AssertionError("if without else");
        }
        Number otherwise = conditional();
        return holds ? whenTrue : otherwise;
    }

    private Number comparison() {
        Number left = sum();
        for (String sign : List.of("<=", ">=", "==", "!=", "<", ">")) {
            if (takes(sign)) {
                int order = Double.compare(left.doubleValue(), sum().doubleValue());
                boolean holds =
                        switch (sign) {
                            case "<=" -> order <= 0;
                            case ">=" -> order >= 0;
                            case "==" -> order == 0;
                            case "!=" -> order != 0;
                            case "<" -> order < 0;
                            default -> order > 0;
                        };
                return holds ? 1L : 0L;
            }
        }
        return left;
    }

    private Number sum() {
        Number left = product();
        while (true) {
            if (takes("+")) {
                left = apply("+", left, product());
            } else if (takes("-")) {
                left = apply("-", left, product());
            } else {
                return left;
            }
        }
    }

    private Number product() {
        Number left = signed();
        while (true) {
            if (takes("*")) {
                left = apply("*", left, signed());
            } else if (takes("//")) {
                left = apply("//", left, signed());
            } else if (takes("/")) {
                left = left.doubleValue() / signed().doubleValue();
            } else if (takes("%")) {
                left = apply("%", left, signed());
            } else {
                return left;
            }
        }
    }

    private Number signed() {
        return takes("-") ? apply("-", 0L, signed()) : power();
    }

    private Number power() {
        Number base = atom();
        return takes("**") ? apply("**", base, signed()) : base;
    }

    private Number atom() {
        String word = words[at++];
        if (word.equals("(")) {
            Number value = conditional();
            takes(")");
            return value;
        }
        if (takes("(")) {
            Number first = conditional();
            Number second = takes(",") ? conditional() : first;
            takes(")");
            return call(word, first, second);
        }
        if (Character.isDigit(word.charAt(0)) || word.charAt(0) == '.') {
            return word.matches("\\d+") ? (Number) Long.valueOf(word) : Double.valueOf(word);
        }
        Number value = values.get(word);
        if (value == null) {
            throw new AssertionError("unknown name " + word);
        }
        return value;
    }

    private static Number call(String name, Number first, Number second) {
        return switch (name) {
            case "math.exp", "exp" -> Math.exp(first.doubleValue());
            case "math.cos" -> Math.cos(first.doubleValue());
            case "math.sqrt" -> Math.sqrt(first.doubleValue());
            case "math.pow" -> Math.pow(first.doubleValue(), second.doubleValue());
            case "float" -> first.doubleValue();
            case "int" -> first.longValue();
            case "max" -> first.doubleValue() >= second.doubleValue() ? first : second;
            case "min" -> first.doubleValue() <= second.doubleValue() ? first : second;
            default -> throw new AssertionError("unknown function " + name);
        };
    }

    private static Number apply(String sign, Number left, Number right) {
        double a = left.doubleValue();
        double b = right.doubleValue();
        double value =
                switch (sign) {
                    case "+" -> a + b;
                    case "-" -> a - b;
                    case "*" -> a * b;
                    case "//" -> Math.floor(a / b);
                    case "%" -> a - b * Math.floor(a / b);
                    default -> Math.pow(a, b);
                };
        boolean isWhole =
                left instanceof Long && right instanceof Long && !(sign.equals("**") && b < 0);
        return isWhole ? (Number) (long) value : value;
    }
}
