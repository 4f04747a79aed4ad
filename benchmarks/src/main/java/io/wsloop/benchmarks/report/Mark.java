package io.wsloop.benchmarks.report;

import io.wsloop.benchmarks.load.Figure;
import org.jspecify.annotations.Nullable;

/**
 * A mark to reach in one cell.
 *
 * @param number the group that it belongs to
 * @param server whose figure it is
 * @param cell where; a {@code *} in it stands for a rate that the run found out
 * @param bound the least ratio, or the most of a number
 * @param beside what it is held against, where the measure does not say so
 */
record Mark(
        int number,
        String server,
        String cell,
        Measure measure,
        Figure figure,
        double bound,
        @Nullable Place beside) {
    /** From this ratio on the two cannot be told apart. */
    private static final double LEVEL = 0.95;

    Mark(int number, String server, String cell, Measure measure, Figure figure, double bound) {
        this(number, server, cell, measure, figure, bound, null);
    }

    boolean isOf(String measuredCell) {
        int any = cell.indexOf('*');
        return any < 0
                ? cell.equals(measuredCell)
                : measuredCell.length() >= cell.length()
                        && measuredCell.startsWith(cell.substring(0, any))
                        && measuredCell.endsWith(cell.substring(any + 1));
    }

    /** The same mark, which may be missed by a share of its bound. */
    Mark within(double share) {
        double loose = bound * (measure.isMost ? 1 + share : 1 - share);
        // Without the bound's last binary digits: a figure at the bound has reached it.
        return new Mark(number, server, cell, measure, figure, Math.round(loose * 1e9) / 1e9, beside);
    }

    /** What is aimed at, in words. */
    String aim() {
        String other = beside == null
                ? bound >= 1
                        ? "ahead of"
                        : bound >= LEVEL ? "level with" : "at least " + Spread.number(bound) + " times"
                : beside.server().equals(server) ? beside.cell() : beside.server();
        return measure.aim.formatted(Spread.number(bound), figure.title(), other);
    }

    /** How a figure is held against its bound. */
    enum Measure {
        /** The bare Selector echo's figure over the server's is at least the bound. */
        SHARE_OF_RAW("at least %1$s of raw-nio (%2$s)", false),
        /** Each peer's figure over the server's is at least the bound; the peer that comes closest counts. */
        TIMES_BEST_PEER("%3$s every JVM peer (%2$s)", false),
        /** The same, with the peers that keep a compression context. */
        TIMES_BEST_WITH_CONTEXT("%3$s every peer that keeps context (%2$s)", false),
        /** Netty NIO's figure over the server's is at least the bound. */
        TIMES_NETTY_NIO("at least %1$s times Netty NIO (%2$s)", false),
        /** The server's rate over the best peer's is at least the bound. */
        RATE_OF_BEST_PEER("at least %1$s of the best JVM peer's rate", false),
        /** The server's figure over the one beside it is at most the bound. */
        AT_MOST_TIMES("at most %1$s times %3$s (%2$s)", true),
        /** The server's number is at most the bound. */
        AT_MOST("%2$s: at most %1$s", true),
        /** There is no bound: the number is to be known. */
        STATED("%2$s", false);

        private final String aim;
        final boolean isMost;

        Measure(String aim, boolean isMost) {
            this.aim = aim;
            this.isMost = isMost;
        }
    }
}
