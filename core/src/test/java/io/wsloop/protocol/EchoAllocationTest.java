package io.wsloop.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.Allocation;
import io.wsloop.CloseOutcome;
import io.wsloop.Compression;
import io.wsloop.Limits;
import io.wsloop.Role;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine allocates the message and nothing else between the read buffer and the staging buffer. */
class EchoAllocationTest {
    private static final int ECHOES = 100_000;
    /** The size of an array's header. */
    private static final int HEADER = 16;

    /** The least of this many measurements counts, because the JVM sometimes allocates on this thread for itself. */
    private static final int LOOKS = 3;

    private static final double SLACK = 1;

    /** Keeps a result, so that the JIT does not remove its computation. */
    static @Nullable Object kept;

    @ParameterizedTest
    @EnumSource
    void aBinaryEchoAllocatesTheMessage(Role role) {
        assertThat(bytesAnEcho(role, 0x82, new byte[125])).isBetween(HEADER + 128 - SLACK, HEADER + 128 + SLACK);
        assertThat(bytesAnEcho(role, 0x82, new byte[1024])).isBetween(HEADER + 1024 - SLACK, HEADER + 1024 + SLACK);
    }

    /** A view costs its buffer object, for any length. */
    @ParameterizedTest
    @EnumSource
    void anEchoOfAViewAllocatesNoArray(Role role) {
        Limits limits = Limits.defaults();
        Echoing echoing = new Echoing(Endpoint.inViews(role, null, limits), role, 0x82, new byte[16 << 10]);
        assertThat(leastEach(() -> echoing.run(ECHOES))).isLessThanOrEqualTo(64);
    }

    @ParameterizedTest
    @EnumSource
    void anEchoOfATextsViewAllocatesNoArray(Role role) {
        byte[] text = "Grüße aus Köln. ".repeat(60).getBytes(UTF_8);
        Endpoint endpoint = Endpoint.inViews(role, null, Limits.defaults());
        assertThat(leastEach(() -> new Echoing(endpoint, role, 0x81, text).run(ECHOES)))
                .isLessThanOrEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Good morning. ", "Good morning? "})
    void anAsciiEchoAllocatesItsString(String words) {
        byte[] text = words.repeat(20).getBytes(UTF_8);
        double limit = leastEach(() -> {
            for (int i = 0; i < ECHOES; i++) {
                kept = new String(text, 0, text.length, UTF_8);
            }
        });
        assertThat(bytesAnEcho(Role.SERVER, 0x81, text)).isLessThanOrEqualTo(limit + SLACK);
    }

    /** The JDK's decoder treats Latin-1 and other text differently, and each way makes other garbage. */
    @ParameterizedTest
    @ValueSource(strings = {"Grüße aus Köln. ", "доброе утро 😀 "})
    void anyOtherTextEchoAllocatesWhatTheJdkDecodes(String words) {
        byte[] text = words.repeat(20).getBytes(UTF_8);
        double limit = leastEach(() -> {
            for (int i = 0; i < ECHOES; i++) {
                kept = new String(text, 0, text.length, UTF_8);
            }
        });
        assertThat(bytesAnEcho(Role.SERVER, 0x81, text)).isLessThanOrEqualTo(limit + SLACK);
    }

    private static double bytesAnEcho(Role role, int b0, byte[] payload) {
        Echoing echoing = new Echoing(Endpoint.of(role, Limits.defaults()), role, b0, payload);
        return leastEach(() -> echoing.run(ECHOES));
    }

    private static double leastEach(Runnable echoes) {
        long least = Long.MAX_VALUE;
        for (int look = 0; look < LOOKS; look++) {
            least = Math.min(least, Allocation.of(echoes));
        }
        return least / (double) ECHOES;
    }

    /** An engine between a read buffer and a staging buffer, and an application that sends back what it gets. */
    private static final class Echoing implements ProtocolSink {
        private static final Outbox.Drain NEVER = full -> {
            throw new AssertionError("one small message does not fill the staging buffer");
        };

        private final ByteBuffer in = ByteBuffer.allocateDirect(64 << 10);
        private final ByteBuffer staging = ByteBuffer.allocateDirect(64 << 10);
        private final Protocol protocol;

        Echoing(Endpoint endpoint, Role role, int b0, byte[] payload) {
            protocol = endpoint.protocol;
            in.put(Wire.frame(role, b0, payload)).flip();
        }

        void run(int echoes) {
            Outbox outbox = protocol.outbox();
            for (int i = 0; i < echoes; i++) {
                outbox.lend(staging, NEVER);
                protocol.receive(in.rewind(), this);
                ByteBuffer staged = outbox.staged();
                int written = staged == null ? 0 : staged.remaining();
                if (written == 0) {
                    throw new AssertionError("no echo came");
                }
                staged.position(staged.limit());
                outbox.reclaim();
                protocol.flushed(written, this);
            }
        }

        @Override
        public void onText(String text) {
            protocol.sendText(text, Compression.AUTO);
        }

        @Override
        public void onTextView(ByteBuffer utf8) {
            protocol.sendUtf8(utf8, Compression.AUTO);
        }

        @Override
        public void onBinary(byte[] payload) {
            protocol.sendBinary(payload, 0, payload.length, Compression.AUTO);
        }

        @Override
        public void onBinaryView(ByteBuffer payload) {
            protocol.sendBinary(payload, Compression.AUTO);
        }

        @Override
        public void onTextPart(String part, boolean last) {}

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
