package dev.kiln.kernel.magics;

import java.util.Map;
import java.util.Optional;

/// `%who` lists the variables with types and values.
record Who(Session session) implements KernelMagic {
    private static final int VALUE_WIDTH = 60;

    @Override
    public Optional<Object> run(String arguments, Optional<String> body) {
        Map<String, String> variables = session.variables();
        if (variables.isEmpty()) {
            System.out.println("There are no variables yet.");
            return Optional.empty();
        }
        int names = variables.keySet().stream().mapToInt(String::length).max().orElse(0);
        int types = variables.values().stream().mapToInt(String::length).max().orElse(0);
        String form = "%-" + names + "s  %-" + types + "s  %s%n";
        variables.forEach(
                (name, type) ->
                        System.out.printf(form, name, type, shortText(session.variable(name))));
        return Optional.empty();
    }

    private static String shortText(Optional<Object> value) {
        String text;
        try {
            text = value.map(String::valueOf).orElse("null").replaceAll("\\s+", " ");
        } catch (RuntimeException | StackOverflowError broken) {
            text = "(cannot be shown: " + broken.getClass().getSimpleName() + ")";
        }
        return text.length() <= VALUE_WIDTH ? text : text.substring(0, VALUE_WIDTH - 1) + "…";
    }

    @Override
    public boolean needsNoJava() {
        return true;
    }

    @Override
    public String help() {
        return "%who: the variables with their types and values";
    }
}
