package io.wsloop.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.wsloop.CloseCause;
import io.wsloop.CloseOutcome;
import io.wsloop.CloseStatus;
import io.wsloop.Compression;
import io.wsloop.Limits;
import io.wsloop.SendResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** An outbox that holds the opening handshake before it has an engine: one order of bytes, and a cap for the frames alone. */
class HandshakeInTheOutboxTest {
    private static final ProtocolSink DEAF = new ProtocolSink() {};
    private static final byte[] HEAD = "HTTP/1.1 101 Switching Protocols\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Outbox outbox = new Outbox();
    private final Workbench bench = new Workbench(() -> 7, () -> 0);

    private Protocol server(Limits limits) {
        return Protocol.server(ProtocolOptions.of(limits), bench, outbox);
    }

    @Test
    void theHandshakeIsWrittenBeforeTheFirstFrame() throws IOException {
        outbox.append(ByteBuffer.wrap(HEAD));
        outbox.append(ByteBuffer.allocate(0));
        Protocol engine = server(Limits.defaults());
        assertThat(engine.sendText("a", Compression.AUTO)).isEqualTo(SendResult.QUEUED);
        assertThat(outbox.pending()).isEqualTo(HEAD.length + 3);
        assertThat(outbox.pendingFrames()).isEqualTo(3);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        engine.flush(
                (buffers, count) -> {
                    for (int i = 0; i < count; i++) {
                        while (buffers[i].hasRemaining()) {
                            written.write(buffers[i].get());
                        }
                    }
                },
                DEAF);
        assertThat(written.toByteArray()).startsWith(HEAD).endsWith(0x81, 0x01, 'a');
        assertThat(outbox.pendingFrames()).isZero();
    }

    @Test
    void theHandshakeIsNotHeldAgainstTheCap() {
        outbox.append(ByteBuffer.wrap(HEAD));
        Protocol engine = server(Limits.defaults().withOutgoing(10, 15, 20));
        assertThat(engine.sendBinary(new byte[20], 0, 20, Compression.AUTO)).isEqualTo(SendResult.CONGESTED);
        assertThat(engine.sendBinary(new byte[20], 0, 20, Compression.AUTO)).isEqualTo(SendResult.CLOSED);
    }

    @Test
    void whatIsWrittenOfTheHandshakeIsTakenFromTheHandshakeFirst() throws IOException {
        outbox.append(ByteBuffer.wrap(HEAD));
        Protocol engine = server(Limits.defaults());
        engine.sendText("a", Compression.AUTO);
        int[] left = {5};
        engine.flush(
                (buffers, count) -> {
                    int taken = Math.min(left[0], buffers[0].remaining());
                    buffers[0].position(buffers[0].position() + taken);
                    left[0] -= taken;
                },
                DEAF);
        assertThat(outbox.pending()).isEqualTo(HEAD.length + 3 - 5);
        assertThat(outbox.pendingFrames()).isEqualTo(3);
    }

    @Test
    void aSinkMayLeaveOutEveryEvent() {
        DEAF.onText("a");
        DEAF.onTextView(ByteBuffer.allocate(0));
        DEAF.onBinary(HEAD);
        DEAF.onBinaryView(ByteBuffer.allocate(0));
        DEAF.onTextPart("a", true);
        DEAF.onBinaryPart(HEAD, true);
        DEAF.onPing(HEAD);
        DEAF.onPong(HEAD);
        DEAF.onDrained();
        Protocol engine = server(Limits.defaults());
        engine.transportClosed(DEAF);
        assertThat(engine.isOpen()).isFalse();
        CloseOutcome outcome =
                new CloseOutcome(null, null, CloseOutcome.Initiator.PEER, CloseCause.END_OF_STREAM, null);
        DEAF.onEnd(outcome);
        assertThat(outcome.code()).isEqualTo(1006);
    }

    @Test
    @SuppressWarnings("NullAway")
    void anEndWithoutItsReasonIsRefused() {
        Protocol engine = server(Limits.defaults());
        CloseStatus status = CloseStatus.of(1000);
        assertThatNullPointerException().isThrownBy(() -> engine.fail(null, CloseCause.STOPPED, null));
        assertThatNullPointerException().isThrownBy(() -> engine.fail(status, null, null));
        assertThatNullPointerException().isThrownBy(() -> engine.abort(null, null));
        assertThatNullPointerException().isThrownBy(() -> engine.transportFailed(null));
        assertThatNullPointerException().isThrownBy(() -> engine.transportClosed(null));
        assertThat(engine.isOpen()).isTrue();
    }
}
