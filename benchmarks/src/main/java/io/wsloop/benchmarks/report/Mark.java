package io.wsloop.benchmarks.report;

import io.wsloop.benchmarks.load.Figure;
import org.jspecify.annotations.Nullable;

/**
 * A mark to reach in one cell.
 *
 * @param number the group that it belongs to
 * @param server whose figure it is
 * @param cell where; a {@code *} in it stands for a rate that the run found out
 * @param measure what is looked at
 * @param figure of which number
 * @param bound the least ratio, or the most of a number
 * @param beside what it is held against, where the measure does not say so already
 */
record Mark(
        int number,
        String server,
        String cell,
        Measure measure,
        Figure figure,
        double bound,
        @Nullable Place beside) {
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

    /**
     * The same mark with some slack.
     *
     * @param share of the bound by which it may be missed
     */
    Mark within(double share) {
        double loose = switch (measure) {
            case AT_MOST, AT_MOST_TIMES -> bound * (1 + share);
            case SHARE_OF_RAW, TIMES_BEST_PEER, TIMES_BEST_WITH_CONTEXT, TIMES_NETTY_NIO, RATE_OF_BEST_PEER ->
                bound * (1 - share);
            case STATED -> bound;
        };
        // Not the bound's own last binary digits: who is at it has reached it.
        return new Mark(number, server, cell, measure, figure, Math.round(loose * 1e9) / 1e9, beside);
    }

    /** How a figure is held against its bound. */
    enum Measure {
        /** The bare Selector echo's figure over the server's is at least the bound. */
        SHARE_OF_RAW,
        /** Each peer's figure over the server's is at least the bound; the peer that comes closest counts. */
        TIMES_BEST_PEER,
        /** As above, with the peers that keep a compression context. */
        TIMES_BEST_WITH_CONTEXT,
        /** Netty NIO's figure over the server's is at least the bound. */
        TIMES_NETTY_NIO,
        /** The server's rate over the best peer's is at least the bound. */
        RATE_OF_BEST_PEER,
        /** The server's figure over the one beside it is at most the bound. */
        AT_MOST_TIMES,
        /** The server's number is at most the bound. */
        AT_MOST,
        /** There is no bound: the number is to be known. */
        STATED
    }
}
