package io.wsloop.protocol;

import static io.wsloop.CloseCause.CLOSE_TIMEOUT;
import static io.wsloop.CloseCause.CLOSING_HANDSHAKE;
import static io.wsloop.CloseCause.LISTENER_FAILED;
import static io.wsloop.CloseCause.PONG_TIMEOUT;
import static io.wsloop.CloseCause.WRITE_TIMEOUT;
import static io.wsloop.protocol.TransportAction.CLOSE_NOW;
import static io.wsloop.protocol.TransportAction.HALF_CLOSE_WHEN_FLUSHED;
import static io.wsloop.protocol.TransportAction.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.CloseOutcome;
import io.wsloop.CloseOutcome.Initiator;
import io.wsloop.CloseStatus;
import io.wsloop.Compression;
import io.wsloop.Limits;
import io.wsloop.Role;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Against peers that stop reading or answering: keepalive, the close deadline and the write deadline, each at its
 * nanosecond and one before, on a clock that a test sets.
 */
class ProtocolDeadlineTest {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long PING_AFTER = TimeUnit.SECONDS.toNanos(20);
    private static final long PONG_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long CLOSE_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long WRITE_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final Limits WITHOUT_KEEPALIVE = Limits.defaults().withPingAfter(Duration.ZERO);

    private final Endpoint server = Endpoint.of(Role.SERVER);
    private final Endpoint quiet = Endpoint.of(Role.SERVER, WITHOUT_KEEPALIVE);

    @Test
    void pingsAfterSilenceAndNoNanosecondEarlier() {
        assertThat(server.protocol.nextDeadline()).isEqualTo(PING_AFTER);
        server.deadlineAt(PING_AFTER - 1);
        assertThat(server.sent()).isEmpty();
        server.deadlineAt(PING_AFTER);
        assertThat(server.sent()).matches("8908.{16}");
        assertThat(server.protocol.nextDeadline()).isEqualTo(PING_AFTER + PONG_TIMEOUT_NANOS);
    }

    @Test
    void anyByteIsASignOfLife() {
        server.now = 5;
        server.receives("82");
        server.deadlineAt(PING_AFTER);
        assertThat(server.sent()).isEmpty();
        assertThat(server.protocol.nextDeadline()).isEqualTo(PING_AFTER + 5);
        server.deadlineAt(PING_AFTER + 5);
        assertThat(server.sent()).startsWith("8908");
    }

    @Test
    void noByteIsNone() {
        server.now = 5;
        server.receives("");
        server.deadlineAt(PING_AFTER);
        assertThat(server.sent()).startsWith("8908");
    }

    @Test
    void takesTheAnswerForItselfAndPassesOtherPongsOn() {
        server.deadlineAt(PING_AFTER);
        String ping = server.sent().substring(4);
        server.now = PING_AFTER + 7;
        server.hears(0x8A, "ff" + ping.substring(2));
        server.hears(0x8A, ping);
        server.hears(0x8A, ping);
        assertThat(server.events).containsExactly("pong ff" + ping.substring(2), "pong " + ping);
        assertThat(server.protocol.nextDeadline()).isEqualTo(2 * PING_AFTER + 7);
    }

    @Test
    void aClientsPingIsAnsweredByAServer() {
        Endpoint client = Endpoint.of(Role.CLIENT);
        client.deadlineAt(PING_AFTER);
        server.receives(client.sentBytes());
        client.receives(server.sentBytes());
        assertThat(client.events).isEmpty();
        assertThat(client.protocol.nextDeadline()).isEqualTo(2 * PING_AFTER);
    }

    @ParameterizedTest
    @EnumSource
    void failsWith1011WhenNoPongComes(Role role) {
        Endpoint end = Endpoint.of(role);
        end.deadlineAt(PING_AFTER);
        end.sent();
        end.deadlineAt(PING_AFTER + PONG_TIMEOUT_NANOS - 1);
        assertThat(end.protocol.isOpen()).isTrue();
        end.deadlineAt(PING_AFTER + PONG_TIMEOUT_NANOS);
        assertThat(end.protocol.isOpen()).isFalse();
        assertThat(end.sent()).startsWith("88");
        assertThat(end.protocol.transportAction()).isEqualTo(role == Role.SERVER ? HALF_CLOSE_WHEN_FLUSHED : NONE);
        assertThat(end.protocol.nextDeadline()).isEqualTo(PING_AFTER + PONG_TIMEOUT_NANOS + CLOSE_TIMEOUT_NANOS);
        CloseOutcome outcome = end.end();
        assertThat(outcome)
                .isEqualTo(new CloseOutcome(
                        null, new CloseStatus(1011, "no pong within 20000 ms"), Initiator.LOCAL, PONG_TIMEOUT, null));
        assertThat(outcome.code()).isEqualTo(1006);
    }

