package io.wsloop.benchmarks.load;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What one visit of a cell found; what was not measured is null.
 *
 * @param units messages, deliveries or connections counted
 * @param seconds how long that took
 * @param perSecond their quotient
 * @param serverMicrosPerUnit the server's CPU time for each, in microseconds
 * @param generatorCpus CPUs that the generator used; near 1 it is the limit, and rates of fast servers run into each other
 * @param p50Micros the median latency, in microseconds
 * @param p99Micros its 99th percentile
 * @param p999Micros its 99.9th
 * @param maxMicros the longest
 * @param replyBytesPerUnit bytes received for each
 * @param heapBytesPerConnection live heap of the server for each idle connection
 * @param rssBytesPerConnection growth of its resident memory for each
 * @param usedHeapBytesPerConnection the same heap after each connection sent and got one message
 * @param usedRssBytesPerConnection the same growth after that
 * @param firstSecondMicros the median latency of a paced broadcast in the first measured second
 * @param lastSecondMicros the same in the last: far above the first, and a queue grows
 * @param error why the cell failed, and then nothing else counts
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Measurement(
        @Nullable Long units,
        @Nullable Double seconds,
        @Nullable Double perSecond,
        @Nullable Double serverMicrosPerUnit,
        @Nullable Double generatorCpus,
        @Nullable Double p50Micros,
        @Nullable Double p99Micros,
        @Nullable Double p999Micros,
        @Nullable Double maxMicros,
        @Nullable Double replyBytesPerUnit,
        @Nullable Double heapBytesPerConnection,
        @Nullable Double rssBytesPerConnection,
        @Nullable Double usedHeapBytesPerConnection,
        @Nullable Double usedRssBytesPerConnection,
        @Nullable Double firstSecondMicros,
        @Nullable Double lastSecondMicros,
        @Nullable String error) {

    /**
     * A cell that ended early.
     *
     * @param error what was expected and what came
     * @return nothing but that
     */
    public static Measurement failed(String error) {
        return new Measurement(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, error);
    }

    /** The same with the latencies of its first and last second. */
    Measurement withEdges(double firstMicros, double lastMicros) {
        return new Measurement(
                units,
                seconds,
                perSecond,
                serverMicrosPerUnit,
                generatorCpus,
                p50Micros,
                p99Micros,
                p999Micros,
                maxMicros,
                replyBytesPerUnit,
                heapBytesPerConnection,
                rssBytesPerConnection,
                usedHeapBytesPerConnection,
                usedRssBytesPerConnection,
                firstMicros,
                lastMicros,
                error);
    }

    /** Memory of idle connections; what could not be read stays away. */
    static Measurement idle(
            int connections,
            double seconds,
            @Nullable Double heap,
            @Nullable Double rss,
            @Nullable Double usedHeap,
            @Nullable Double usedRss) {
        return new Measurement(
                (long) connections,
                Meter.rounded(seconds),
                Meter.rounded(connections / seconds),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                heap,
                rss,
                usedHeap,
                usedRss,
                null,
                null,
                null);
    }
}
