package io.wsloop.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** The arrays that the engines of one thread share. A huge message leaves none behind. */
class WorkbenchTest {
    private long clock;
    private final Workbench bench = new Workbench(() -> 7, () -> clock);

    @Test
    void tellsTheTimeThatItsClockShows() {
        assertThat(bench.now()).isZero();
        clock = -5;
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

    /**
     * The read buffer of the loop is direct, and its view is kept. A buffer on the heap neither stays nor replaces it.
     */
    @Test
    void keepsTheReadOnlySideOfTheDirectReadBufferOnly() {
        ByteBuffer direct = ByteBuffer.allocateDirect(8);
        ByteBuffer heap = ByteBuffer.wrap(new byte[4]).position(1).limit(2);
        ByteBuffer kept = bench.readOnly(direct.position(3));
        assertThat(kept).isEqualTo(ByteBuffer.allocate(8));
        assertThat(kept.isReadOnly()).isTrue();
        assertThat(bench.readOnly(heap).capacity()).isEqualTo(4);
        assertThat(bench.readOnly(heap).remaining()).isEqualTo(4);
        assertThat(bench.readOnly(direct)).isSameAs(kept);
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
