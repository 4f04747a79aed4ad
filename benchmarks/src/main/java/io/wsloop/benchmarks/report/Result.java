package io.wsloop.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One line of a run: one server in one cell in one round. What was not measured there is absent.
 *
 * @param run which run the line belongs to; only rounds of one run are compared with each other
 * @param server its name, perhaps with a variant: {@code wsloop}, {@code wsloop@17}
 * @param version of the server
 * @param jdk that the server ran on
 * @param round from 1
 * @param cell what was done, such as {@code c100-125}
 * @param unit what is counted: message, delivery or connection
 * @param units how many were counted
 * @param seconds for how long
 * @param perSecond units a second
 * @param serverMicrosPerUnit the server's CPU time, µs a unit
 * @param generatorCpus CPUs that the generator used; near 1 it is the limit
 * @param p50Micros median latency, µs
 * @param p99Micros latency that 1 % exceed, µs
 * @param p999Micros latency that 0.1 % exceed, µs
 * @param maxMicros the worst latency, µs
 * @param replyBytesPerUnit bytes that came back on the wire for each message
 * @param heapBytesPerConnection live heap of an idle connection
 * @param rssBytesPerConnection growth of the resident set for an idle connection
 * @param usedHeapBytesPerConnection the same when each has sent and got a message and went quiet again
 * @param usedRssBytesPerConnection the same for the resident set
 * @param firstSecondMicros median latency of a paced broadcast in its first second, µs
 * @param lastSecondMicros the same in its last
 * @param pauses how often the server's virtual machine stood still
 * @param longestPauseMillis for how long at most, ms
 * @param pausedMillis for how long in all, ms
 * @param allocatedBytesPerUnit what the server allocated for each message
 * @param error why the cell has no figures
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Result(
        @Nullable String run,
        @JsonProperty(required = true) String server,
        @Nullable String version,
        @Nullable String jdk,
        int round,
        @JsonProperty(required = true) String cell,
        @Nullable String unit,
        @Nullable Double units,
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
        @Nullable Double pauses,
        @Nullable Double longestPauseMillis,
        @Nullable Double pausedMillis,
        @Nullable Double allocatedBytesPerUnit,
        @Nullable String error) {
    /** How much longer a message takes in the last second than in the first: far above 1, and a queue grows. */
    @Nullable
    Double lastOverFirst() {
        return firstSecondMicros == null || lastSecondMicros == null || firstSecondMicros <= 0
                ? null
                : Double.valueOf(lastSecondMicros / firstSecondMicros);
    }
}
