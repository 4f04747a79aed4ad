package io.wsloop.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsloop.frame.Utf8;
import io.wsloop.frame.Utf8Validator;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * What strict decoding of a text message costs, and strict encoding of one. The limits are the JDK's own, which replace
 * what is wrong in place of refusing it: an application that is handed a {@code String} cannot do without them.
 */
public class Utf8Benchmark extends CodecBenchmark {
    /** Bytes in UTF-8. */
    @Param({"125", "1024", "65536"})
    public int size;

    /** What it consists of. */
    @Param
    public SampleText kind = SampleText.ASCII;

    private final Utf8Validator validator = new Utf8Validator();
    private byte[] bytes = {};
    private String text = "";

    /** Both forms of one text. */
    @Setup
    public void write() {
        text = kind.of(size);
        bytes = text.getBytes(UTF_8);
    }

    /** {@return the text, so that nothing is optimized away} A message that came whole. */
    @Benchmark
    public @Nullable String decode() {
        return Utf8.decode(bytes, 0, bytes.length);
    }

    /** {@return the text} A message that came in pieces: judged as they came, then decoded. */
    @Benchmark
    public @Nullable String judgeThenDecode() {
        validator.reset();
        boolean good = validator.feed(bytes, 0, bytes.length) && validator.isComplete();
        return good ? new String(bytes, 0, bytes.length, UTF_8) : null;
    }

    /** {@return the text} The limit of decoding. */
    @Benchmark
    public String limitNewString() {
        return new String(bytes, 0, bytes.length, UTF_8);
    }

    /** {@return its bytes} A text on its way out. */
    @Benchmark
    public byte[] encode() {
        return Utf8.encode(text);
    }

    /** {@return the bytes} The limit of encoding. */
    @Benchmark
    public byte[] limitGetBytes() {
        return text.getBytes(UTF_8);
    }
}
