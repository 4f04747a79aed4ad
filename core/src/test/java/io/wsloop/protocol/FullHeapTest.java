package io.wsloop.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.CloseCause;
import io.wsloop.CloseOutcome;
import io.wsloop.Compression;
import io.wsloop.MessageType;
import io.wsloop.PreparedMessage;
import io.wsloop.Role;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A frame that found no room on the heap ends its connection, because no peer can read on after half a frame. */
class FullHeapTest {
    private static final byte[] PAYLOAD = new byte[125];

    static List<Consumer<Protocol>> waysToSend() {
        return List.of(
                protocol -> protocol.sendText("x".repeat(125), Compression.OFF),
                protocol -> protocol.sendBinary(PAYLOAD, 0, PAYLOAD.length, Compression.OFF),
                protocol -> protocol.sendBinary(ByteBuffer.allocateDirect(125), Compression.OFF),
                protocol -> protocol.send(PreparedMessage.binary(PAYLOAD)),
                protocol -> protocol.sendPart(MessageType.BINARY, Compression.OFF, PAYLOAD, 0, PAYLOAD.length, false),
                protocol -> protocol.sendPing(PAYLOAD),
                protocol -> protocol.sendPong(PAYLOAD));
    }

    @ParameterizedTest
    @MethodSource("waysToSend")
    void dropsAConnectionWhoseFrameWasCut(Consumer<Protocol> send) {
        OutOfMemoryError full = new OutOfMemoryError("Java heap space");
        Endpoint end = Endpoint.of(Role.CLIENT);
        end.protocol.outbox().lend(ByteBuffer.allocate(64), staging -> {
            throw full;
        });
        assertThatThrownBy(() -> send.accept(end.protocol)).isSameAs(full);
        assertThat(end.protocol.isOpen()).isFalse();
        assertThat(end.protocol.transportAction()).isEqualTo(TransportAction.CLOSE_NOW);
        assertThat(end.protocol.outbox().waitingBytes()).isZero();
        CloseOutcome outcome = end.end();
        assertThat(outcome.cause()).isEqualTo(CloseCause.TRANSPORT_FAILED);
        assertThat(outcome.error()).isSameAs(full);
    }
}
