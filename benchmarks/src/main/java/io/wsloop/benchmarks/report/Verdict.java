package io.wsloop.benchmarks.report;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run says about a mark.
 *
 * @param mark which
 * @param cell where it was looked up: the mark's own, or the run's where the mark leaves a rate open
 * @param figure what was measured against it, or null when the run has not got it
 * @param beside the peer that it was measured against, where that is not in the mark itself
 */
record Verdict(
        Mark mark,
        String cell,
        @Nullable Spread figure,
        @Nullable String beside) {
    private static final String NETTY_NIO = "netty-nio";

    /** Not peers: what the bare machine does, and this library with other settings. */
    private static final String BARE = "bare-nio";

    private static final String OURS = "wsloop";

    /** Peers that agree to permessage-deflate without server_no_context_takeover. */
    private static final Set<String> KEEP_CONTEXT =
            Set.of(NETTY_NIO, "netty-epoll", "vertx", "vertx-epoll", "undertow", "jetty", "tomcat");

    /** Looks a mark's figure up. */
    static Verdict of(Mark mark, Rounds rounds) {
        String cell = rounds.cells().stream().filter(mark::isOf).findFirst().orElse(mark.cell());
        return switch (mark.measure()) {
            case SHARE_OF_RAW -> new Verdict(mark, cell, rounds.shareOfRaw(mark.server(), cell), Rounds.RAW);
            case TIMES_NETTY_NIO ->
                new Verdict(mark, cell, rounds.ratio(NETTY_NIO, mark.server(), cell, mark.figure()), NETTY_NIO);
            case TIMES_BEST_PEER, RATE_OF_BEST_PEER -> closest(mark, cell, rounds, peers(rounds));
            case TIMES_BEST_WITH_CONTEXT -> closest(mark, cell, rounds, KEEP_CONTEXT);
            case AT_MOST_TIMES -> new Verdict(mark, cell, times(mark, rounds), null);
            case AT_MOST, STATED -> new Verdict(mark, cell, rounds.spread(mark.server(), cell, mark.figure()), null);
        };
    }

    private static @Nullable Spread times(Mark mark, Rounds rounds) {
        Place beside = mark.beside();
        return beside == null
                ? null
                : Spread.of(rounds.ratios(new Place(mark.server(), mark.cell()), beside, mark.figure()));
    }

    private static List<String> peers(Rounds rounds) {
        return rounds.servers().stream()
                .filter(server -> !server.startsWith(Rounds.RAW)
                        && !server.startsWith(BARE)
                        && !server.startsWith(OURS)
                        && !server.contains("@"))
                .toList();
    }

    private static Verdict closest(Mark mark, String cell, Rounds rounds, Collection<String> peers) {
        Verdict closest = new Verdict(mark, cell, null, null);
        for (String peer : peers) {
            Spread ratio = mark.measure() == Mark.Measure.RATE_OF_BEST_PEER
                    ? rounds.ratio(mark.server(), peer, cell, mark.figure())
                    : rounds.ratio(peer, mark.server(), cell, mark.figure());
            if (ratio != null && (closest.figure == null || ratio.median() < closest.figure.median())) {
                closest = new Verdict(mark, cell, ratio, peer);
            }
        }
        return closest;
    }

    Outcome outcome() {
        if (figure == null) {
            return Outcome.NOT_MEASURED;
        }
        return switch (mark.measure()) {
            case STATED -> Outcome.STATED;
            case AT_MOST, AT_MOST_TIMES -> figure.median() <= mark.bound() ? Outcome.REACHED : Outcome.MISSED;
            default -> figure.median() >= mark.bound() ? Outcome.REACHED : Outcome.MISSED;
        };
    }

    /** What became of a mark. */
    enum Outcome {
        REACHED("reached"),
        MISSED("**not reached**"),
        STATED("stated"),
        NOT_MEASURED("not measured");

        private final String word;

        Outcome(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }
}
