package io.wsloop.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.wsloop.Role;
import io.wsloop.deflate.DeflateException;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.deflate.DeflateSharing;
import io.wsloop.deflate.DeflateTerms;
import io.wsloop.deflate.MessageDeflater;
import io.wsloop.deflate.MessageInflater;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * permessage-deflate of 1 KiB of JSON. The limits are {@code java.util.zip} by itself, at the same level and flush, without
 * rules: what is above them is bookkeeping. More messages go round than a window holds, so takeover gains what it
 * would on a feed and not the whole message.
 */
public class DeflateBenchmark extends CodecBenchmark {
    private static final int MESSAGES = 64;
    private static final int SIZE = 1024;

    /** Whether a message may refer to the ones before it. */
    @Param({"false", "true"})
    public boolean takeover;

    private final byte[][] plain = new byte[MESSAGES][];
    private final byte[][] compressed = new byte[MESSAGES][];
    /** The same with the four bytes that the wire leaves out (RFC 7692 §7.2.1). */
    private final byte[][] flushed = new byte[MESSAGES][];

    private final byte[] out = new byte[64 << 10];
    private final DeflateSharing sharing = new DeflateSharing();
    private final Deflater zipDeflater = new Deflater(DeflateOptions.defaults().level(), true);
    private final Inflater zipInflater = new Inflater(true);
    private MessageDeflater deflater = deflater();
    private MessageInflater inflater = inflater();
    private int turn;
    private int inflated;

    private DeflateTerms terms() {
        return new DeflateTerms(!takeover, !takeover, 15, 15);
    }

    private MessageDeflater deflater() {
        return MessageDeflater.of(Role.SERVER, terms(), DeflateOptions.defaults(), sharing);
    }

    private MessageInflater inflater() {
        return MessageInflater.of(Role.CLIENT, terms(), sharing);
    }

    /** Messages, and the same compressed, each readable behind any other. */
    @Setup
    public void compress() {
        deflater.close();
        inflater.close();
        deflater = deflater();
        inflater = inflater();
        byte[] text = SampleText.ASCII.of(MESSAGES * SIZE).getBytes(US_ASCII);
        try (MessageDeflater alone = MessageDeflater.of(
                Role.SERVER, new DeflateTerms(true, true, 15, 15), DeflateOptions.defaults(), sharing)) {
            for (int i = 0; i < MESSAGES; i++) {
                plain[i] = Arrays.copyOfRange(text, i * SIZE, (i + 1) * SIZE);
                MessageDeflater.Deflated deflated = alone.deflate(plain[i], 0, SIZE, true);
                compressed[i] = Arrays.copyOf(deflated.array(), deflated.length());
                flushed[i] = Arrays.copyOf(compressed[i], compressed[i].length + 4);
                flushed[i][flushed[i].length - 1] = (byte) 0xFF;
                flushed[i][flushed[i].length - 2] = (byte) 0xFF;
            }
        }
    }

    /** Native memory goes back. */
    @TearDown
    public void end() {
        deflater.close();
        inflater.close();
        sharing.close();
        zipDeflater.end();
        zipInflater.end();
    }

    private int next() {
        turn = (turn + 1) % MESSAGES;
        return turn;
    }

    /** {@return its compressed length, so that nothing is optimized away} A message on its way out. */
    @Benchmark
    public int deflate() {
        return deflater.deflate(plain[next()], 0, SIZE, true).length();
    }

    /** {@return the compressed length and the flush's four bytes} The limit of compressing. */
    @Benchmark
    public int limitDeflate() {
        if (!takeover) {
            zipDeflater.reset();
        }
        zipDeflater.setInput(plain[next()], 0, SIZE);
        return zipDeflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
    }

    /** A message on its way in. */
    @Benchmark
    public int inflate() throws DeflateException {
        byte[] message = compressed[next()];
        inflater.feed(message, 0, message.length);
        inflated = 0;
        drain();
        inflater.feedTail();
        drain();
        inflater.endMessage();
        return inflated;
    }

    private void drain() throws DeflateException {
        int some = -1;
        while (some != 0) {
            some = inflater.inflate(out, inflated, out.length - inflated);
            inflated += some;
        }
    }

    /** The limit of decompressing. */
    @Benchmark
    public int limitInflate() throws DataFormatException {
        if (!takeover) {
            zipInflater.reset();
        }
        byte[] message = flushed[next()];
        zipInflater.setInput(message, 0, message.length);
        return zipInflater.inflate(out, 0, out.length);
    }
}
