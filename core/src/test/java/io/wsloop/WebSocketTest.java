package io.wsloop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.wsloop.CloseOutcome.Initiator;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each default method of WebSocket calls another one to the same effect, or does nothing. */
class WebSocketTest {
    private final List<Object> calls = new ArrayList<>();

    private final Handshake handshake = proxy(Handshake.class, (self, method, args) -> "chat");

    private final WebSocket ws = proxy(WebSocket.class, (self, method, args) -> {
        if (method.isDefault()) {
            return InvocationHandler.invokeDefault(self, method, args);
        }
        if (method.getName().equals("handshake")) {
            return handshake;
        }
        calls.add(method.getName());
        calls.add(args[0]);
        return method.getReturnType() == SendResult.class ? SendResult.CONGESTED : null;
    });

    @Test
    void anArrayIsSentAsItsBuffer() {
        byte[] payload = {1, 2, 3};
        assertThat(ws.sendBinary(payload)).isEqualTo(SendResult.CONGESTED);
        assertThat(calls).containsExactly("sendBinary", ByteBuffer.wrap(payload));
    }

    @Test
    void anArrayOfUtf8IsSentAsItsBuffer() {
        byte[] utf8 = {'a', 'b'};
        assertThat(ws.sendUtf8(utf8)).isEqualTo(SendResult.CONGESTED);
        assertThat(calls).containsExactly("sendUtf8", ByteBuffer.wrap(utf8));
    }

    @Test
    void aLentTextThatIsNotTakenAsSuchIsAText() {
        List<String> heard = new ArrayList<>();
        WebSocketListener listener = new WebSocketListener() {
            @Override
            public void onText(WebSocket ws, String text) {
                heard.add(text);
            }
        };
        ByteBuffer utf8 = ByteBuffer.wrap(new byte[] {'x', (byte) 0xC3, (byte) 0xA4}, 1, 2);
        listener.onTextView(ws, utf8.asReadOnlyBuffer());
        assertThat(heard).containsExactly("ä");
    }

    @Test
    void closingWithoutAStatusIsNormal() {
        ws.close();
        assertThat(calls).containsExactly("close", CloseStatus.NORMAL);
    }

    @Test
    void theSubprotocolIsTheHandshakes() {
        assertThat(ws.subprotocol()).isEqualTo("chat");
    }

    @Test
    void aListenerThatOverridesNothingHearsEverythingAndDoesNothing() {
        WebSocketListener listener = new WebSocketListener() {};
        CloseOutcome outcome = new CloseOutcome(null, null, Initiator.PEER, CloseCause.END_OF_STREAM, null);
        assertThat(listener.delivery()).isEqualTo(Delivery.WHOLE);
        assertThatCode(() -> {
                    listener.onOpen(ws);
                    listener.onText(ws, "text");
                    listener.onBinary(ws, new byte[1]);
                    listener.onBinaryView(ws, ByteBuffer.allocate(1));
                    listener.onTextView(ws, ByteBuffer.allocate(1));
                    listener.onTextPart(ws, "part", true);
                    listener.onBinaryPart(ws, new byte[1], true);
                    listener.onPing(ws, new byte[0]);
                    listener.onPong(ws, new byte[0]);
                    listener.onDrained(ws);
                    listener.onClose(ws, outcome);
                })
                .doesNotThrowAnyException();
        assertThat(calls).isEmpty();
    }

    @Test
    void theChoicesAreThese() {
        assertThat(SendResult.values())
                .containsExactly(SendResult.QUEUED, SendResult.CONGESTED, SendResult.DROPPED, SendResult.CLOSED);
        assertThat(MessageType.values()).containsExactly(MessageType.TEXT, MessageType.BINARY);
        assertThat(Role.values()).containsExactly(Role.SERVER, Role.CLIENT);
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
