package dev.kiln.magics.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.catalog.UserError;
import dev.kiln.events.History;
import dev.kiln.magics.InMemoryNotebook;
import dev.kiln.magics.session.RateSearch;
import dev.kiln.model.Model;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FindRateTest {
    @TempDir Path folder;

    private InMemoryNotebook notebook;

    @BeforeEach
    void open() throws Exception {
        notebook = new InMemoryNotebook(folder);
        notebook.run("%data iris");
        notebook.run("%%model net\ndense 16 relu\ndense 3 softmax");
        notebook.run("%compile sgd(momentum=0.9) sparse_categorical_crossentropy accuracy");
    }

    @Test
    void a_rate_is_found_and_the_line_to_type_compiles() throws Exception {
        var found = (RateSearch) notebook.run("%lr_find to=1e4 steps=120");
        assertThat(found.steepest().orElseThrow()).isBetween(1e-3, 1e3);
        assertThat(found.rates().getFirst()).isEqualTo(1e-7);
        assertThat(notebook.values.get("lrFind")).isSameAs(found);
        String next =
                notebook.text()
                        .lines()
                        .filter(line -> line.startsWith("Next: "))
                        .toList()
                        .getLast();
        assertThat(next)
                .matches(
                        "Next: %compile sgd\\(learning_rate=[0-9.e-]+\\) sparse_categorical_crossentropy accuracy");
        notebook.run(next.substring("Next: ".length()));
        assertThat(notebook.run("%fit epochs=1")).isInstanceOf(History.class);
    }

    @Test
    void the_model_and_its_optimizer_stay_as_they_were() throws Exception {
        notebook.run("%fit epochs=2");
        Model model = notebook.magics().session().needModel();
        var before = model.weights().values();
        notebook.run("%lr_find steps=30");
        for (int i = 0; i < before.size(); i++) {
            assertThat(model.weights().values().get(i)).containsExactly(before.get(i));
        }
        assertThat(model.training().epochs()).isEqualTo(2);
        double[] after = ((History) notebook.run("%fit more=1")).get("loss");
        notebook.run("%undo");
        assertThat(((History) notebook.run("%fit more=1")).get("loss")).containsExactly(after);
    }

    @Test
    void the_steepest_fall_lies_before_the_explosion() {
        var rates = List.of(1e-4, 1e-3, 1e-2, 1e-1, 1.0, 10.0);
        var found = RateSearch.of(rates, List.of(2.0, 1.99, 1.2, 0.9, 0.95, 8.0));
        assertThat(found.steepest()).hasValue(1e-2);
        assertThat(found.blowsUp()).hasValue(10.0);
    }

    @Test
    void a_loss_that_never_falls_has_no_steepest_place() {
        var found = RateSearch.of(List.of(0.1, 1.0, 10.0), List.of(1.0, 2.0, Double.NaN));
        assertThat(found.steepest()).isEmpty();
        assertThat(found.blowsUp()).hasValue(10.0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%lr_find from=0 | from=0 must be above 0.",
                "%lr_find from=1 to=0.1 | to=0.1 must be above from.",
                "%lr_find steps=2 | steps=2 must be 10 or more.",
                "%lr_find batch_size=0 | batch_size=0 must be 1 or more.",
            })
    void a_range_that_is_none_is_answered(String line, String problem) {
        assertThatThrownBy(() -> notebook.run(line))
                .isInstanceOfSatisfying(
                        UserError.class,
                        error -> {
                            assertThat(error.problem().lines().findFirst()).contains(problem);
                            assertThat(error.remedy()).startsWith("Type: %lr_find ");
                        });
    }

    @Test
    void a_lucky_second_batch_is_not_where_the_loss_falls_fastest() {
        var rates = new ArrayList<Double>();
        var losses = new ArrayList<Double>();
        for (int i = 0; i < 100; i++) {
            rates.add(Math.pow(10, -7 + i * 0.07));
            double trend = i < 60 ? 1.0 : Math.max(0.1, 1.0 - 0.025 * (i - 60));
            losses.add(trend + (i == 1 ? -0.4 : i % 2 == 0 ? 0.05 : -0.05));
        }
        assertThat(RateSearch.of(rates, losses).steepest().orElseThrow()).isBetween(1e-3, 0.3);
    }
}
