package dev.kiln;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Every class has one room; a room opens only the doors that its row names.
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ArchitectureTest {
    private static final List<String> WORDS = List.of("graph", "tensor", "catalog");

    /// In the order in which data passes through the rooms.
    private static final Map<String, List<String>> MAY_USE =
            Map.ofEntries(
                    Map.entry("tensor", List.of()),
                    Map.entry("catalog", List.of("tensor")),
                    Map.entry("data", List.of("tensor", "catalog")),
                    Map.entry("graph", List.of("tensor")),
                    Map.entry("activations", WORDS),
                    Map.entry("initializers", WORDS),
                    Map.entry("regularizers", WORDS),
                    Map.entry("constraints", WORDS),
                    Map.entry("losses", WORDS),
                    Map.entry("schedules", WORDS),
                    Map.entry(
                            "layers",
                            with(
                                    "activations",
                                    "initializers",
                                    "regularizers",
                                    "constraints",
                                    "losses",
                                    "schedules")),
                    Map.entry(
                            "optimizers",
                            with(
                                    "activations",
                                    "initializers",
                                    "regularizers",
                                    "constraints",
                                    "losses",
                                    "schedules")),
                    Map.entry("metrics", with("losses")),
                    Map.entry("events", List.of("catalog")),
                    Map.entry("callbacks", List.of("events", "data", "catalog")),
                    Map.entry(
                            "model",
                            with(
                                    "activations",
                                    "initializers",
                                    "regularizers",
                                    "constraints",
                                    "layers",
                                    "data",
                                    "events",
                                    "callbacks")),
                    Map.entry("autodiff", List.of("graph", "tensor")),
                    Map.entry("rewrite", List.of("graph", "tensor")),
                    Map.entry("shares", List.of("graph", "tensor")),
                    Map.entry("plan", List.of("graph", "tensor", "rewrite", "shares")),
                    Map.entry("runtime", List.of("plan", "graph", "tensor")),
                    Map.entry(
                            "checks",
                            with("activations", "layers", "model", "losses", "metrics", "data")),
                    Map.entry(
                            "fit",
                            with(
                                    "activations",
                                    "initializers",
                                    "regularizers",
                                    "constraints",
                                    "losses",
                                    "schedules",
                                    "layers",
                                    "optimizers",
                                    "metrics",
                                    "model",
                                    "autodiff",
                                    "rewrite",
                                    "plan",
                                    "runtime",
                                    "checks",
                                    "events",
                                    "callbacks",
                                    "data")),
                    Map.entry(
                            "saving",
                            with(
                                    "model",
                                    "fit",
                                    "layers",
                                    "optimizers",
                                    "losses",
                                    "metrics",
                                    "schedules",
                                    "activations",
                                    "initializers",
                                    "regularizers",
                                    "constraints",
                                    "data",
                                    "events",
                                    "callbacks")));

    private static final Pattern EMPTY_NAME =
            Pattern.compile(
                    ".*(Manager|Helper|Util|Utils|Impl|Processor|Handler|Info|Factory)$|^(Base|Abstract)[A-Z].*");

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.kiln");

    private static List<String> with(String... more) {
        return Stream.concat(WORDS.stream(), Stream.of(more)).toList();
    }

    private static String room(String packageName) {
        String rest =
                packageName.equals("dev.kiln") ? "" : packageName.substring("dev.kiln.".length());
        return rest.contains(".") ? rest.substring(0, rest.indexOf('.')) : rest;
    }

    @Test
    void every_class_was_looked_at() {
        assertThat(CLASSES.size()).isGreaterThan(300);
    }

    @Test
    void every_class_is_in_a_room_of_the_table() {
        var rooms =
                CLASSES.stream()
                        // The page above all rooms holds no code.
                        .filter(type -> !type.getName().equals("dev.kiln.package-info"))
                        .map(type -> room(type.getPackageName()))
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(MAY_USE.keySet()).containsAll(rooms);
    }

    @Test
    void every_room_opens_only_the_doors_that_its_row_names() {
        Set<String> broken = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            String from = room(type.getPackageName());
            type.getDirectDependenciesFromSelf().stream()
                    .map(
                            dependency ->
                                    dependency
                                            .getTargetClass()
                                            .getBaseComponentType()
                                            .getPackageName())
                    .filter(target -> target.startsWith("dev.kiln."))
                    .map(ArchitectureTest::room)
                    .filter(
                            to ->
                                    !to.equals(from)
                                            && !MAY_USE.getOrDefault(from, List.of()).contains(to))
                    .forEach(to -> broken.add(type.getName() + " uses " + to));
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void rooms_do_not_go_round_in_circles() {
        slices().matching("dev.kiln.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void ND4J_is_used_in_one_room_and_where_a_user_hands_in_an_array() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.kiln.runtime..")
                .and()
                .doNotHaveFullyQualifiedName("dev.kiln.data.NdArrays")
                .and()
                .resideOutsideOfPackage("dev.kiln.saving.onnx..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.nd4j..", "org.bytedeco..")
                .check(CLASSES);
    }

    @Test
    void an_ONNX_file_takes_from_ND4J_the_classes_of_the_format_alone() {
        noClasses()
                .that()
                .resideInAPackage("dev.kiln.saving.onnx..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("org.nd4j..", "org.bytedeco..")
                                .and(not(resideInAPackage("org.nd4j.shade.protobuf.."))))
                .check(CLASSES);
    }

    @Test
    void training_knows_nothing_of_notebooks_and_charts() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.dflib..", "org.zeromq..", "org.knowm..", "jdk.jshell..")
                .check(CLASSES);
    }

    @Test
    void no_class_has_an_empty_name() {
        assertThat(
                        CLASSES.stream()
                                .map(JavaClass::getSimpleName)
                                .filter(name -> EMPTY_NAME.matcher(name).matches()))
                .isEmpty();
    }

    @Test
    void every_room_says_what_it_holds() {
        var described =
                CLASSES.stream()
                        .filter(type -> type.getSimpleName().equals("package-info"))
                        .map(type -> room(type.getPackageName()))
                        .collect(Collectors.toSet());
        var rooms =
                CLASSES.stream()
                        .map(type -> room(type.getPackageName()))
                        .collect(Collectors.toSet());
        assertThat(described).containsAll(rooms);
    }
}
