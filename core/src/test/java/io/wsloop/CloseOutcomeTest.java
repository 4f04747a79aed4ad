package io.wsloop;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.CloseOutcome.Initiator;
import org.junit.jupiter.api.Test;

/** The outcome follows from the two close frames (RFC 6455 §7.1.4-7.1.6). */
class CloseOutcomeTest {
    private static final CloseStatus BYE = new CloseStatus(4001, "bye");

    @Test
    void codeAndReasonAreThePeers() {
        CloseOutcome outcome =
                new CloseOutcome(BYE, CloseStatus.NORMAL, Initiator.PEER, CloseCause.CLOSING_HANDSHAKE, null);
        assertThat(outcome.code()).isEqualTo(4001);
        assertThat(outcome.reason()).isEqualTo("bye");
        assertThat(outcome.clean()).isTrue();
    }

    @Test
    void anEmptyCloseFrameIs1005() {
        CloseOutcome outcome = new CloseOutcome(
                CloseStatus.EMPTY, CloseStatus.EMPTY, Initiator.PEER, CloseCause.CLOSING_HANDSHAKE, null);
        assertThat(outcome.code()).isEqualTo(1005);
        assertThat(outcome.reason()).isEmpty();
        assertThat(outcome.clean()).isTrue();
    }

    @Test
    void noCloseFrameIs1006WhateverWasSent() {
        CloseOutcome outcome = new CloseOutcome(null, BYE, Initiator.LOCAL, CloseCause.CLOSE_TIMEOUT, null);
        assertThat(outcome.code()).isEqualTo(1006);
        assertThat(outcome.reason()).isEmpty();
        assertThat(outcome.clean()).isFalse();
    }

    @Test
    void oneCloseFrameIsNotClean() {
        Throwable reset = new IllegalStateException("reset");
        CloseOutcome outcome = new CloseOutcome(BYE, null, Initiator.PEER, CloseCause.TRANSPORT_FAILED, reset);
        assertThat(outcome.code()).isEqualTo(4001);
        assertThat(outcome.clean()).isFalse();
        assertThat(outcome.error()).isSameAs(reset);
    }
}
