package dev.kiln.magics.grammar;

/// `$name` or `${expression}`: a Java value, not looked up yet.
///
/// @param expression Java source; a name alone for `$name`
public record Reference(String expression) {
    @Override
    public String toString() {
        return expression.matches("[A-Za-z_]\\w*") ? "$" + expression : "${" + expression + "}";
    }
}
