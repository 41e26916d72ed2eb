package dev.kiln.kernel.magics;

import dev.kiln.catalog.UserError;

import java.util.List;
import java.util.Optional;

/// `%mavenRepo id url` adds a repository for `%maven`.
record MavenRepository(Dependencies dependencies) implements KernelMagic {
    @Override
    public Optional<Object> run(String arguments, Optional<String> body) {
        List<String> words = Words.of(arguments);
        if (words.size() != 2) {
            throw new UserError(
                    "%mavenRepo takes an id and an address.",
                    "Type: %mavenRepo name https://host/path");
        }
        dependencies.addRepository(words.get(0), words.get(1));
        return Optional.empty();
    }

    @Override
    public String help() {
        return "%mavenRepo id url: a repository that %maven searches too";
    }
}
