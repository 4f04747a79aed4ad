package io.wsloop.nio.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.wsloop.Compression;
import io.wsloop.Delivery;
import io.wsloop.Limits;
import io.wsloop.PreparedMessage;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.nio.Steps;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Text as UTF-8 over a real connection, lent and sent, from the loop's thread and from another. */
class TextViewsTest {
    private static final Limits LIMITS = Limits.defaults();

    private final Steps.Heard heard = new Steps.Heard();

    @Test
    void aTextIsLentAsItCameAndSentOnWithoutAString() throws Exception {
        List<String> back = new ArrayList<>();
        String large = "gr\u00fc\u00df dich ".repeat(20_000);
        try (Steps steps = new Steps(LIMITS, request -> new Viewer() {
            @Override
            public void onTextView(WebSocket ws, ByteBuffer utf8) {
                ws.sendUtf8(utf8);
            }
        })) {
            // A client that lends as well, but takes its texts as Strings.
            WebSocket ws = steps.connect(new Viewer() {
                @Override
                public void onText(WebSocket ws, String text) {
                    back.add(text);
                }
            });
            Thread other = new Thread(() -> ws.sendUtf8("other \u00e4".getBytes(StandardCharsets.UTF_8)));
            other.start();
            other.join();
            ws.sendUtf8("one \u00e4".getBytes(StandardCharsets.UTF_8));
            ws.sendUtf8(ByteBuffer.wrap(large.getBytes(StandardCharsets.UTF_8)));
            ws.sendUtf8(ByteBuffer.allocateDirect(0), Compression.OFF);
            ws.send(PreparedMessage.utf8(new byte[] {'p'}));
            steps.until(() -> back.size() == 5);
            assertThat(back).containsExactly("other \u00e4", "one \u00e4", large, "", "p");
        }
    }

    /** On the loop's thread and on another one, where the engine is not asked. */
    @Test
    void whatIsNoUtf8IsRefusedAtTheCall() throws Exception {
        byte[] bad = {'a', (byte) 0xC3, '('};
        try (Steps steps = new Steps(LIMITS, request -> new Steps.Echo())) {
            WebSocket ws = steps.connect(heard);
            List<Throwable> thrown = new ArrayList<>();
            Runnable sends = () -> {
                thrown.add(catchThrowable(() -> ws.sendUtf8(bad)));
                thrown.add(catchThrowable(() -> ws.sendUtf8(ByteBuffer.wrap(bad))));
                thrown.add(catchThrowable(() -> ws.sendUtf8(ByteBuffer.wrap(bad).asReadOnlyBuffer())));
            };
            sends.run();
            Thread other = new Thread(sends);
            other.start();
            other.join();
            assertThat(thrown)
                    .hasSize(6)
                    .allSatisfy(e -> assertThat(e)
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessage("expected UTF-8 (RFC 3629), but byte 0x28 at offset 2 cannot stand there"));
            assertThat(ws.pendingBytes()).isZero();
            ws.sendUtf8(new byte[] {'b'});
            steps.until(() -> heard.events.contains("text b"));
            assertThat(heard.events).containsExactly("open", "text b");
        }
    }

    private abstract static class Viewer implements WebSocketListener {
        @Override
        public Delivery delivery() {
            return Delivery.VIEWS;
        }
    }
}
