package io.wsloop.protocol;

import static io.wsloop.CloseCause.ABORTED;
import static io.wsloop.CloseCause.CLOSING_HANDSHAKE;
import static io.wsloop.CloseCause.END_OF_STREAM;
import static io.wsloop.CloseCause.LISTENER_FAILED;
import static io.wsloop.CloseCause.STOPPED;
import static io.wsloop.CloseCause.TRANSPORT_FAILED;
import static io.wsloop.CloseCause.VIOLATION;
import static io.wsloop.protocol.TransportAction.CLOSE_NOW;
import static io.wsloop.protocol.TransportAction.CLOSE_WHEN_FLUSHED;
import static io.wsloop.protocol.TransportAction.HALF_CLOSE_WHEN_FLUSHED;
import static io.wsloop.protocol.TransportAction.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.CloseOutcome;
import io.wsloop.CloseOutcome.Initiator;
import io.wsloop.CloseStatus;
import io.wsloop.Compression;
import io.wsloop.MessageType;
import io.wsloop.PreparedMessage;
import io.wsloop.Role;
import io.wsloop.SendResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The closing handshake of both roles (RFC 6455 §5.5.1, §7.1), and every other way to end. */
class ProtocolCloseTest {
    private static final int CLOSE = 0x88;
    private static final CloseStatus BYE = new CloseStatus(4000, "bye");

    private final Endpoint server = Endpoint.of(Role.SERVER);
    private final Endpoint client = Endpoint.of(Role.CLIENT);

    @Test
    void aServerThatClosesWaitsForTheAnswerAndThenClosesTheConnection() {
        server.protocol.close(BYE);
        assertThat(server.sent()).isEqualTo("88050fa0627965");
        assertThat(server.protocol.isOpen()).isFalse();
        assertThat(server.protocol.transportAction()).isEqualTo(NONE);
        server.hears(CLOSE, "0fa0");
        assertThat(server.protocol.transportAction()).isEqualTo(CLOSE_WHEN_FLUSHED);
        assertThat(server.sent()).isEmpty();
        assertThat(server.end())
                .isEqualTo(new CloseOutcome(CloseStatus.of(4000), BYE, Initiator.LOCAL, CLOSING_HANDSHAKE, null));
    }

    @Test
    void aServerAnswersThePeersCodeAndClosesTheConnection() {
        server.hears(CLOSE, "0fa0627965");
        assertThat(server.protocol.isOpen()).isFalse();
        assertThat(server.protocol.transportAction()).isEqualTo(CLOSE_WHEN_FLUSHED);
        assertThat(server.sent()).isEqualTo("88020fa0");
        assertThat(server.end())
                .isEqualTo(new CloseOutcome(BYE, CloseStatus.of(4000), Initiator.PEER, CLOSING_HANDSHAKE, null));
    }

    /**
     * The server closes TCP first, because the side that closes first holds the address for a while (RFC 6455 §7.1.1).
     */
    @Test
    void aClientThatClosesWaitsForTheAnswerAndThenForTheServersEnd() {
        client.protocol.close(BYE);
        assertThat(client.sent()).isEqualTo("88850a0b0c0105ab6e786f");
        client.hears(CLOSE, "0fa0");
        assertThat(client.protocol.transportAction()).isEqualTo(NONE);
        client.protocol.receiveEof();
        assertThat(client.protocol.transportAction()).isEqualTo(CLOSE_NOW);
        assertThat(client.end())
                .isEqualTo(new CloseOutcome(CloseStatus.of(4000), BYE, Initiator.LOCAL, CLOSING_HANDSHAKE, null));
    }

    @Test
    void aClientAnswersThePeersCodeAndWaitsForTheServersEnd() {
        client.hears(CLOSE, "0fa0627965");
        assertThat(client.sent()).isEqualTo("88820a0b0c0105ab");
        assertThat(client.protocol.transportAction()).isEqualTo(NONE);
        client.protocol.receiveEof();
        assertThat(client.protocol.transportAction()).isEqualTo(CLOSE_NOW);
        assertThat(client.end().initiator()).isEqualTo(Initiator.PEER);
    }