    /** A peer cannot answer a ping that still waits behind a large message. */
    @Test
    void waitsForThePongFromWhenThePingHasLeft() {
        server.socket.takes(0);
        server.protocol.sendBinary(new byte[100_000], 0, 100_000, Compression.OFF);
        server.flush();
        server.now = PING_AFTER - 1;
        server.socket.takes(50_000);
        server.flush();
        server.deadlineAt(PING_AFTER);
        server.now = PING_AFTER + PONG_TIMEOUT_NANOS - 1;
        server.flush();
        assertThat(server.protocol.outbox().pending()).isEqualTo(50_020);
        server.socket.takes(50_020);
        server.flush();
        assertThat(server.protocol.outbox().isEmpty()).isTrue();
        server.deadlineAt(PING_AFTER + PONG_TIMEOUT_NANOS);
        assertThat(server.protocol.isOpen()).isTrue();
        assertThat(server.protocol.nextDeadline()).isEqualTo(PING_AFTER + 2 * PONG_TIMEOUT_NANOS - 1);
        server.protocol.sendPing(new byte[0]);
        server.sent();
        server.deadlineAt(PING_AFTER + 2 * PONG_TIMEOUT_NANOS - 1);
        assertThat(server.protocol.isOpen())
                .as("what left after the ping is no sign of life")
                .isFalse();
    }

    @Test
    void expectsNothingWhilePaused() {
        server.protocol.paused(true);
        assertThat(server.protocol.nextDeadline()).isEqualTo(NEVER);
        server.deadlineAt(10 * PING_AFTER);
        assertThat(server.sent()).isEmpty();
        server.protocol.paused(false);
        assertThat(server.protocol.nextDeadline()).isEqualTo(11 * PING_AFTER);
    }

    @Test
    void neverPingsWhenSwitchedOff() {
        assertThat(quiet.protocol.nextDeadline()).isEqualTo(NEVER);
        quiet.deadlineAt(NEVER - 1);
        quiet.hears(0x8A, "");
        assertThat(quiet.sent()).isEmpty();
        assertThat(quiet.events).containsExactly("pong ");
    }

    /** System.nanoTime may be negative, and may wrap from the greatest value to the least. */
    @ParameterizedTest
    @ValueSource(longs = {-1, -1_000_000_000_000L, Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE - 3_000_000_000L})
    void countsFromWhereverTheClockStands(long start) {
        Endpoint end = Endpoint.of(Role.SERVER, Limits.defaults(), start);
        assertThat(end.protocol.nextDeadline()).isEqualTo(start + PING_AFTER);
        end.deadlineAt(start + PING_AFTER - 1);
        assertThat(end.sent()).isEmpty();
        end.deadlineAt(start + PING_AFTER);
        assertThat(end.sent()).startsWith("8908");
        end.protocol.close(CloseStatus.NORMAL);
        assertThat(end.protocol.nextDeadline()).isEqualTo(start + PING_AFTER + CLOSE_TIMEOUT_NANOS);
        end.deadlineAt(start + PING_AFTER + CLOSE_TIMEOUT_NANOS - 1);
        assertThat(end.protocol.transportAction()).isEqualTo(NONE);
        end.deadlineAt(start + PING_AFTER + CLOSE_TIMEOUT_NANOS);
        assertThat(end.protocol.transportAction()).isEqualTo(CLOSE_NOW);
    }

    /** The sooner of two deadlines, one before and one after the clock wraps around. */
    @Test
    void knowsTheSoonerDeadlineAcrossTheClocksTurn() {
        long start = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(25);
        Endpoint end = Endpoint.of(Role.SERVER, Limits.defaults(), start);
        end.protocol.sendText("x", Compression.AUTO);
        assertThat(end.protocol.nextDeadline()).isEqualTo(start + PING_AFTER).isPositive();
        end.deadlineAt(start + PING_AFTER);
        assertThat(end.protocol.nextDeadline())
                .isEqualTo(start + WRITE_TIMEOUT_NANOS)
                .isNegative();
    }

    @ParameterizedTest
    @EnumSource
    void dropsAPeerThatDoesNotAnswerTheClose(Role role) {
        Endpoint end = Endpoint.of(role, WITHOUT_KEEPALIVE, 100);
        end.protocol.close(CloseStatus.NORMAL);
        end.sent();
        assertThat(end.protocol.nextDeadline()).isEqualTo(100 + CLOSE_TIMEOUT_NANOS);
        end.deadlineAt(100 + CLOSE_TIMEOUT_NANOS - 1);
        assertThat(end.protocol.transportAction()).isEqualTo(NONE);
        end.deadlineAt(100 + CLOSE_TIMEOUT_NANOS);
        assertThat(end.protocol.transportAction()).isEqualTo(CLOSE_NOW);
        assertThat(end.end())
                .isEqualTo(new CloseOutcome(null, CloseStatus.NORMAL, Initiator.LOCAL, CLOSE_TIMEOUT, null));
    }

