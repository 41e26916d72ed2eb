package dev.kiln.kernel.magics;

import dev.kiln.catalog.UserError;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// `%loadFromPOM pom.xml` and `%%loadFromPOM` add the dependencies of a Maven project or of a piece of one.
record LoadFromPom(Session session, Dependencies dependencies) implements KernelMagic {
    @Override
    public Optional<Object> run(String arguments, Optional<String> body) throws Exception {
        Path pom;
        if (body.isPresent()) {
            pom = Files.createTempDirectory("kiln-pom").resolve("pom.xml");
            Files.writeString(pom, whole(body.get().strip()));
        } else {
            List<String> words = Words.of(arguments);
            if (words.isEmpty()) {
                throw new UserError("%loadFromPOM takes a file.", "Type: %loadFromPOM pom.xml");
            }
            pom =
                    dev.kiln.kernel.magics.Files.matching(session.folder(), words.getFirst())
                            .getFirst();
        }
        session.addToClassPath(dependencies.ofProject(pom));
        return Optional.empty();
    }

    private static String whole(String piece) {
        if (piece.startsWith("<?xml") || piece.startsWith("<project")) {
            return piece;
        }
        String inside =
                piece.startsWith("<dependency>")
                        ? "<dependencies>" + piece + "</dependencies>"
                        : piece;
        return "<project><modelVersion>4.0.0</modelVersion><groupId>notebook</groupId><artifactId>cell</artifactId>"
                + "<version>1</version>"
                + inside
                + "</project>";
    }

    @Override
    public boolean isCell() {
        return true;
    }

    @Override
    public String help() {
        return "%loadFromPOM pom.xml, %%loadFromPOM: adds the dependencies of a Maven project";
    }
}
