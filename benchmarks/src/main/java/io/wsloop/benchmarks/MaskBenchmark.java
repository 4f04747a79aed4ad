package io.wsloop.benchmarks;

import io.wsloop.frame.Mask;
import java.nio.ByteBuffer;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * What unmasking a payload costs on its way from the loop's read buffer to the listener: a copy out of direct memory, then
 * an XOR in place. The two copies alone are the limits that no unmasking can beat.
 */
public class MaskBenchmark extends CodecBenchmark {
    private static final int KEY = 0x37FA213D;

    /** Bytes of payload: tiny, the longest short frame, and three that grow. */
    @Param({"16", "125", "1024", "65536", "1048576"})
    public int size;

    private byte[] source = {};
    private byte[] payload = {};
    private ByteBuffer readBuffer = ByteBuffer.allocate(0);

    /** Noise in the read buffer. */
    @Setup
    public void fill() {
        source = new byte[size];
        new Random(size).nextBytes(source);
        payload = new byte[size];
        readBuffer = ByteBuffer.allocateDirect(size).put(source).flip();
    }

    /** {@return the payload, so that nothing is optimized away} The whole way. */
    @Benchmark
    public byte[] copyOutAndMask() {
        readBuffer.get(0, payload);
        Mask.apply(payload, 0, size, KEY);
        return payload;
    }

    /** {@return the payload} The XOR alone. */
    @Benchmark
    public byte[] maskInPlace() {
        Mask.apply(payload, 0, size, KEY);
        return payload;
    }

    /** {@return the payload} The limit: the copy out of the read buffer, without which there is no message. */
    @Benchmark
    public byte[] limitCopyOut() {
        readBuffer.get(0, payload);
        return payload;
    }

    /** {@return the payload} The limit of the machine's memory: array to array. */
    @Benchmark
    public byte[] limitArrayCopy() {
        System.arraycopy(source, 0, payload, 0, size);
        return payload;
    }
}
