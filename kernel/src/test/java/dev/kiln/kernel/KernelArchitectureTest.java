package dev.kiln.kernel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/// What no class of Kiln may do, in any module that runs in a kernel.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class KernelArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.kiln");

    @Test
    void every_class_was_looked_at() {
        assertThat(CLASSES.size()).isGreaterThan(1_000);
        for (String room : new String[] {"kernel.wire", "magics.session", "saving"}) {
            assertThat(CLASSES.stream().map(found -> found.getPackageName()))
                    .contains("dev.kiln." + room);
        }
    }

    @Test
    void nothing_that_was_received_or_read_becomes_Java_objects_by_itself() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.io.ObjectInputStream")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.beans.XMLDecoder")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("org.nd4j.common.util.SerializationUtils")
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.thoughtworks.xstream..",
                        "com.esotericsoftware.kryo..",
                        "org.yaml.snakeyaml..",
                        "java.rmi..",
                        "javax.naming..",
                        "javax.script..")
                .check(CLASSES);
    }

    @Test
    void only_the_channels_see_sockets_that_listen() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.kiln.kernel.channels")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.zeromq..")
                .check(CLASSES);
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.net.ServerSocket")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.nio.channels.ServerSocketChannel")
                .orShould()
                .dependOnClassesThat()
                .resideInAPackage("com.sun.net.httpserver..")
                .check(CLASSES);
    }

    @Test
    void rooms_do_not_go_round_in_circles() {
        slices().matching("dev.kiln.kernel.(*)..").should().beFreeOfCycles().check(CLASSES);
    }
}
