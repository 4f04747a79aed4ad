package io.wsloop.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.CloseCause;
import io.wsloop.CloseStatus;
import io.wsloop.Compression;
import io.wsloop.Limits;
import io.wsloop.PreparedMessage;
import io.wsloop.Role;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** One call writes all bytes that wait and tells the engine, for any behaviour of the writer. */
class FlushTest {
    private static final long WRITE_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Endpoint server = Endpoint.of(Role.SERVER, Limits.defaults().withPingAfter(Duration.ZERO));
    private final Trickle wire = new Trickle();

    @Test
    void writesAllThatWaits() throws IOException {
        send("a");
        send("bc");
        assertThat(flush()).isTrue();
        assertThat(wire.hex()).isEqualTo("810161" + "81026263");
        assertThat(server.protocol.outbox().isEmpty()).isTrue();
    }

    @Test
    void asksNobodyToWriteNothing() throws IOException {
        assertThat(flush()).isTrue();
        assertThat(wire.calls).isZero();
    }

    @Test
    void goesOnAfterAPartialWriteAndStopsWhereNothingIsTaken() throws IOException {
        send("abc");
        wire.takes(2, 1, 0);
        assertThat(flush()).isFalse();
        assertThat(wire.hex()).isEqualTo("810361");
        assertThat(server.protocol.outbox().pending()).isEqualTo(2);
        assertThat(server.protocol.pendingBytes()).isEqualTo(2);
        assertThat(flush()).isTrue();
        assertThat(wire.hex()).isEqualTo("8103616263");
    }

    @Test
    void writesMoreThanOneGatheringWriteOffers() throws IOException {
        for (int i = 0; i < 100; i++) {
            server.protocol.send(PreparedMessage.text("x"));
        }
        assertThat(flush()).isTrue();
        assertThat(wire.hex()).isEqualTo("810178".repeat(100));
    }

    @Test
    void noWriteDeadlineIsLeftOnceAllIsWritten() throws IOException {
        send("a");
        assertThat(server.protocol.nextDeadline()).isEqualTo(WRITE_TIMEOUT_NANOS);
        flush();
        assertThat(server.protocol.nextDeadline()).isEqualTo(Long.MAX_VALUE);
        server.deadlineAt(10 * WRITE_TIMEOUT_NANOS);
        assertThat(server.protocol.isOpen()).isTrue();
    }

    @Test
    void theWriteDeadlineStandsWhereNothingIsTakenAndMovesWithEachByteThatIs() throws IOException {
        send("a");
        server.now = 5;
        wire.takes(0);
        flush();
        assertThat(server.protocol.nextDeadline()).isEqualTo(WRITE_TIMEOUT_NANOS);
        wire.takes(1, 0);
        flush();
        assertThat(server.protocol.nextDeadline()).isEqualTo(5 + WRITE_TIMEOUT_NANOS);
    }

    @Test
    void whatTheSinkSendsWhenDrainedIsWrittenByTheSameCall() throws IOException {
        server.whenDrained = () -> send("more");
        server.protocol.sendBinary(new byte[100_000], 0, 100_000, Compression.OFF);
        assertThat(flush()).isTrue();
        assertThat(server.events).containsExactly("drained");
        assertThat(wire.hex()).endsWith("00" + "81046d6f7265");
    }

    @Test
    void aPongThatWasOwedIsWrittenByTheSameCall() throws IOException {
        send("a");
        wire.takes(0);
        flush();
        server.hears(0x89, "0102");
        assertThat(flush()).isTrue();
        assertThat(wire.hex()).isEqualTo("810161" + "8a020102");
    }

