package io.wsloop.protocol;

import static io.wsloop.SendResult.CLOSED;
import static io.wsloop.SendResult.CONGESTED;
import static io.wsloop.SendResult.DROPPED;
import static io.wsloop.SendResult.QUEUED;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.CloseCause;
import io.wsloop.CloseOutcome;
import io.wsloop.CloseOutcome.Initiator;
import io.wsloop.CloseStatus;
import io.wsloop.Compression;
import io.wsloop.Limits;
import io.wsloop.MessageType;
import io.wsloop.PreparedMessage;
import io.wsloop.Role;
import io.wsloop.SendResult;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Against slow readers and floods of pings, the sending half: the result of a send at each water mark and beside it,
 * and at the cap. A frame here takes two bytes more than its payload.
 */
class ProtocolBackpressureTest {
    private static final Limits LIMITS = Limits.defaults().withOutgoing(10, 20, 30);

    private final Endpoint closing = Endpoint.of(Role.SERVER, LIMITS);
    private final Endpoint dropping = Endpoint.dropping(Role.SERVER, LIMITS);

    @ParameterizedTest
    @CsvSource({"17, QUEUED", "18, QUEUED", "19, CONGESTED"})
    void isCongestedAboveTheHighWaterMark(int length, SendResult result) {
        assertThat(send(closing, length)).isEqualTo(result);
    }

    @Test
    void saysSoAgainAndAgain() {
        closing.socket.takes(0);
        assertThat(send(closing, 10)).isEqualTo(QUEUED);
        assertThat(send(closing, 10)).isEqualTo(CONGESTED);
        assertThat(closing.protocol.sendPing(new byte[1])).isEqualTo(CONGESTED);
    }

    @Test
    void countsWhatIsCorked() {
        closing.protocol.outbox().lend(ByteBuffer.allocate(100), closing.socket);
        assertThat(send(closing, 18)).isEqualTo(QUEUED);
        assertThat(send(closing, 0)).isEqualTo(CONGESTED);
    }

    @Test
    void drainsOnceBelowTheLowWaterMark() {
        send(closing, 19);
        closing.socket.takes(11);
        closing.flush();
        assertThat(closing.protocol.outbox().pending()).isEqualTo(10);
        assertThat(closing.events).isEmpty();
        closing.socket.takes(1);
        closing.flush();
        assertThat(closing.events).containsExactly("drained");
        closing.sent();
        assertThat(closing.events).containsExactly("drained");
    }

    @Test
    void doesNotDrainWithoutHavingBeenCongested() {
        send(closing, 18);
        closing.sent();
        assertThat(closing.events).isEmpty();
    }

    @Test
    void drainsAgainAfterEachCongestion() {
        closing.whenDrained = () -> {
            if (closing.events.size() < 3) {
                assertThat(send(closing, 19)).isEqualTo(CONGESTED);
            }
        };
        send(closing, 19);
        closing.sent();
        assertThat(closing.events).containsExactly("drained", "drained", "drained");
    }

    @Test
    void drainsWhenEmptyIfTheLowWaterMarkIsZero() {
        Endpoint end = Endpoint.of(Role.SERVER, Limits.defaults().withOutgoing(0, 0, 30));
        assertThat(send(end, 0)).isEqualTo(CONGESTED);
        end.socket.takes(1);
        end.flush();
        assertThat(end.events).isEmpty();
        end.sent();
        assertThat(end.events).containsExactly("drained");
    }

