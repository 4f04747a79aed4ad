package io.wsloop.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the engines of one thread share, and that a giant leaves nothing behind. */
class WorkbenchTest {
    private final Workbench bench = new Workbench(() -> 7);

    @Test
    void tellsTheTimeAsItWasTold() {
        assertThat(bench.now()).isZero();
        bench.now(-5);
        assertThat(bench.now()).isEqualTo(-5);
    }

    @Test
    void handsOutTheSameScratchUpToItsSize() {
        byte[] scratch = bench.scratch(1);
        assertThat(scratch).hasSize(Workbench.SCRATCH_BYTES);
        assertThat(bench.scratch(Workbench.SCRATCH_BYTES)).isSameAs(scratch);
    }

    @Test
    void keepsNoScratchAboveItsSize() {
        byte[] giant = bench.scratch(Workbench.SCRATCH_BYTES + 1);
        assertThat(giant).hasSize(Workbench.SCRATCH_BYTES + 1);
        assertThat(bench.scratch(Workbench.SCRATCH_BYTES + 1)).isNotSameAs(giant);
        assertThat(bench.scratch(1)).hasSize(Workbench.SCRATCH_BYTES);
    }

    @Test
    void keepsTheDraftApartFromTheScratch() {
        byte[] draft = bench.draft();
        assertThat(draft).hasSize(Workbench.SCRATCH_BYTES).isNotSameAs(bench.scratch(1));
        assertThat(bench.draft()).isSameAs(draft);
    }

    @Test
    void sharesKeysAndDeflaters() {
        assertThat(bench.keys().next()).isEqualTo(7);
        assertThat(bench.deflaters()).isSameAs(bench.deflaters());
        bench.close();
        bench.close();
        assertThat(bench.keys().next()).isEqualTo(7);
    }
}
