package io.wsloop.benchmarks.report;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a result can say in numbers. */
public enum Figure {
    /** CPU time of the server: the number that still tells servers apart when the generator is the limit. */
    SERVER_MICROS("server CPU, µs", Result::serverMicrosPerUnit),
    /** Units a second. */
    RATE("a second", Result::perSecond),
    /** Median latency. */
    P50("p50, µs", Result::p50Micros),
    /** Latency that 1 % exceed. */
    P99("p99, µs", Result::p99Micros),
    /** Latency that 0.1 % exceed. */
    P999("p99.9, µs", Result::p999Micros),
    /** Bytes that come back for a message. */
    REPLY_BYTES("reply, bytes", Result::replyBytesPerUnit),
    /** Live heap of an idle connection. */
    HEAP_BYTES("live heap, bytes", Result::heapBytesPerConnection),
    /** Resident set of an idle connection. */
    RSS_BYTES("RSS, bytes", Result::rssBytesPerConnection),
    /** The same after a message each way. */
    USED_HEAP_BYTES("live heap after a message, bytes", Result::usedHeapBytesPerConnection),
    /** The same after a message each way. */
    USED_RSS_BYTES("RSS after a message, bytes", Result::usedRssBytesPerConnection),
    /** Latency at the end of a paced broadcast over that at its beginning. */
    LAST_OVER_FIRST("p50 of the last second over that of the first", Result::lastOverFirst),
    /** How often the server stood still. */
    PAUSES("pauses", Result::pauses),
    /** For how long at most. */
    LONGEST_PAUSE("longest pause, ms", Result::longestPauseMillis),
    /** For how long in all. */
    PAUSED("pauses in all, ms", Result::pausedMillis),
    /** What a message leaves to the collector. */
    ALLOCATED("allocated, bytes a message", Result::allocatedBytesPerUnit),
    /** CPUs that the generator used. */
    GENERATOR_CPUS("generator, CPUs", Result::generatorCpus);

    private final String title;
    private final Function<Result, @Nullable Double> of;

    Figure(String title, Function<Result, @Nullable Double> of) {
        this.title = title;
        this.of = of;
    }

    /**
     * What it is, and its unit.
     *
     * @return a few words
     */
    String title() {
        return title;
    }

    /**
     * Takes the figure from a result.
     *
     * @param result any result
     * @return the number, or null where the result has none
     */
    @Nullable
    Double of(Result result) {
        return of.apply(result);
    }
}
