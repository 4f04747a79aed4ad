package io.wsloop.benchmarks.run;

import io.wsloop.benchmarks.load.Cell;
import io.wsloop.benchmarks.load.Payload;
import java.util.OptionalDouble;

/** What share of the bare TCP echo's cheapness wsloop means to reach: CPU time of the mark over CPU time of wsloop. */
final class Marks {
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;

    private Marks() {}

    /** The mark of a cell of echoes; empty where there is none. */
    static OptionalDouble of(Cell cell) {
        if (cell.kind() != Cell.Kind.ECHO || cell.deflate()) {
            return OptionalDouble.empty();
        }
        if (cell.payload() == Payload.MIXED) {
            return OptionalDouble.of(0.6);
        }
        if (cell.payload() == Payload.JSON) {
            return OptionalDouble.of(0.75);
        }
        if (cell.bytes() >= MIB) {
            return OptionalDouble.of(0.85);
        }
        if (cell.bytes() >= 16 * KIB) {
            return OptionalDouble.of(0.9);
        }
        return OptionalDouble.of(cell.inflight() > 1 ? 0.85 : 0.95);
    }
}
