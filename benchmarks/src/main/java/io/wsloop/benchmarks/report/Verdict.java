package io.wsloop.benchmarks.report;

import io.wsloop.benchmarks.report.Mark.Measure;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run says about a mark.
 *
 * @param cell where it was looked up: the mark's, or the run's where the mark leaves a rate open
 * @param figure what was measured against it, or null when the run has not got it
 * @param beside the peer that it was measured against, where the mark does not name it
 */
record Verdict(
        Mark mark,
        String cell,
        @Nullable Spread figure,
        @Nullable String beside) {
    private static final String NETTY_NIO = "netty-nio";
    /** Peers that agree to permessage-deflate without server_no_context_takeover. */
    private static final Set<String> KEEP_CONTEXT =
            Set.of(NETTY_NIO, "netty-epoll", "vertx", "vertx-epoll", "undertow", "jetty", "tomcat");

    /** Looks a mark's figure up. */
    static Verdict of(Mark mark, Rounds rounds) {
        String cell = rounds.cells().stream().filter(mark::isOf).findFirst().orElse(mark.cell());
        return switch (mark.measure()) {
            case SHARE_OF_RAW -> new Verdict(mark, cell, rounds.shareOfRaw(mark.server(), cell), null);
            case TIMES_NETTY_NIO -> closest(mark, cell, rounds, List.of(NETTY_NIO));
            case TIMES_BEST_PEER, RATE_OF_BEST_PEER -> closest(mark, cell, rounds, rounds.peers());
            case TIMES_BEST_WITH_CONTEXT -> closest(mark, cell, rounds, KEEP_CONTEXT);
            case AT_MOST_TIMES -> new Verdict(mark, cell, times(mark, rounds), null);
            case AT_MOST, STATED -> new Verdict(mark, cell, rounds.spread(mark.server(), cell, mark.figure()), null);
        };
    }

    private static @Nullable Spread times(Mark mark, Rounds rounds) {
        Place beside = mark.beside();
        return beside == null ? null : rounds.ratio(new Place(mark.server(), mark.cell()), beside, mark.figure());
    }

    private static Verdict closest(Mark mark, String cell, Rounds rounds, Collection<String> peers) {
        Verdict closest = new Verdict(mark, cell, null, null);
        Place ours = new Place(mark.server(), cell);
        for (String peer : peers) {
            Place theirs = new Place(peer, cell);
            Spread ratio = mark.measure() == Measure.RATE_OF_BEST_PEER
                    ? rounds.ratio(ours, theirs, mark.figure())
                    : rounds.ratio(theirs, ours, mark.figure());
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
        if (mark.measure() == Measure.STATED) {
            return Outcome.STATED;
        }
        boolean reached = mark.measure().isMost ? figure.median() <= mark.bound() : figure.median() >= mark.bound();
        return reached ? Outcome.REACHED : Outcome.MISSED;
    }

    /** A row for the table of marks, behind the mark's number. */
    List<String> row() {
        String of = mark.server().equals("wsloop") ? "" : ", " + mark.server();
        String stated = mark.measure() == Measure.STATED ? ": stated" : "";
        return List.of(cell + of, mark.aim() + stated, measured(), outcome().word);
    }

    /** A line for a terminal. */
    String line() {
        String word = outcome().word.replace("*", "");
        return "mark %d: %s, %s, %s: %s (%s)%n"
                .formatted(mark.number(), mark.server(), cell, mark.aim(), measured(), word);
    }

    private String measured() {
        return Spread.text(figure) + (beside == null ? "" : " × " + beside);
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
    }
}
