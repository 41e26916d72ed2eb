package dev.kiln.kernel.magics;

import java.util.Optional;

/// `%reset` forgets all variables, methods and classes; imports and the class path stay.
record Reset(Session session) implements KernelMagic {
    @Override
    public Optional<Object> run(String arguments, Optional<String> body) throws Exception {
        session.reset();
        System.out.println("All variables, methods and classes are forgotten.");
        return Optional.empty();
    }

    @Override
    public String help() {
        return "%reset: forgets all variables, methods and classes";
    }
}
