package io.wsloop.benchmarks;

import io.wsloop.frame.FrameHeader;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Writes the two to fourteen bytes before a payload, in each of their three lengths. The limit writes eight bytes without
 * looking at them. What it costs to read and judge a header is in {@link EngineBenchmark#receiveEmptyFrame}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class FrameHeaderBenchmark {
    private static final int B0 = 0x82;
    private static final int KEY = 0x37FA213D;

    /** Payload's length: written in 7, 16 and 64 bits. */
    @Param({"125", "1024", "65536"})
    public long length;

    private final ByteBuffer staging = ByteBuffer.allocateDirect(64);

    /** Made by JMH. */
    public FrameHeaderBenchmark() {}

    /**
     * A server's header.
     *
     * @return the buffer, so that nothing is optimized away
     */
    @Benchmark
    public ByteBuffer writePlain() {
        FrameHeader.write(staging.rewind(), B0, length);
        return staging;
    }

    /**
     * A client's header.
     *
     * @return the buffer
     */
    @Benchmark
    public ByteBuffer writeMasked() {
        FrameHeader.writeMasked(staging.rewind(), B0, length, KEY);
        return staging;
    }

    /**
     * The limit of writing.
     *
     * @return the buffer
     */
    @Benchmark
    public ByteBuffer limitPutLong() {
        return staging.rewind().putLong(length);
    }
}