    @Test
    void doesNotWaitLongerForAPeerThatTalksOn() {
        quiet.protocol.close(CloseStatus.NORMAL);
        quiet.sent();
        quiet.now = CLOSE_TIMEOUT_NANOS - 1;
        quiet.hears(0x82, "01");
        quiet.deadlineAt(CLOSE_TIMEOUT_NANOS);
        assertThat(quiet.protocol.transportAction()).isEqualTo(CLOSE_NOW);
    }

    @Test
    void dropsAServerThatNeverEndsTheConnectionAndStillCallsThatPeace() {
        Endpoint client = Endpoint.of(Role.CLIENT);
        client.hears(0x88, "03e8");
        client.sent();
        assertThat(client.protocol.nextDeadline()).isEqualTo(CLOSE_TIMEOUT_NANOS);
        client.deadlineAt(CLOSE_TIMEOUT_NANOS);
        assertThat(client.protocol.transportAction()).isEqualTo(CLOSE_NOW);
        assertThat(client.end().cause()).isEqualTo(CLOSING_HANDSHAKE);
    }

    @Test
    void keepsItsCauseWhenAFailedConnectionIsDropped() {
        quiet.protocol.fail(CloseStatus.of(1011), LISTENER_FAILED, null);
        quiet.now = 1;
        quiet.protocol.receiveEof();
        assertThat(quiet.protocol.nextDeadline())
                .as("counted from the first ending")
                .isEqualTo(CLOSE_TIMEOUT_NANOS);
        quiet.deadlineAt(CLOSE_TIMEOUT_NANOS);
        assertThat(quiet.end().cause()).isEqualTo(LISTENER_FAILED);
    }

    @Test
    void dropsAPeerThatTakesNothing() {
        quiet.now = 3;
        quiet.socket.takes(0);
        quiet.protocol.sendText("x", Compression.AUTO);
        quiet.flush();
        quiet.now = 4;
        quiet.protocol.sendText("y", Compression.AUTO);
        quiet.flush();
        assertThat(quiet.protocol.nextDeadline()).isEqualTo(3 + WRITE_TIMEOUT_NANOS);
        quiet.deadlineAt(3 + WRITE_TIMEOUT_NANOS - 1);
        assertThat(quiet.protocol.isOpen()).isTrue();
        quiet.deadlineAt(3 + WRITE_TIMEOUT_NANOS);
        assertThat(quiet.protocol.transportAction()).isEqualTo(CLOSE_NOW);
        assertThat(quiet.end()).isEqualTo(new CloseOutcome(null, null, Initiator.LOCAL, WRITE_TIMEOUT, null));
    }

    @Test
    void waitsAfreshWithEachByteThatIsTaken() {
        quiet.protocol.sendText("xyz", Compression.AUTO);
        quiet.now = 7;
        quiet.socket.takes(1);
        quiet.flush();
        assertThat(quiet.protocol.nextDeadline()).isEqualTo(7 + WRITE_TIMEOUT_NANOS);
        quiet.now = 9;
        quiet.socket.takesAll();
        quiet.flush();
        assertThat(quiet.protocol.nextDeadline()).isEqualTo(NEVER);
    }

    @Test
    void waitsForNothingWithoutAWriteTimeout() {
        Endpoint patient = Endpoint.of(Role.SERVER, WITHOUT_KEEPALIVE.withWriteTimeout(Duration.ZERO));
        patient.socket.takes(1);
        patient.protocol.sendText("x", Compression.AUTO);
        patient.flush();
        assertThat(patient.protocol.nextDeadline()).isEqualTo(NEVER);
    }

    @Test
    void countsThePongAndThePingThatWaitToo() {
        quiet.hears(0x89, "01");
        assertThat(quiet.protocol.nextDeadline()).isEqualTo(WRITE_TIMEOUT_NANOS);
        server.deadlineAt(PING_AFTER);
        server.now = PING_AFTER + 2 * PONG_TIMEOUT_NANOS / 3;
        server.hears(0x82, "");
        server.deadlineAt(PING_AFTER + PONG_TIMEOUT_NANOS);
        assertThat(server.protocol.nextDeadline()).isEqualTo(PING_AFTER + WRITE_TIMEOUT_NANOS);
        server.deadlineAt(PING_AFTER + WRITE_TIMEOUT_NANOS);
        assertThat(server.end().cause()).isEqualTo(WRITE_TIMEOUT);
    }

    @Test
    void theCloseDeadlineComesBeforeALaterWriteDeadline() {
        quiet.protocol.sendText("x", Compression.AUTO);
        quiet.protocol.close(CloseStatus.NORMAL);
        assertThat(quiet.protocol.nextDeadline()).isEqualTo(CLOSE_TIMEOUT_NANOS);
        quiet.deadlineAt(WRITE_TIMEOUT_NANOS);
        assertThat(quiet.end().cause()).isEqualTo(CLOSE_TIMEOUT);
    }

    @Test
    void doesNothingWhenNoDeadlineHasCome() {
        server.deadlineAt(0);
        assertThat(server.protocol.isOpen()).isTrue();
        assertThat(server.sent()).isEmpty();
        assertThat(server.events).isEmpty();
    }
}
