package io.wsloop.benchmarks.run;

import java.util.List;

/**
 * Something to find out, and the parts in which it is measured one after the other.
 *
 * @param name as it is asked for
 * @param about what it finds out, and about how long it takes
 * @param judged whether the run fails when a mark is missed by far
 * @param parts in order
 */
record Plan(String name, String about, boolean judged, List<Plan.Part> parts) {
    /**
     * Servers and cells that are visited by turns.
     *
     * @param servers their names; none for all
     * @param cells their names; {@code half} in one stands for half of the rate that the slower server reached in the part before
     * @param rounds how often each server is visited for each cell
     * @param idleRounds the same for idle cells: memory varies less and takes longer
     * @param seconds measured, of a visit
     * @param rewarmSeconds unmeasured, of a visit
     * @param warmUpSeconds unmeasured, of a server that has just started: its compiler's seconds
     */
    record Part(
            List<String> servers,
            List<String> cells,
            int rounds,
            int idleRounds,
            double seconds,
            double rewarmSeconds,
            double warmUpSeconds) {}

    /** Where a cell's name leaves the rate to what the part before has found. */
    static final String HALF = "half";

    static final List<Plan> ALL = List.of(
            plan(
                    "all",
                    "every server, every cell: 20 minutes",
                    part(
                            "",
                            "rtt-125 c100-125 c1000-125 c100p16-125 c100p16-1k-t c100p16-1k-u c100-16k c100-64k c10-1m"
                                    + " fan1000-125 connect open-900-connect z-c100-1k idle-10k",
                            5,
                            0.7,
                            0.25)),
            new Plan(
                    "smoke",
                    "wsloop beside the bare echo and Netty; fails when a mark is missed by far: two minutes",
                    true,
                    List.of(part(
                            "raw-nio wsloop netty-nio", "c100-125 c100p16-125 c100p16-1k-t c100-16k", 5, 0.8, 0.3))),
            plan(
                    "tail",
                    "latency of wsloop and Netty at half of the lower one's rate: two minutes",
                    part("wsloop netty-nio", "c100-125", 3, 1, 0.5),
                    part("wsloop netty-nio", "tail-half-c100-125", 5, 5, 1)),
            plan(
                    "gc",
                    "pauses and allocation under G1, ZGC and Serial at 500,000 messages a second: eight minutes",
                    new Part(
                            words("wsloop@g1 wsloop@zgc wsloop@serial"),
                            words("open-500k-c100-125 open-500k-c100-125-t"),
                            1,
                            1,
                            60,
                            0,
                            12)),
            plan(
                    "loops",
                    "one loop on one CPU against two on two: a minute and a half",
                    part("wsloop@1-loop wsloop@2-loops", "c100-125 c100p16-125", 5, 2, 0.5)),
            plan(
                    "slow",
                    "broadcasts without and with 1 % of subscribers that never read, then to 10,000: two minutes",
                    part("wsloop", "fan1000-125 fan1000s10-125", 5, 2, 0.5),
                    part("wsloop", "open-5-fan10k-125", 3, 10, 2)),
            plan(
                    "growth",
                    "1 to 19,500 connections, at work and idle: three minutes",
                    part(
                            "wsloop",
                            "c1-125 c10-125 c100-125 c1000-125 c10000-125 c19500-125 idle-1000 idle-10k idle-19500",
                            5,
                            1.5,
                            1)),
            plan(
                    "bare-upgrade",
                    "connect, upgrade and close beside a bare Selector server, and the first 1,000 of a JVM: two minutes",
                    // The loop's methods are large and a handshake runs each but once: compiling them takes its time.
                    new Part(words("bare-nio wsloop"), words("connect"), 7, 1, 1.5, 0.5, 15),
                    part("bare-nio wsloop netty-nio undertow", "first-1k-connect", 5, 1, 0)),
            plan(
                    "bare-broadcast",
                    "a broadcast to 1,000 beside a bare loop that writes the same frame: a minute",
                    part("bare-nio wsloop", "fan1000-125", 7, 2, 0.5)));

    static Plan named(String name) {
        return ALL.stream()
                .filter(plan -> plan.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected one of the plans "
                        + ALL.stream().map(Plan::name).toList() + ", got " + name));
    }

    private static Plan plan(String name, String about, Part... parts) {
        return new Plan(name, about, false, List.of(parts));
    }

    private static Part part(String servers, String cells, int rounds, double seconds, double rewarmSeconds) {
        return new Part(words(servers), words(cells), rounds, 1, seconds, rewarmSeconds, 6);
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
    }
}