    @Test
    void bothMayCloseAtTheSameTime() {
        server.protocol.close(CloseStatus.of(1000));
        client.protocol.close(CloseStatus.of(1001));
        byte[] fromServer = server.sentBytes();
        byte[] fromClient = client.sentBytes();
        server.receives(fromClient);
        client.receives(fromServer);
        assertThat(server.sent()).as("a second close frame").isEmpty();
        assertThat(client.sent()).as("a second close frame").isEmpty();
        assertThat(server.protocol.transportAction()).isEqualTo(CLOSE_WHEN_FLUSHED);
        client.protocol.receiveEof();
        for (CloseOutcome outcome : new CloseOutcome[] {server.end(), client.end()}) {
            assertThat(outcome.clean()).isTrue();
            assertThat(outcome.initiator()).isEqualTo(Initiator.LOCAL);
            assertThat(outcome.cause()).isEqualTo(CLOSING_HANDSHAKE);
        }
        assertThat(server.end().code()).isEqualTo(1001);
        assertThat(client.end().code()).isEqualTo(1000);
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyCloseIsAnsweredEmptyAndTold1005(Role role) {
        Endpoint end = Endpoint.of(role);
        end.hears(CLOSE, "");
        assertThat(end.sent()).startsWith(role == Role.SERVER ? "8800" : "8880").hasSize(role == Role.SERVER ? 4 : 12);
        CloseOutcome outcome = end.end();
        assertThat(outcome.code()).isEqualTo(1005);
        assertThat(outcome.clean()).isTrue();
        assertThat(outcome.sent()).isEqualTo(CloseStatus.EMPTY);
    }

    @Test
    void anEmptyCloseCanBeSent() {
        server.protocol.close(CloseStatus.EMPTY);
        assertThat(server.sent()).isEqualTo("8800");
    }

    @ParameterizedTest
    @MethodSource("sendableCodes")
    void everyCodeThatMayCrossTheWireIsSentAndAnswered(int code) {
        server.protocol.close(CloseStatus.of(code));
        client.receives(server.sentBytes());
        server.receives(client.sentBytes());
        assertThat(server.end().code()).isEqualTo(code);
        assertThat(client.end().code()).isEqualTo(code);
    }

    static IntStream sendableCodes() {
        return IntStream.of(
                1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535})
    void anyOtherCodeIsAViolation(int code) {
        server.hears(CLOSE, String.format("%04x", code));
        assertThat(server.sent()).startsWith("88").contains("03ea");
        CloseOutcome outcome = server.end();
        assertThat(outcome.cause()).isEqualTo(VIOLATION);
        assertThat(outcome.code()).as("nothing legal came").isEqualTo(1006);
        assertThat(outcome.error())
                .hasMessageEndingWith("a close frame carries 1000-1003, 1007-1014 or 3000-4999, this one " + code);
    }

    @Test
    void aReasonOfTheGreatestLengthCrosses() {
        String reason = "ä".repeat(61) + "x";
        server.protocol.close(new CloseStatus(1000, reason));
        String sent = server.sent();
        assertThat(sent).isEqualTo("887d03e8" + HexFormat.of().formatHex(reason.getBytes(StandardCharsets.UTF_8)));
        client.receives(sent);
        assertThat(client.end().reason()).isEqualTo(reason);
    }

    @Test
    void aReasonThatIsNotUtf8IsAViolation() {
        server.hears(CLOSE, "03e8c0af");
        assertThat(server.sent()).startsWith("88").contains("03ef");
        assertThat(server.end().cause()).isEqualTo(VIOLATION);
    }

    @Test
    void aCloseMayComeBetweenTheFragmentsThatWeSend() {
        server.protocol.sendPart(MessageType.BINARY, Compression.OFF, new byte[] {1}, 0, 1, false);
        server.protocol.close(CloseStatus.NORMAL);
        assertThat(server.sent()).isEqualTo("020101880203e8");
        assertThat(server.protocol.sendPart(MessageType.BINARY, Compression.OFF, new byte[] {2}, 0, 1, true))
                .isEqualTo(SendResult.CLOSED);
        assertThat(server.sent()).isEmpty();
    }

    @Test
    void aCloseMayComeBetweenTheFragmentsThatWeReceive() {
        server.hears(0x02, "01");
        server.hears(CLOSE, "03e8");
        assertThat(server.sent()).isEqualTo("880203e8");
        assertThat(server.end().clean()).isTrue();
        assertThat(server.events).containsExactly("end");
    }

    @Test
    void whatThePeerSaysAfterOurCloseIsStillDeliveredButNoPingIsAnswered() {
        server.protocol.close(CloseStatus.NORMAL);
        server.sent();
        server.hears(0x81, "6869");
        server.hears(0x89, "01");
        server.hears(0x8A, "02");
        server.hears(0x82, "03");
        assertThat(server.events).containsExactly("text hi", "ping 01", "pong 02", "binary 03");
        assertThat(server.sent()).isEmpty();
        server.hears(CLOSE, "03e8");
        assertThat(server.end().clean()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsDeliveredAfterThePeersClose(Role role) {
        Endpoint end = Endpoint.of(role);
        end.hears(CLOSE, "03e8");
        end.sent();
        end.hears(0x81, "6869");
        end.hears(0x89, "01");
        end.hears(CLOSE, "0fa0");
        end.receives("ffffffff");
        assertThat(end.events).isEmpty();
        assertThat(end.sent()).isEmpty();
        assertThat(end.end().code()).isEqualTo(1000);
    }

    @Test
    void aSecondCloseDoesNothing() {
        server.protocol.close(BYE);
        server.protocol.close(CloseStatus.NORMAL);
        server.protocol.close(CloseStatus.NORMAL, STOPPED);
        assertThat(server.sent()).isEqualTo("88050fa0627965");
        assertThat(server.end().sent()).isEqualTo(BYE);
        assertThat(server.end().cause()).isEqualTo(CLOSING_HANDSHAKE);
    }

    @Test
    void aCloseTellsItsCause() {
        server.protocol.close(CloseStatus.GOING_AWAY, STOPPED);
        server.hears(CLOSE, "03e9");
        assertThat(server.end())
                .isEqualTo(new CloseOutcome(
                        CloseStatus.GOING_AWAY, CloseStatus.GOING_AWAY, Initiator.LOCAL, STOPPED, null));
    }

    @Test
    void nothingIsSentAfterAClose() {
        server.protocol.close(CloseStatus.NORMAL);
        server.sent();
        assertThat(server.protocol.sendText("x", Compression.AUTO)).isEqualTo(SendResult.CLOSED);
        assertThat(server.protocol.sendBinary(new byte[1], 0, 1, Compression.AUTO))
                .isEqualTo(SendResult.CLOSED);
        assertThat(server.protocol.send(PreparedMessage.text("x"))).isEqualTo(SendResult.CLOSED);
        assertThat(server.protocol.sendPing(new byte[0])).isEqualTo(SendResult.CLOSED);
        assertThat(server.protocol.sendPong(new byte[0])).isEqualTo(SendResult.CLOSED);
        assertThat(server.protocol.sendPart(MessageType.TEXT, Compression.ON, new byte[0], 0, 0, true))
                .isEqualTo(SendResult.CLOSED);
        assertThat(server.sent()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anEndOfStreamWithoutACloseIsThePeersDoing(Role role) {
        Endpoint end = Endpoint.of(role);
        end.protocol.receiveEof();
        assertThat(end.protocol.isOpen()).isFalse();
        assertThat(end.protocol.transportAction()).isEqualTo(CLOSE_NOW);
        assertThat(end.sent()).isEmpty();
        CloseOutcome outcome = end.end();
        assertThat(outcome).isEqualTo(new CloseOutcome(null, null, Initiator.PEER, END_OF_STREAM, null));
        assertThat(outcome.code()).isEqualTo(1006);
    }

    @Test
    void whatWaitsIsStillWrittenAfterThePeersEnd() {
        server.protocol.sendText("x", Compression.OFF);
        server.protocol.receiveEof();
        assertThat(server.protocol.transportAction()).isEqualTo(CLOSE_WHEN_FLUSHED);
        assertThat(server.protocol.nextDeadline()).isEqualTo(5_000_000_000L);
        assertThat(server.sent()).isEqualTo("810178");
    }

    /** A peer may close its half right behind its close frame, and still wait for the answer. */
    @ParameterizedTest
    @EnumSource
    void theAnswerToACloseIsStillWrittenAfterThePeersEnd(Role role) {
        Endpoint end = Endpoint.of(role);
        end.hears(CLOSE, "03e8");
        end.protocol.receiveEof();
        assertThat(end.protocol.transportAction()).isEqualTo(CLOSE_WHEN_FLUSHED);
        assertThat(end.sent()).startsWith("88");
        assertThat(end.end().clean()).isTrue();
    }

    @Test
    void ourCloseIsStillWrittenAfterThePeersEnd() {
        server.protocol.close(BYE);
        server.protocol.receiveEof();
        assertThat(server.protocol.transportAction()).isEqualTo(CLOSE_WHEN_FLUSHED);
        assertThat(server.sent()).isEqualTo("88050fa0627965");
        assertThat(server.end()).isEqualTo(new CloseOutcome(null, BYE, Initiator.LOCAL, END_OF_STREAM, null));
    }

    @Test
    void theConnectionClosesAtOnceWhenThePeerEndsAfterOurWrittenClose() {
        server.protocol.close(BYE);
        server.sent();
        server.protocol.receiveEof();
        assertThat(server.protocol.transportAction()).isEqualTo(CLOSE_NOW);
        server.protocol.receiveEof();
        assertThat(server.end()).isEqualTo(new CloseOutcome(null, BYE, Initiator.LOCAL, END_OF_STREAM, null));
    }

    @Test
    void anEndInTheMidstOfAMessageDeliversNothing() {
        server.receives("828500000000" + "0102");
        server.protocol.receiveEof();
        server.end();
        assertThat(server.events).containsExactly("end");
    }

    @ParameterizedTest
    @EnumSource
    void anAbortSendsNothing(Role role) {
        Endpoint end = Endpoint.of(role);
        Throwable error = new IllegalStateException();
        end.protocol.abort(ABORTED, error);
        assertThat(end.protocol.isOpen()).isFalse();
        assertThat(end.protocol.transportAction()).isEqualTo(CLOSE_NOW);
        assertThat(end.sent()).isEmpty();
        end.hears(0x81, "6869");
        assertThat(end.end()).isEqualTo(new CloseOutcome(null, null, Initiator.LOCAL, ABORTED, error));
        assertThat(end.events).containsExactly("end");
    }

    @Test
    void anAbortInTheClosingHandshakeIsItsCause() {
        server.protocol.close(BYE);
        server.protocol.abort(ABORTED, null);
        assertThat(server.end()).isEqualTo(new CloseOutcome(null, BYE, Initiator.LOCAL, ABORTED, null));
    }

    @Test
    void anAbortThatIsPartOfThePeaceSpoilsNothing() {
        server.protocol.close(BYE);
        server.protocol.abort(CLOSING_HANDSHAKE, null);
        assertThat(server.protocol.transportAction()).isEqualTo(CLOSE_NOW);
        assertThat(server.end().cause()).isEqualTo(CLOSING_HANDSHAKE);
    }

    @Test
    void aFailedTransportTellsWhatItThrew() {
        IOException reset = new IOException("Connection reset");
        server.protocol.transportFailed(reset);
        assertThat(server.protocol.transportAction()).isEqualTo(CLOSE_NOW);
        assertThat(server.end()).isEqualTo(new CloseOutcome(null, null, Initiator.LOCAL, TRANSPORT_FAILED, reset));
    }

    @Test
    void aServerThatFailsSendsItsCloseAndEndsItsHalf() {
        Throwable error = new IllegalStateException();
        CloseStatus status = new CloseStatus(1011, "listener failed");
        server.protocol.fail(status, LISTENER_FAILED, error);
        assertThat(server.protocol.transportAction()).isEqualTo(HALF_CLOSE_WHEN_FLUSHED);
        assertThat(server.sent()).isEqualTo("881103f36c697374656e6572206661696c6564");
        server.hears(0x81, "6869");
        server.hears(CLOSE, "03f3");
        assertThat(server.end()).isEqualTo(new CloseOutcome(null, status, Initiator.LOCAL, LISTENER_FAILED, error));
        assertThat(server.events).containsExactly("end");
    }

    @Test
    void aClientThatFailsSendsItsCloseAndWaitsForTheServersEnd() {
        client.protocol.fail(CloseStatus.of(1011), LISTENER_FAILED, null);
        assertThat(client.protocol.transportAction()).isEqualTo(NONE);
        assertThat(client.sent()).startsWith("8882");
        client.protocol.receiveEof();
        assertThat(client.protocol.transportAction()).isEqualTo(CLOSE_NOW);
        assertThat(client.end().cause()).isEqualTo(LISTENER_FAILED);
    }

    @Test
    void aFailureInTheClosingHandshakeSendsNoSecondClose() {
        server.protocol.close(BYE);
        server.sent();
        server.protocol.fail(CloseStatus.of(1011), LISTENER_FAILED, null);
        assertThat(server.sent()).isEmpty();
        assertThat(server.end()).isEqualTo(new CloseOutcome(null, BYE, Initiator.LOCAL, LISTENER_FAILED, null));
    }

    @Test
    void aFailureThatIsPartOfThePeaceSpoilsNothing() {
        server.protocol.close(BYE);
        server.protocol.fail(CloseStatus.of(1011), CLOSING_HANDSHAKE, null);
        assertThat(server.protocol.transportAction()).isEqualTo(HALF_CLOSE_WHEN_FLUSHED);
        assertThat(server.end().cause()).isEqualTo(CLOSING_HANDSHAKE);
    }

    @Test
    void aFailureAfterAnAbortSendsNothing() {
        server.protocol.abort(ABORTED, null);
        server.protocol.fail(CloseStatus.of(1011), LISTENER_FAILED, null);
        assertThat(server.protocol.outbox().isEmpty()).isTrue();
        assertThat(server.end()).isEqualTo(new CloseOutcome(null, null, Initiator.LOCAL, ABORTED, null));
    }

    @Test
    void theEndIsToldOnce() {
        server.protocol.close(BYE);
        server.protocol.transportClosed(server);
        server.protocol.transportClosed(server);
        assertThat(server.events).containsExactly("end");
    }

    @Test
    void nothingMovesAfterTheEnd() {
        server.protocol.transportClosed(server);
        assertThat(server.protocol.isOpen()).isFalse();
        assertThat(server.protocol.transportAction()).isEqualTo(CLOSE_NOW);
        assertThat(server.protocol.sendText("x", Compression.ON)).isEqualTo(SendResult.CLOSED);
        server.protocol.close(BYE);
        server.protocol.fail(CloseStatus.of(1011), LISTENER_FAILED, null);
        server.protocol.receiveEof();
        server.protocol.abort(ABORTED, null);
        server.hears(0x81, "6869");
        assertThat(server.protocol.nextDeadline()).isEqualTo(Long.MAX_VALUE);
        assertThat(server.sent()).isEmpty();
        assertThat(server.events).containsExactly("end");
        assertThat(server.outcome).isEqualTo(new CloseOutcome(null, null, Initiator.PEER, END_OF_STREAM, null));
    }

    @Test
    void tellsItsStoryInOneLine() {
        assertThat(server.protocol).hasToString("SERVER open, between frames, 0 bytes to write, NONE");
        server.receives("82");
        assertThat(server.protocol).hasToString("SERVER open, in a header, 0 bytes to write, NONE");
        server.receives("850000000001");
        assertThat(server.protocol)
                .hasToString("SERVER open, in a payload, 4 of 5 bytes to come, 0 bytes to write, NONE");
        server.receives("02030405");
        server.protocol.close(BYE);
        assertThat(server.protocol)
                .hasToString("SERVER CLOSING_HANDSHAKE by LOCAL, close received no, sent 4000 bye, between frames,"
                        + " 7 bytes to write, NONE");
        server.hears(CLOSE, "");
        assertThat(server.protocol)
                .hasToString("SERVER CLOSING_HANDSHAKE by LOCAL, close received 1005, sent 4000 bye, between frames,"
                        + " 7 bytes to write, CLOSE_WHEN_FLUSHED");
        client.protocol.abort(ABORTED, null);
        assertThat(client.protocol)
                .hasToString("CLIENT ABORTED by LOCAL, close received no, sent no, between frames,"
                        + " 0 bytes to write, CLOSE_NOW");
    }
}
