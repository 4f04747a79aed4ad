package io.wsloop.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.Compression;
import io.wsloop.Limits;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The engine reads the clock by itself. The driver only gives it one, for example {@code System::nanoTime}. */
class EngineClockTest {
    private static final long PING_AFTER = TimeUnit.SECONDS.toNanos(20);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** A masked text frame, "hi" under the key 0. */
    private static final byte[] HI = HexFormat.of().parseHex("8182" + "00000000" + "6869");

    private long time = Long.MAX_VALUE - 3 * PING_AFTER / 2;
    private int asked;
    private Runnable work = () -> {};
    private final Protocol server =
            Protocol.server(ProtocolOptions.of(Limits.defaults()), new Workbench(() -> 0, () -> {
                asked++;
                return time;
            }));
    private final ProtocolSink echo = new ProtocolSink() {
        @Override
        public void onText(String text) {
            server.sendText(text, Compression.OFF);
            work.run();
        }
    };

    @Test
    void noPingIsSentBeforeTheSilenceHasLastedWhateverTheClockShowsAtFirst() {
        server.onDeadline();
        assertThat(server.outbox().isEmpty()).isTrue();
        time = server.nextDeadline() - 1;
        server.onDeadline();
        assertThat(server.outbox().isEmpty()).isTrue();
        time++;
        server.onDeadline();
        assertThat(flushed()).startsWith("8908");
    }

    @Test
    void aConnectionThatIsUsedFindsNoDeadlineDue() {
        for (int i = 0; i < 60; i++) {
            time += 10 * SECOND;
            hears(HI);
            server.onDeadline();
            assertThat(flushed()).isEqualTo("81026869");
        }
        assertThat(server.isOpen()).isTrue();
    }

    @Test
    void theTimeThatASinkTakesIsNoSilenceOfThePeer() {
        work = () -> time += 5 * PING_AFTER;
        hears(HI);
        assertThat(flushed()).isEqualTo("81026869");
        server.onDeadline();
        assertThat(flushed()).isEmpty();
        assertThat(server.nextDeadline()).isEqualTo(time + PING_AFTER);
    }

    @Test
    void whatIsSentAfterALongPauseHasTheWholeWriteTimeout() {
        time += PING_AFTER - 1;
        server.sendText("late", Compression.OFF);
        time += Limits.defaults().writeTimeout().toNanos() - 1;
        server.onDeadline();
        assertThat(server.transportAction()).isEqualTo(TransportAction.NONE);
        time++;
        server.onDeadline();
        assertThat(server.transportAction()).isEqualTo(TransportAction.CLOSE_NOW);
    }

    /** Reading a clock costs time, at a hundred thousand messages a second. */
    @Test
    void theClockIsReadOnceForAnEventOnceForASendIntoAnEmptyOutboxAndOnceForAWrite() {
        asked = 0;
        ByteBuffer pong = ByteBuffer.wrap(HexFormat.of().parseHex("8a80" + "00000000"));
        server.receive(pong, echo);
        assertThat(asked).as("an event").isOne();
        server.receive(pong, echo);
        server.nextDeadline();
        assertThat(asked).as("no bytes, and the question for the deadline").isOne();
        server.sendText("a", Compression.OFF);
        server.sendText("b", Compression.OFF);
        assertThat(asked).as("two messages").isEqualTo(2);
        flushed();
        assertThat(asked).as("a write").isEqualTo(3);
        server.onDeadline();
        assertThat(asked).as("a deadline").isEqualTo(4);
    }

    private void hears(byte[] frame) {
        ByteBuffer in = ByteBuffer.wrap(frame);
        while (server.receive(in, echo)) {
            // At most one event a call.
        }
    }

    private String flushed() {
        SlowSocket socket = new SlowSocket().takesAll();
        server.flushed(socket.writeAll(server.outbox()), echo);
        return HexFormat.of().formatHex(socket.fresh());
    }
}
