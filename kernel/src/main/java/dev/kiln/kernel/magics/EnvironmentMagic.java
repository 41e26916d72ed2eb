package dev.kiln.kernel.magics;

import dev.kiln.catalog.UserError;

import java.util.Optional;

/// `%env` lists the names, `%env NAME` shows a value, `%env NAME=value` sets it for `%sh`.
record EnvironmentMagic(Environment environment) implements KernelMagic {
    @Override
    public Optional<Object> run(String arguments, Optional<String> body) {
        String text = arguments.strip();
        if (text.isEmpty()) {
            environment.all().forEach((name, value) -> System.out.println(name + "=" + value));
            return Optional.empty();
        }
        int sign = text.indexOf('=');
        int blank = text.indexOf(' ');
        int end = sign < 0 ? blank : blank < 0 ? sign : Math.min(sign, blank);
        if (end < 0) {
            return Optional.of(
                    environment
                            .get(text)
                            .orElseThrow(
                                    () ->
                                            new UserError(
                                                    "There is no environment variable "
                                                            + text
                                                            + ".",
                                                    "Type: %env " + text + "=value")));
        }
        String name = text.substring(0, end);
        String value = text.substring(end).strip().replaceFirst("^=\\s*", "");
        environment.set(name, value);
        System.out.println(name + "=" + value);
        return Optional.empty();
    }

    @Override
    public boolean needsNoJava() {
        return true;
    }

    @Override
    public String help() {
        return "%env, %env NAME, %env NAME=value: the environment of %sh";
    }
}
