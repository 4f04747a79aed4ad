package io.wsloop.benchmarks.load;

/** What a visit of a cell can find in numbers, with its name in a line of results and its title in a table. */
public enum Figure {
    /** Messages, deliveries or connections that were counted. */
    UNITS("units", "units", ""),
    SECONDS("seconds", "seconds", ""),
    RATE("perSecond", "a second", "%,11.0f/s"),
    /** CPU time of the server: the number that still tells servers apart when the generator is the limit. */
    SERVER_MICROS("serverMicrosPerUnit", "server CPU, µs", " %10.2f us CPU"),
    /** CPUs that the generator used; near 1 it is the limit. */
    GENERATOR_CPUS("generatorCpus", "generator, CPUs", "  generator %.2f"),
    P50("p50Micros", "p50, µs", ""),
    P99("p99Micros", "p99, µs", "  p99 %,.0f us"),
    P999("p999Micros", "p99.9, µs", "  p99.9 %,.0f us"),
    MAX("maxMicros", "longest, µs", ""),
    REPLY_BYTES("replyBytesPerUnit", "reply, bytes", ""),
    HEAP_BYTES("heapBytesPerConnection", "live heap, bytes", "  heap %,.0f B"),
    RSS_BYTES("rssBytesPerConnection", "RSS, bytes", "  RSS %,.0f B"),
    USED_HEAP_BYTES("usedHeapBytesPerConnection", "live heap after a message, bytes", "  used heap %,.0f B"),
    USED_RSS_BYTES("usedRssBytesPerConnection", "RSS after a message, bytes", "  used RSS %,.0f B"),
    /** Median latency of a paced broadcast in its first measured second. */
    FIRST_SECOND("firstSecondMicros", "p50 of the first second, µs", "  p50 of the first second %,.0f us"),
    /** The same in its last: far above the first, a queue grows. */
    LAST_SECOND("lastSecondMicros", "p50 of the last second, µs", ", of the last %,.0f us"),
    PAUSES("pauses", "pauses", "  %.0f pauses"),
    LONGEST_PAUSE("longestPauseMillis", "longest pause, ms", ", longest %.2f ms"),
    PAUSED("pausedMillis", "pauses in all, ms", ", in all %.1f ms"),
    ALLOCATED("allocatedBytesPerUnit", "allocated, bytes a message", ", %.1f B allocated a message"),
    /** The last second over the first; no line holds it. */
    LAST_OVER_FIRST("", "p50 of the last second over that of the first", "");

    private final String field;
    private final String title;

    private final String format;

    Figure(String field, String title, String format) {
        this.field = field;
        this.title = title;
        this.format = format;
    }

    /** {@return the name in a line of results, empty where it is computed from others} */
    String field() {
        return field;
    }

    /** {@return what it is, and its unit} */
    public String title() {
        return title;
    }

    /** How it is shown in a line for a terminal; empty where it is not. */
    String format() {
        return format;
    }

    boolean isWhole() {
        return this == UNITS || this == PAUSES;
    }
}
