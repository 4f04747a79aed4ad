package io.wsloop.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.wsloop.CloseOutcome;
import io.wsloop.Compression;
import io.wsloop.Limits;
import io.wsloop.frame.FrameHeader;
import io.wsloop.frame.Mask;
import io.wsloop.protocol.Outbox;
import io.wsloop.protocol.Protocol;
import io.wsloop.protocol.ProtocolOptions;
import io.wsloop.protocol.ProtocolSink;
import io.wsloop.protocol.Workbench;
import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * The whole engine between a loop's read buffer and its staging buffer, every rule of the protocol applied: a client's
 * message comes, the application sends it back, what was staged is taken as written. The limit makes the two copies that
 * any server makes which hands messages over.
 */
public class EngineBenchmark extends CodecBenchmark {
    private static final int BINARY = 0x82;
    private static final int TEXT = 0x81;
    private static final int KEY = 0x37FA213D;
    private static final Outbox.Drain NEVER = full -> {
        throw new IllegalStateException("one message does not fill the staging buffer");
    };

    /** Bytes of payload. */
    @Param({"125", "1024"})
    public int size;

    private final Workbench bench = new Workbench(() -> KEY, () -> 0);
    private final Protocol engine = Protocol.server(ProtocolOptions.of(Limits.defaults()), bench);
    private final Echo echo = new Echo(engine);
    private final ByteBuffer staging = ByteBuffer.allocateDirect(64 << 10);
    private final ByteBuffer binary = ByteBuffer.allocateDirect(64 << 10);
    private final ByteBuffer text = ByteBuffer.allocateDirect(64 << 10);
    private final ByteBuffer mixed = ByteBuffer.allocateDirect(64 << 10);
    private final ByteBuffer empty = ByteBuffer.allocateDirect(64 << 10);

    /** A client's frames in read buffers. */
    @Setup
    public void fill() {
        byte[] ascii = SampleText.ASCII.of(size).getBytes(UTF_8);
        frame(binary, BINARY, ascii);
        frame(text, TEXT, ascii);
        frame(mixed, TEXT, SampleText.MIXED.of(size).getBytes(UTF_8));
        frame(empty, BINARY, new byte[0]);
    }

    private static void frame(ByteBuffer out, int b0, byte[] payload) {
        FrameHeader.writeMasked(out.clear(), b0, payload.length, KEY);
        byte[] masked = payload.clone();
        Mask.apply(masked, 0, masked.length, KEY);
        out.put(masked).flip();
    }

    private int echo(ByteBuffer in) {
        Outbox outbox = engine.outbox();
        outbox.lend(staging, NEVER);
        engine.receive(in.rewind(), echo);
        ByteBuffer staged = outbox.staged();
        int written = 0;
        if (staged != null) {
            written = staged.remaining();
            staged.position(staged.limit());
        }
        outbox.reclaim();
        engine.flushed(written, echo);
        return written;
    }

    /** {@return bytes written, so that nothing is optimized away} A binary message and its echo. */
    @Benchmark
    public int echoBinary() {
        return echo(binary);
    }

    /** {@return bytes written} JSON and its echo. */
    @Benchmark
    public int echoText() {
        return echo(text);
    }

    /** {@return bytes written} Text of many scripts and its echo. */
    @Benchmark
    public int echoMixedText() {
        return echo(mixed);
    }

    /**
     * {@return how many came so far}
     * Little more than a header: an empty message, its rules judged, handed over and not answered.
     */
    @Benchmark
    public long receiveEmptyFrame() {
        engine.receive(empty.rewind(), echo);
        return echo.empties;
    }

    /**
     * {@return the array}
     * The limit of a binary echo: out of the read buffer into an array of its own, and into the staging buffer.
     */
    @Benchmark
    public byte[] limitTwoCopies() {
        byte[] message = new byte[size];
        binary.get(binary.limit() - size, message);
        staging.clear().put(message);
        return message;
    }

    /** The application. */
    private static final class Echo implements ProtocolSink {
        private final Protocol engine;
        private long empties;

        Echo(Protocol engine) {
            this.engine = engine;
        }

        @Override
        public void onText(String text) {
            engine.sendText(text, Compression.AUTO);
        }

        @Override
        public void onBinary(byte[] payload) {
            if (payload.length == 0) {
                empties++;
            } else {
                engine.sendBinary(payload, 0, payload.length, Compression.AUTO);
            }
        }

        @Override
        public void onTextPart(String part, boolean last) {}

        @Override
        public void onBinaryView(ByteBuffer payload) {}

        @Override
        public void onBinaryPart(byte[] part, boolean last) {}

        @Override
        public void onPing(byte[] payload) {}

        @Override
        public void onPong(byte[] payload) {}

        @Override
        public void onDrained() {}

        @Override
        public void onEnd(CloseOutcome outcome) {}
    }
}
