package io.wsloop.benchmarks;

import io.wsloop.frame.FrameHeader;
import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * Writes the two to fourteen bytes before a payload, in each of their three lengths. The limit writes eight bytes without
 * looking at them. What it costs to read and judge a header is in {@link EngineBenchmark#receiveEmptyFrame}.
 */
public class FrameHeaderBenchmark extends CodecBenchmark {
    private static final int B0 = 0x82;
    private static final int KEY = 0x37FA213D;

    /** Payload's length: written in 7, 16 and 64 bits. */
    @Param({"125", "1024", "65536"})
    public long length;

    private final ByteBuffer staging = ByteBuffer.allocateDirect(64);

    /** A server's header. */
    @Benchmark
    public ByteBuffer writePlain() {
        FrameHeader.write(staging.rewind(), B0, length);
        return staging;
    }

    /** A client's header. */
    @Benchmark
    public ByteBuffer writeMasked() {
        FrameHeader.writeMasked(staging.rewind(), B0, length, KEY);
        return staging;
    }

    /** The limit of writing. */
    @Benchmark
    public ByteBuffer limitPutLong() {
        return staging.rewind().putLong(length);
    }
}
