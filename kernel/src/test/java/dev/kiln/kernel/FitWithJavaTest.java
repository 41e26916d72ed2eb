package dev.kiln.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class FitWithJavaTest extends AtOneKernel {
    @BeforeAll
    void compile() {
        compileModel();
    }

    @Test
    void the_Java_below_a_fit_sees_each_epoch_and_can_stop_it() {
        frontend.run("var seen = new java.util.ArrayList<Integer>();");
        var answer =
                frontend.run(
                        "%%fit epochs=20 quiet\nseen.add(epoch);\nif (logs.get(\"loss\") > 0 && epoch == 3 && model != null) {\n"
                                + "    stop();\n}");
        assertThat(answer.status()).as(answer.content().toString()).isEqualTo("ok");
        assertThat(frontend.run("seen").result()).isEqualTo("[1, 2, 3]");
        assertThat(frontend.run("history.epochs().size()").result()).isEqualTo("3");
    }

    @Test
    void Java_that_does_not_compile_trains_nothing() {
        long before = Long.parseLong(frontend.run("model.training().steps()").result());
        var answer = frontend.run("%%fit epochs=5 quiet\nint wrong = \"text\";");
        assertThat(answer.status()).isEqualTo("error");
        assertThat(answer.traceback()).contains("incompatible types");
        assertThat(frontend.run("model.training().steps()").result())
                .isEqualTo(String.valueOf(before));
    }
}
