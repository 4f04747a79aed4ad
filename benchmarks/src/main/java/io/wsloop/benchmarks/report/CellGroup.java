package io.wsloop.benchmarks.report;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Cells that belong into one table, since what they count is alike. */
enum CellGroup {
    /** Messages there and back in a closed loop. */
    ECHO("Echo", matching("(rtt|c\\d+k?(p\\d+k?)?)-.*")),
    /** One message to many, connections that come and go, compression. */
    OTHER("Broadcast, connections, compression", cell -> false),
    /** Messages at a rate that the server has no say in. */
    OPEN_LOOP("Open loop: latency at a given rate", matching("(open|tail)-.*")),
    /** Connections that only stay. */
    IDLE("Idle connections", matching("idle-.*"));

    private final String title;
    private final Predicate<String> member;

    CellGroup(String title, Predicate<String> member) {
        this.title = title;
        this.member = member;
    }

    private static Predicate<String> matching(String pattern) {
        return Pattern.compile(pattern).asMatchPredicate();
    }

    String title() {
        return title;
    }

    /** Those of the cells that are in this group; what is in no other is in {@link #OTHER}. */
    List<String> of(Collection<String> cells) {
        return cells.stream().filter(this::has).toList();
    }

    private boolean has(String cell) {
        if (this == OTHER) {
            return !ECHO.member.test(cell) && !OPEN_LOOP.member.test(cell) && !IDLE.member.test(cell);
        }
        return member.test(cell);
    }
}
