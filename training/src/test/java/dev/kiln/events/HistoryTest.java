package dev.kiln.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class HistoryTest {
    @Test
    void a_score_stays_with_the_epochs_in_which_it_was_taken() {
        var history = new History();
        history.add(0, Map.of("loss", 3.0, "val_loss", 4.0));
        history.add(1, Map.of("loss", 2.0, "val_loss", 3.5));
        history.add(2, Map.of("loss", 1.0));

        assertThat(history.get("val_loss")).containsExactly(4.0, 3.5);
        assertThat(history.byEpoch("val_loss")).containsExactly(4.0, 3.5, Double.NaN);
        assertThat(history.table().doubleColumn("val_loss").isMissing(2)).isTrue();
    }

    @Test
    void a_kept_history_is_the_same() {
        var kept = History.of(List.of(0, 1), Map.of("val_loss", new double[] {Double.NaN, 2}));
        assertThat(kept.epochs()).containsExactly(0, 1);
        assertThat(kept.byEpoch("val_loss")).containsExactly(Double.NaN, 2);
    }
}
