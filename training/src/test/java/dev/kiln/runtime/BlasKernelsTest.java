package dev.kiln.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.util.Set;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class BlasKernelsTest {
    private static final Set<String> WIDE =
            Set.of("avx2", "fma", "avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl");

    @Test
    void a_processor_with_all_of_avx_512_uses_the_kernels_for_it() {
        assertThat(BlasKernels.bestFor(WIDE)).contains("SkylakeX");
    }

    @Test
    void a_processor_with_a_part_of_avx_512_uses_those_for_avx_2() {
        assertThat(BlasKernels.bestFor(Set.of("avx2", "fma", "avx512f", "avx512cd")))
                .contains("Haswell");
    }

    @Test
    void an_older_processor_is_left_to_openblas() {
        assertThat(BlasKernels.bestFor(Set.of("sse4_2", "avx"))).isEmpty();
    }
}