    @Test
    void tellsNobodyThatItDrainedOnceItCloses() {
        send(closing, 19);
        closing.protocol.close(CloseStatus.NORMAL);
        closing.sent();
        assertThat(closing.events).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"30, CONGESTED", "31, CLOSED", "1000, CLOSED"})
    void takesNoMessageAboveTheCapAlsoWhenNothingWaits(int length, SendResult result) {
        assertThat(send(closing, length)).isEqualTo(result);
        assertThat(closing.protocol.isOpen()).isEqualTo(result != CLOSED);
        assertThat(send(dropping, length)).isEqualTo(result == CLOSED ? DROPPED : result);
        assertThat(dropping.protocol.isOpen()).isTrue();
    }

    @Test
    void saysOfAMessageAboveTheCapThatItIsTooLong() {
        send(closing, 31);
        assertThat(closing.end().sent().reason()).isEqualTo("a message of 31 bytes is above the cap of 30");
    }

    @Test
    void takesWhatFitsBelowTheCapBehindOthers() {
        send(dropping, 18);
        assertThat(send(dropping, 11)).isEqualTo(DROPPED);
        assertThat(send(dropping, 10)).isEqualTo(CONGESTED);
        assertThat(dropping.protocol.outbox().pending()).isEqualTo(32);
        assertThat(send(dropping, 0)).isEqualTo(DROPPED);
    }

    @Test
    void dropsTheNewAndLivesOn() {
        send(dropping, 18);
        assertThat(send(dropping, 11)).isEqualTo(DROPPED);
        assertThat(dropping.protocol.sendText("12345678901", Compression.AUTO)).isEqualTo(DROPPED);
        assertThat(dropping.protocol.send(PreparedMessage.binary(new byte[11]))).isEqualTo(DROPPED);
        assertThat(dropping.protocol.sendPing(new byte[11])).isEqualTo(DROPPED);
        assertThat(dropping.protocol.sendPong(new byte[11])).isEqualTo(DROPPED);
        assertThat(dropping.protocol.isOpen()).isTrue();
        assertThat(dropping.sent()).isEqualTo("8212" + "00".repeat(18));
        assertThat(send(dropping, 11)).isEqualTo(QUEUED);
    }

    /** A message cannot lose its middle. */
    @Test
    void closesForAPartThatDoesNotFitWhateverThePolicy() {
        dropping.protocol.sendPart(MessageType.BINARY, Compression.OFF, new byte[18], 0, 18, false);
        assertThat(dropping.protocol.sendPart(MessageType.BINARY, Compression.OFF, new byte[11], 0, 11, true))
                .isEqualTo(CLOSED);
        assertThat(dropping.end().cause()).isEqualTo(CloseCause.TOO_SLOW);
    }

    @Test
    void closesWith1008AndAReasonAtTheCap() {
        send(closing, 18);
        assertThat(send(closing, 11)).isEqualTo(CLOSED);
        assertThat(closing.protocol.isOpen()).isFalse();
        assertThat(closing.protocol.transportAction()).isEqualTo(TransportAction.HALF_CLOSE_WHEN_FLUSHED);
        CloseStatus status = new CloseStatus(1008, "reads too slowly: more than 30 bytes wait");
        assertThat(closing.sent())
                .startsWith("8212" + "00".repeat(18) + "882b03f0")
                .hasSize(2 * (20 + 45));
        assertThat(closing.end()).isEqualTo(new CloseOutcome(null, status, Initiator.LOCAL, CloseCause.TOO_SLOW, null));
    }

    @Test
    void owesOnlyTheLatestPongWhileTheSocketTakesNothing() {
        closing.socket.takes(0);
        send(closing, 1);
        closing.flush();
        for (int i = 0; i < 100; i++) {
            closing.hears(0x89, String.format("%02x", i));
        }
        assertThat(closing.protocol.outbox().pending()).isEqualTo(3);
        assertThat(closing.sent()).isEqualTo("820100" + "8a0163");
    }

    @Test
    void keepsOwingThePongAfterAWriteThatTookNothing() {
        closing.socket.takes(0);
        send(closing, 1);
        closing.flush();
        closing.hears(0x89, "aa");
        closing.flush();
        assertThat(closing.protocol.outbox().pending()).isEqualTo(3);
        closing.socket.takesAll().writeAll(closing.protocol.outbox());
        closing.protocol.flushed(0, closing);
        assertThat(closing.protocol.outbox().pending())
                .as("paid when the outbox is empty, whatever was counted")
                .isEqualTo(3);
    }

    @Test
    void answersAPingThoughTheOutboxNeverRunsEmpty() {
        closing.socket.takes(0);
        send(closing, 10);
        closing.flush();
        closing.hears(0x89, "aa");
        for (int i = 0; i < 4; i++) {
            assertThat(send(closing, 6)).isEqualTo(i == 0 ? QUEUED : CONGESTED);
            closing.socket.takes(8);
            closing.flush();
            assertThat(closing.protocol.outbox().isEmpty()).isFalse();
        }
        assertThat(closing.socket.hex()).contains("8a01aa");
    }

    /** A peer that takes one byte for each of its pings gets no queue of pongs. */
    @Test
    void hasOnePongWaitAtATime() {
        closing.socket.takes(0);
        send(closing, 10);
        closing.flush();
        for (int i = 0; i < 200; i++) {
            closing.hears(0x89, "bb".repeat(100));
            closing.socket.takes(1);
            closing.flush();
            assertThat(closing.protocol.outbox().pending()).isLessThanOrEqualTo(12 + 102);
        }
    }

    @Test
    void owesNoPongOnceItCloses() {
        closing.socket.takes(0);
        send(closing, 1);
        closing.flush();
        closing.hears(0x89, "aa");
        closing.protocol.close(CloseStatus.NORMAL);
        assertThat(closing.sent()).isEqualTo("820100" + "880203e8");
    }

    private static SendResult send(Endpoint end, int length) {
        return end.protocol.sendBinary(new byte[length], 0, length, Compression.AUTO);
    }
}
