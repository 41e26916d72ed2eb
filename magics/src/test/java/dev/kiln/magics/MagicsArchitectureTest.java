package dev.kiln.magics;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import dev.kiln.magics.schema.MagicEntry;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.stream.Stream;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MagicsArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.kiln.magics");

    static Stream<MagicEntry> magics() {
        return Magics.ALL.stream();
    }

    @Test
    void every_class_was_looked_at() {
        assertThat(CLASSES.size()).isGreaterThan(80);
    }

    @Test
    void no_magic_sees_a_socket_or_the_compiler() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.zeromq..",
                        "jdk.jshell..",
                        "com.google.gson..",
                        "org.nd4j..",
                        "org.bytedeco..")
                .check(CLASSES);
    }

    @Test
    void one_package_binds_Kiln_to_other_kernels() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.kiln.magics.jjava")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.dflib..")
                .check(CLASSES);
    }

    @Test
    void what_is_drawn_knows_nothing_of_training() {
        noClasses()
                .that()
                .resideInAnyPackage("dev.kiln.magics.drawing..", "dev.kiln.magics.output..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.kiln.model..",
                        "dev.kiln.fit..",
                        "dev.kiln.data..",
                        "dev.kiln.layers..")
                .check(CLASSES);
    }

    @Test
    void rooms_do_not_go_round_in_circles() {
        slices().matching("dev.kiln.magics.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("magics")
    void every_magic_and_every_option_is_documented_with_an_example(MagicEntry magic) {
        assertThat(magic.doc()).isNotBlank();
        assertThat(magic.example()).startsWith("%");
        for (MagicEntry.Option option : magic.options()) {
            assertThat(option.doc()).as(magic.title() + " " + option.name()).isNotBlank();
            assertThat(option.example()).as(magic.title() + " " + option.name()).isNotBlank();
        }
        assertThat(magic.options().stream().map(MagicEntry.Option::name)).doesNotHaveDuplicates();
    }

    @Test
    void magics_of_one_kind_have_names_of_their_own() {
        for (boolean isOfCell : List.of(true, false)) {
            assertThat(magics().filter(magic -> magic.isOfCell() == isOfCell).map(MagicEntry::name))
                    .doesNotHaveDuplicates();
        }
    }
}
