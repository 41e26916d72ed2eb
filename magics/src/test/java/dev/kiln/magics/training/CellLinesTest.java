package dev.kiln.magics.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.layers.Cell;
import dev.kiln.layers.GRUCell;
import dev.kiln.layers.LSTMCell;
import dev.kiln.layers.RNN;
import dev.kiln.layers.StackedRNNCells;
import dev.kiln.magics.InMemoryNotebook;
import dev.kiln.model.Model;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class CellLinesTest {
    @TempDir Path folder;

    private InMemoryNotebook notebook;

    @BeforeEach
    void open() {
        notebook = new InMemoryNotebook(folder);
    }

    private Cell cellOf(String line) throws Exception {
        var model = (Model) notebook.run("%%model\ninput 10x4\n" + line + "\ndense 1");
        return ((RNN) model.layers().get(1).layer()).cell();
    }

    @Test
    void rnn_takes_a_cell() throws Exception {
        assertThat(cellOf("rnn lstm_cell(64)")).isEqualTo(new LSTMCell(64));
        assertThat(cellOf("rnn cell=gru_cell(8, reset_after=false) return_state=false"))
                .isEqualTo(new GRUCell(8).withResetAfter(false));
    }

    @Test
    void rnn_takes_several_cells_as_a_list_or_stacked() throws Exception {
        var stacked = new StackedRNNCells(List.of(new LSTMCell(32), new GRUCell(16)));
        assertThat(cellOf("rnn [lstm_cell(32), gru_cell(16)]")).isEqualTo(stacked);
        assertThat(cellOf("rnn stacked_rnn_cells([lstm_cell(32), gru_cell(16)])"))
                .isEqualTo(stacked);
    }

    @Test
    void a_cell_as_a_line_of_its_own_is_told_to_go_inside_rnn() {
        assertThatThrownBy(() -> notebook.run("%%model\ninput 10x4\nlstm_cell 64 relu"))
                .hasMessage(
                        "E134: line 3, lstm_cell is one step of a recurrent layer: it takes the step's input and 2"
                                + " states, but gets 1 input. Over a whole sequence it goes inside rnn.\n"
                                + "  Type: rnn lstm_cell(units=64, activation=relu)   (in Java: new RNN(cell))");
        assertThatThrownBy(
                        () -> notebook.run("%%model\ninput 10x4\nstacked_rnn_cells [gru_cell(8)]"))
                .hasMessageContaining(
                        "stacked_rnn_cells is one step of a recurrent layer: it takes the step's input and 1 state, but"
                                + " gets 1 input.")
                .hasMessageContaining("Type: rnn stacked_rnn_cells(cells=[gru_cell(units=8)])");
    }

    @Test
    void the_line_that_the_answer_proposes_makes_the_model() throws Exception {
        assertThat(cellOf("rnn lstm_cell(units=64, activation=relu)"))
                .isEqualTo(new LSTMCell(64).withActivation("relu"));
        assertThat(cellOf("rnn stacked_rnn_cells(cells=[gru_cell(units=8)])"))
                .isEqualTo(new StackedRNNCells(List.of(new GRUCell(8))));
    }

    @Test
    void rnn_refuses_what_is_no_cell() {
        assertThatThrownBy(() -> notebook.run("%%model\ninput 10x4\nrnn dense(3)"))
                .hasMessage(
                        "E131: line 3, unknown cell dense.\n"
                                + "  Known: lstm_cell, gru_cell, simple_rnn_cell, stacked_rnn_cells.");
        assertThatThrownBy(() -> notebook.run("%%model\ninput 10x4\nrnn 64"))
                .hasMessage("E103: line 3, cell takes a cell, not 64.\n  Type: rnn(lstm_cell(32))");
    }
}