    @Test
    void whatWasTakenBeforeTheWriterFailedIsNotWrittenAgain() throws IOException {
        send("abc");
        wire.failsAfter(4);
        assertThatThrownBy(this::flush).isInstanceOf(IOException.class).hasMessage("broken pipe");
        assertThat(server.protocol.outbox().pending()).isEqualTo(1);
        assertThat(flush()).isTrue();
        assertThat(wire.hex()).isEqualTo("8103616263");
        assertThat(server.protocol.nextDeadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aFailureOfTheWriterLeavesTheEndToItsDriver() {
        send("abc");
        wire.failsAfter(0);
        assertThatThrownBy(this::flush).isInstanceOf(IOException.class);
        assertThat(server.protocol.isOpen()).isTrue();
        server.protocol.transportFailed(new IOException("broken pipe"));
        assertThat(server.end().cause()).isEqualTo(CloseCause.TRANSPORT_FAILED);
    }

    @Test
    void nothingIsWrittenOnceTheConnectionIsDropped() throws IOException {
        send("abc");
        server.protocol.abort(CloseCause.WRITE_TIMEOUT, null);
        assertThat(flush()).isFalse();
        assertThat(wire.calls).isZero();
    }

    @Test
    void theCloseFrameIsWrittenBeforeTheTransportCloses() throws IOException {
        server.protocol.fail(new CloseStatus(1011, ""), CloseCause.LISTENER_FAILED, null);
        assertThat(flush()).isTrue();
        assertThat(wire.hex()).isEqualTo("880203f3");
        assertThat(server.protocol.transportAction()).isEqualTo(TransportAction.HALF_CLOSE_WHEN_FLUSHED);
    }

    /** The peer gets the frames in order and each byte once, wherever the writer cuts, stops or fails. */
    @Property(tries = 500)
    void thePeerGetsEachByteOnceHoweverTheWriterCutsStopsAndFails(
            @ForAll @Size(max = 40) List<@IntRange(max = 20_000) Integer> messages,
            @ForAll @Size(max = 40) List<@IntRange(min = -1, max = 9000) Integer> takes)
            throws IOException {
        Endpoint endpoint = Endpoint.of(Role.SERVER);
        Trickle trickle = new Trickle();
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (int i = 0; i < messages.size(); i++) {
            byte[] payload = new byte[messages.get(i)];
            Arrays.fill(payload, (byte) i);
            if (i % 3 == 0) {
                endpoint.protocol.send(PreparedMessage.binary(payload));
            } else {
                endpoint.protocol.sendBinary(payload, 0, payload.length, Compression.OFF);
            }
            expected.writeBytes(Wire.frame(Role.CLIENT, 0x82, payload));
        }
        trickle.takes(takes.stream().mapToInt(Integer::intValue).toArray());
        boolean empty = false;
        while (!empty) {
            try {
                empty = endpoint.protocol.flush(trickle, endpoint);
            } catch (IOException e) {
                assertThat(e).hasMessage("broken pipe");
            }
            assertThat(endpoint.protocol.outbox().pending()).isEqualTo(expected.size() - trickle.taken.size());
        }
        assertThat(trickle.taken.toByteArray()).isEqualTo(expected.toByteArray());
    }

    private void send(String text) {
        server.protocol.sendText(text, Compression.OFF);
    }

    private boolean flush() throws IOException {
        return server.protocol.flush(wire, server);
    }

    /** Takes the given numbers of bytes, one for each call (-1: the call fails), and after them everything. */
    private static final class Trickle implements GatheringWriter {
        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private final List<Integer> willing = new ArrayList<>();
        private int failsAfter = -1;
        private int calls;

        void takes(int... bytes) {
            for (int each : bytes) {
                willing.add(each);
            }
        }

        void failsAfter(int bytes) {
            failsAfter = bytes;
        }

        @Override
        public void write(ByteBuffer[] buffers, int count) throws IOException {
            calls++;
            assertThat(count).isBetween(1, 64);
            int most = willing.isEmpty() ? Integer.MAX_VALUE : willing.remove(0);
            boolean fails = most < 0 || failsAfter >= 0;
            int left = failsAfter >= 0 ? failsAfter : Math.max(most, 0);
            failsAfter = -1;
            for (int i = 0; i < count; i++) {
                byte[] bytes = new byte[Math.min(left, buffers[i].remaining())];
                buffers[i].get(bytes);
                taken.writeBytes(bytes);
                left -= bytes.length;
            }
            if (fails) {
                throw new IOException("broken pipe");
            }
        }

        String hex() {
            return HexFormat.of().formatHex(taken.toByteArray());
        }
    }
}
