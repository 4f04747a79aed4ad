package io.wsloop.protocol;

import static io.wsloop.CloseCause.ABORTED;
import static io.wsloop.CloseCause.CLOSE_TIMEOUT;
import static io.wsloop.CloseCause.CLOSING_HANDSHAKE;
import static io.wsloop.CloseCause.END_OF_STREAM;
import static io.wsloop.CloseCause.STOPPED;
import static io.wsloop.CloseCause.VIOLATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.CloseOutcome;
import io.wsloop.CloseOutcome.Initiator;
import io.wsloop.CloseStatus;
import io.wsloop.Role;
import org.junit.jupiter.api.Test;

/** The facts of an end, and the outcome and the line of text that follow from them (RFC 6455 §7.1). */
class ClosingHandshakeTest {
    private static final CloseStatus BYE = new CloseStatus(4000, "bye");

    private final ClosingHandshake closing = new ClosingHandshake();

    @Test
    void isOpenUntilSomethingBegins() {
        assertThat(closing.isBegun()).isFalse();
        assertThat(closing.isSent()).isFalse();
        assertThat(closing.isComplete()).isFalse();
        assertThat(closing).hasToString("open");
    }

    @Test
    void endsWithTheStreamWhenNobodyBeganAnything() {
        assertThat(closing.outcome()).isEqualTo(new CloseOutcome(null, null, Initiator.PEER, END_OF_STREAM, null));
    }

    @Test
    void isThePeersWhenItsFrameCameFirst() {
        closing.received(BYE);
        assertThat(closing.isComplete()).isFalse();
        assertThat(closing).hasToString("CLOSING_HANDSHAKE by PEER, close received 4000 bye, sent no");
        closing.sent(CloseStatus.of(4000));
        assertThat(closing.isComplete()).isTrue();
        assertThat(closing).hasToString("CLOSING_HANDSHAKE by PEER, close received 4000 bye, sent 4000");
        assertThat(closing.outcome())
                .isEqualTo(new CloseOutcome(BYE, CloseStatus.of(4000), Initiator.PEER, CLOSING_HANDSHAKE, null));
    }

    @Test
    void isOursWhenWeBegan() {
        closing.begun(Initiator.LOCAL, STOPPED, null);
        closing.sent(CloseStatus.GOING_AWAY);
        assertThat(closing).hasToString("STOPPED by LOCAL, close received no, sent 1001");
        closing.received(CloseStatus.EMPTY);
        assertThat(closing).hasToString("STOPPED by LOCAL, close received 1005, sent 1001");
        assertThat(closing.outcome())
                .isEqualTo(new CloseOutcome(CloseStatus.EMPTY, CloseStatus.GOING_AWAY, Initiator.LOCAL, STOPPED, null));
    }

    @Test
    void keepsItsFirstCause() {
        Throwable error = new IllegalStateException("first");
        closing.begun(Initiator.LOCAL, VIOLATION, error);
        closing.begun(Initiator.PEER, END_OF_STREAM, new IllegalStateException("second"));
        closing.brokeOff(CLOSE_TIMEOUT, null);
        assertThat(closing.outcome()).isEqualTo(new CloseOutcome(null, null, Initiator.LOCAL, VIOLATION, error));
    }

    @Test
    void tellsWhyAPeacefulClosingBrokeOffAndStillWhoBegan() {
        closing.begun(Initiator.LOCAL, CLOSING_HANDSHAKE, null);
        closing.sent(BYE);
        Throwable error = new IllegalStateException();
        closing.brokeOff(ABORTED, error);
        assertThat(closing.outcome()).isEqualTo(new CloseOutcome(null, BYE, Initiator.LOCAL, ABORTED, error));
    }

    @Test
    void isNotSpoiltOnceItIsComplete() {
        closing.received(BYE);
        closing.sent(BYE);
        closing.brokeOff(CLOSE_TIMEOUT, new IllegalStateException());
        assertThat(closing.outcome().cause()).isEqualTo(CLOSING_HANDSHAKE);
        assertThat(closing.outcome().error()).isNull();
    }

    @Test
    void cannotBreakOffBeforeItBegan() {
        closing.brokeOff(CLOSE_TIMEOUT, null);
        assertThat(closing.isBegun()).isFalse();
    }

    /** Each later step may ask for more than a half close, and never for less. */
    @Test
    void theTransportActionOnlyMovesOn() {
        assertThat(closing.action()).isEqualTo(TransportAction.NONE);
        closing.fail(VIOLATION, null, Role.SERVER);
        assertThat(closing.action()).isEqualTo(TransportAction.HALF_CLOSE_WHEN_FLUSHED);
        closing.endOfStream(false, 0);
        assertThat(closing.action()).isEqualTo(TransportAction.CLOSE_WHEN_FLUSHED);
        closing.fail(VIOLATION, null, Role.SERVER);
        assertThat(closing.action()).isEqualTo(TransportAction.CLOSE_WHEN_FLUSHED);
        closing.abort(CLOSE_TIMEOUT, null);
        closing.endOfStream(false, 0);
        assertThat(closing.action()).isEqualTo(TransportAction.CLOSE_NOW);
        assertThat(closing.outcome().cause()).isEqualTo(VIOLATION);
    }

    @Test
    void aClientWaitsForTheServerToCloseTcp() {
        closing.peerClosed(BYE, Role.CLIENT);
        closing.sent(BYE);
        assertThat(closing.action()).isEqualTo(TransportAction.NONE);
        closing.endOfStream(true, 0);
        assertThat(closing.action()).isEqualTo(TransportAction.CLOSE_NOW);
        assertThat(closing.outcome().cause()).isEqualTo(CLOSING_HANDSHAKE);
    }

    @Test
    void messagesAreDeliveredUntilThePeersCloseFrameAndNoLonger() {
        closing.begun(Initiator.LOCAL, CLOSING_HANDSHAKE, null);
        closing.sent(BYE);
        assertThat(closing.discardsInput()).isFalse();
        closing.peerClosed(BYE, Role.SERVER);
        assertThat(closing.discardsInput()).isTrue();
        assertThat(closing.isEnded()).isFalse();
        assertThat(closing.end()).isEqualTo(closing.outcome());
        assertThat(closing.isEnded()).isTrue();
        assertThat(closing.discardsInput()).isTrue();
    }
}
