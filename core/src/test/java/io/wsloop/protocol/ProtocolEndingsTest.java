package io.wsloop.protocol;

import static io.wsloop.CloseCause.ABORTED;
import static io.wsloop.CloseCause.CLOSING_HANDSHAKE;
import static io.wsloop.CloseCause.LISTENER_FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.CloseOutcome;
import io.wsloop.CloseOutcome.Initiator;
import io.wsloop.CloseStatus;
import io.wsloop.Compression;
import io.wsloop.Limits;
import io.wsloop.Role;
import io.wsloop.SendResult;
import io.wsloop.frame.Opcode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Against races at the close, the engine's half. In every order of up to five of these steps, the engine tells the end
 * once and consistently, throws nothing, and sends nothing after a close frame.
 */
class ProtocolEndingsTest {
    private static final int LONGEST = 5;

    private enum Step {
        CLOSE,
        SEND,
        FLUSH,
        PEER_CLOSE,
        PEER_DATA,
        PEER_FAULT,
        EOF,
        ABORT,
        FAIL,
        TRANSPORT_FAILED,
        DEADLINE
    }

    private static final Set<Step> THE_PEERS = EnumSet.of(Step.PEER_CLOSE, Step.EOF);

    @ParameterizedTest
    @EnumSource
    void endsOnceAndConsistentlyInEveryOrder(Role role) {
        assertThat(permute(role, new ArrayList<>())).isEqualTo(11 + 110 + 990 + 7_920 + 55_440);
    }

    private static int permute(Role role, List<Step> steps) {
        int run = 0;
        for (Step next : Step.values()) {
            if (!steps.contains(next)) {
                steps.add(next);
                new Story(role, steps).tell();
                run++;
                if (steps.size() < LONGEST) {
                    run += permute(role, steps);
                }
                steps.remove(next);
            }
        }
        return run;
    }

    private static final class Story {
        private final List<Step> steps;
        private final Endpoint end;
        private final Protocol protocol;
        private @Nullable Step began;
        private TransportAction action = TransportAction.NONE;

        Story(Role role, List<Step> steps) {
            this.steps = steps;
            end = Endpoint.of(role);
            protocol = end.protocol;
        }

        void tell() {
            for (Step step : steps) {
                boolean wasOpen = protocol.isOpen();
                act(step, wasOpen);
                if (wasOpen && !protocol.isOpen()) {
                    began = step;
                }
                check(wasOpen);
            }
            boolean closeFrame = endsWithItsOnlyCloseFrame();
            CloseOutcome outcome = end.end();
            protocol.transportClosed(end);
            require(end.events.indexOf("end") == end.events.size() - 1, "one end, and nothing after it");
            require(!protocol.isOpen() && protocol.nextDeadline() == Long.MAX_VALUE, "rest after the end");
            check(outcome, closeFrame);
        }

        private void act(Step step, boolean wasOpen) {
            switch (step) {
                case CLOSE -> protocol.close(CloseStatus.of(4001));
                case SEND ->
                    require(
                            (protocol.sendText("x", Compression.AUTO) == SendResult.CLOSED) != wasOpen,
                            "CLOSED unless open");
                case FLUSH -> {
                    if (action != TransportAction.CLOSE_NOW) {
                        end.flush();
                    }
                }
                case PEER_CLOSE -> end.hears(0x88, "0fa2");
                case PEER_DATA -> end.hears(0x82, "01");
                case PEER_FAULT -> end.hears(0xF2, "01");
                case EOF -> protocol.receiveEof();
                case ABORT -> protocol.abort(ABORTED, null);
                case FAIL -> protocol.fail(CloseStatus.of(1011), LISTENER_FAILED, new IllegalStateException());
                case TRANSPORT_FAILED -> protocol.transportFailed(new IOException());
                case DEADLINE -> {
                    if (protocol.nextDeadline() != Long.MAX_VALUE) {
                        end.deadlineAt(protocol.nextDeadline());
                    }
                }
            }
        }

        private void check(boolean wasOpen) {
            require(wasOpen || !protocol.isOpen(), "no opening again");
            require(protocol.transportAction().compareTo(action) >= 0, "an action that only moves on");
            action = protocol.transportAction();
            require(
                    protocol.isOpen()
                            || action == TransportAction.CLOSE_NOW
                            || protocol.nextDeadline() != Long.MAX_VALUE,
                    "a deadline for every ending");
            require(!protocol.isOpen() || action == TransportAction.NONE, "no action while open");
        }

        private void check(CloseOutcome outcome, boolean closeFrame) {
            require((outcome.sent() != null) == closeFrame, "the close frame that is told as sent");
            CloseStatus received = outcome.received();
            require(received == null || received.code() == 4002 && steps.contains(Step.PEER_CLOSE), "what came");
            require(outcome.code() == (received == null ? 1006 : 4002), "the code of what came");
            require(
                    (outcome.initiator() == Initiator.PEER) == (began == null || THE_PEERS.contains(began)),
                    "who began");
            require(outcome.cause() != CLOSING_HANDSHAKE || began == Step.CLOSE || began == Step.PEER_CLOSE, "why");
            require(received == null || outcome.clean(), "an answer to the peer's close frame");
            require(began != Step.PEER_CLOSE || outcome.cause() == CLOSING_HANDSHAKE, "peace once it is complete");
        }

        /** Checks the bytes that were written and those that wait. */
        private boolean endsWithItsOnlyCloseFrame() {
            ByteBuffer wire = ByteBuffer.wrap(end.sentBytes());
            Role peer = protocol.role() == Role.SERVER ? Role.CLIENT : Role.SERVER;
            FrameDecoder decoder = new FrameDecoder(peer, Limits.defaults(), false);
            boolean closed = false;
            while (wire.hasRemaining()) {
                require(!closed, "nothing after a close frame");
                if (!header(decoder, wire)) {
                    throw new AssertionError("no whole frame after " + steps);
                }
                wire.position(wire.position() + (int) decoder.payloadLength());
                closed = decoder.opcode() == Opcode.CLOSE.code();
            }
            return closed;
        }

        private boolean header(FrameDecoder decoder, ByteBuffer wire) {
            try {
                return decoder.header(wire);
            } catch (ViolationException e) {
                throw new AssertionError("a frame that a peer refuses after " + steps, e);
            }
        }

        private void require(boolean holds, String what) {
            if (!holds) {
                throw new AssertionError("expected " + what + " after " + steps + ": " + protocol);
            }
        }
    }
}
