package io.wsloop.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsloop.frame.Utf8;
import io.wsloop.frame.Utf8Validator;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What strict decoding of a text message costs, and strict encoding of one. The limits are the JDK's own, which replace
 * what is wrong in place of refusing it: whoever hands a {@code String} on cannot do without them.
 *
 * <p>All of them allocate: a young generation that fits in the cache keeps the collector's luck out of the comparison.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xms256m", "-Xmx256m", "-Xmn32m"})
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class Utf8Benchmark {
    /** Bytes in UTF-8. */
    @Param({"125", "1024", "65536"})
    public int size;

    /** What it consists of. */
    @Param
    public SampleText kind = SampleText.ASCII;

    private final Utf8Validator validator = new Utf8Validator();
    private byte[] bytes = {};
    private String text = "";

    /** Made by JMH; {@link #write} writes the text. */
    public Utf8Benchmark() {}

    /** Both forms of one text. */
    @Setup
    public void write() {
        text = kind.of(size);
        bytes = text.getBytes(UTF_8);
    }

    /**
     * A message that came whole.
     *
     * @return the text, so that nothing is optimized away
     */
    @Benchmark
    public @Nullable String decode() {
        return Utf8.decode(bytes, 0, bytes.length);
    }

    /**
     * A message that came in pieces: judged as they came, then decoded.
     *
     * @return the text
     */
    @Benchmark
    public @Nullable String judgeThenDecode() {
        validator.reset();
        boolean good = validator.feed(bytes, 0, bytes.length) && validator.isComplete();
        return good ? new String(bytes, 0, bytes.length, UTF_8) : null;
    }

    /**
     * The limit of decoding.
     *
     * @return the text
     */
    @Benchmark
    public String limitNewString() {
        return new String(bytes, 0, bytes.length, UTF_8);
    }

    /**
     * A text on its way out.
     *
     * @return its bytes
     */
    @Benchmark
    public byte[] encode() {
        return Utf8.encode(text);
    }

    /**
     * The limit of encoding.
     *
     * @return the bytes
     */
    @Benchmark
    public byte[] limitGetBytes() {
        return text.getBytes(UTF_8);
    }
}
