package dev.kiln.magics.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.time.Duration;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TimeLeftTest {
    private static final long MILLISECOND = Duration.ofMillis(1).toNanos();
    private static final int STEPS = 1000;

    private static double seconds(TimeLeft left, long milliseconds) {
        return left.at(milliseconds * MILLISECOND).orElseThrow().toNanos() / 1e9;
    }

    /// Five slow steps of 200 ms, then a step each 10 ms: an epoch takes 10 s.
    private static TimeLeft coldStart(int epochs, int until) {
        var left = new TimeLeft(epochs);
        for (int step = 1; step <= until; step++) {
            left.stepDone(moment(step) * MILLISECOND, 0, step, STEPS);
        }
        return left;
    }

    private static long moment(int step) {
        return step <= 5 ? step * 200L : 1000 + (step - 5) * 10L;
    }

    @Test
    void nothing_is_said_in_the_first_two_seconds() {
        assertThat(coldStart(20, 90).at(moment(90) * MILLISECOND)).isEmpty();
    }

    @Test
    void slow_first_steps_are_not_taken_as_typical() {
        assertThat(seconds(coldStart(20, 205), moment(205))).isCloseTo(197.95, within(0.1));
    }

    @Test
    void where_the_first_step_has_not_ended_nothing_is_known() {
        assertThat(new TimeLeft(20).at(Duration.ofSeconds(30).toNanos())).isEmpty();
        var one = new TimeLeft(20);
        one.stepDone(Duration.ofSeconds(30).toNanos(), 0, 1, STEPS);
        assertThat(one.at(Duration.ofSeconds(31).toNanos())).isEmpty();
    }

    @Test
    void later_epochs_count_with_their_validation() {
        var left = new TimeLeft(10);
        long at = 0;
        for (int epoch = 0; epoch < 4; epoch++) {
            for (int step = 1; step <= STEPS; step++) {
                at += epoch == 0 ? 9 : 3;
                left.stepDone(at * MILLISECOND, epoch, step, STEPS);
            }
            at += 1000;
            left.epochDone(at * MILLISECOND, epoch);
        }
        assertThat(seconds(left, at)).isCloseTo(6 * 4, within(0.01));
        left.stepDone((at + 1500) * MILLISECOND, 4, STEPS / 2, STEPS);
        assertThat(seconds(left, at + 1500)).isCloseTo(5.5 * 4, within(0.01));
    }

    @Test
    void one_slow_epoch_among_the_last_five_does_not_show() {
        var left = new TimeLeft(100);
        long at = 0;
        for (int epoch = 0; epoch < 6; epoch++) {
            at += epoch == 4 ? 60_000 : 2000;
            left.epochDone(at * MILLISECOND, epoch);
        }
        assertThat(seconds(left, at)).isCloseTo(94 * 2, within(0.01));
    }

    @Test
    void quick_epochs_are_judged_over_a_second() {
        var left = new TimeLeft(10_000);
        long at = 1500;
        for (int epoch = 0; epoch < 1000; epoch++) {
            at += epoch % 2 == 0 ? 2 : 4;
            left.epochDone(at * MILLISECOND, epoch);
        }
        assertThat(seconds(left, at)).isBetween(9000 * 0.002, 9000 * 0.004);
    }

    @Test
    void time_that_passes_without_an_event_counts_down() {
        var left = coldStart(20, 205);
        double before = seconds(left, moment(205));
        assertThat(seconds(left, moment(205) + 2000)).isCloseTo(before - 2, within(0.01));
        assertThat(seconds(left, moment(205) + 999_000)).isZero();
    }

    @Test
    void a_fit_that_goes_on_counts_the_epochs_that_are_left() {
        var left = new TimeLeft(30);
        for (int epoch = 20; epoch < 25; epoch++) {
            left.epochDone((epoch - 19) * 3000 * MILLISECOND, epoch);
        }
        assertThat(seconds(left, 15_000)).isCloseTo(15, within(0.01));
    }

    @Test
    void frames_come_four_times_a_second_and_every_two_seconds_where_they_are_slow() {
        long least = 250 * MILLISECOND;
        assertThat(FitView.pause(MILLISECOND, least)).isEqualTo(least);
        assertThat(FitView.pause(10 * MILLISECOND, least)).isEqualTo(1000 * MILLISECOND);
        assertThat(FitView.pause(3000 * MILLISECOND, least)).isEqualTo(2000 * MILLISECOND);
        assertThat(FitView.pause(3000 * MILLISECOND, 10_000 * MILLISECOND))
                .isEqualTo(10_000 * MILLISECOND);
    }

    @Test
    void speed_is_that_of_the_last_seconds() {
        var speed = new RowsASecond();
        assertThat(speed.now()).isNaN();
        speed.add(100 * MILLISECOND, 10);
        assertThat(speed.now()).isNaN();
        for (int second = 1; second <= 20; second++) {
            speed.add(second * 1000 * MILLISECOND, second < 10 ? second : 100L * (second - 9));
        }
        assertThat(speed.now()).isCloseTo(100, within(1e-9));
    }
}
