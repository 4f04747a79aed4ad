package io.wsloop.benchmarks.load;

/** What a visit of a cell can find in numbers, with its name in a line of results and its title in a table. */
public enum Figure {
    /** Messages, deliveries or connections that were counted. */
    UNITS("units", "units"),
    /** How long that took. */
    SECONDS("seconds", "seconds"),
    /** Units a second. */
    RATE("perSecond", "a second"),
    /** CPU time of the server: the number that still tells servers apart when the generator is the limit. */
    SERVER_MICROS("serverMicrosPerUnit", "server CPU, µs"),
    /** CPUs that the generator used; near 1 it is the limit. */
    GENERATOR_CPUS("generatorCpus", "generator, CPUs"),
    /** Median latency. */
    P50("p50Micros", "p50, µs"),
    /** Latency that 1 % exceed. */
    P99("p99Micros", "p99, µs"),
    /** Latency that 0.1 % exceed. */
    P999("p999Micros", "p99.9, µs"),
    /** The longest latency. */
    MAX("maxMicros", "longest, µs"),
    /** Bytes that come back for a unit. */
    REPLY_BYTES("replyBytesPerUnit", "reply, bytes"),
    /** Live heap of an idle connection. */
    HEAP_BYTES("heapBytesPerConnection", "live heap, bytes"),
    /** Growth of resident memory for an idle connection. */
    RSS_BYTES("rssBytesPerConnection", "RSS, bytes"),
    /** Live heap after each connection sent and received one message. */
    USED_HEAP_BYTES("usedHeapBytesPerConnection", "live heap after a message, bytes"),
    /** Growth of resident memory after that. */
    USED_RSS_BYTES("usedRssBytesPerConnection", "RSS after a message, bytes"),
    /** Median latency of a paced broadcast in its first measured second. */
    FIRST_SECOND("firstSecondMicros", "p50 of the first second, µs"),
    /** The same in its last: far above the first, a queue grows. */
    LAST_SECOND("lastSecondMicros", "p50 of the last second, µs"),
    /** How often the server's virtual machine stood still. */
    PAUSES("pauses", "pauses"),
    /** The longest of these pauses. */
    LONGEST_PAUSE("longestPauseMillis", "longest pause, ms"),
    /** All of these pauses together. */
    PAUSED("pausedMillis", "pauses in all, ms"),
    /** What the server allocated for each message. */
    ALLOCATED("allocatedBytesPerUnit", "allocated, bytes a message"),
    /** The last second over the first; no line holds it. */
    LAST_OVER_FIRST("", "p50 of the last second over that of the first");

    private final String field;
    private final String title;

    Figure(String field, String title) {
        this.field = field;
        this.title = title;
    }

    /** {@return the name in a line of results, empty where it is computed from others} */
    String field() {
        return field;
    }

    /** {@return what it is, and its unit} */
    public String title() {
        return title;
    }

    boolean isWhole() {
        return this == UNITS || this == PAUSES;
    }
}
