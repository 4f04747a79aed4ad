package io.wsloop.examples.snippets;

// snippet: program
import io.wsloop.CloseOutcome;
import io.wsloop.CloseStatus;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.loop.EventLoop;
import io.wsloop.loop.LoopOptions;
import io.wsloop.nio.WebSocketClient;
import io.wsloop.nio.WebSocketServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

public final class Stepped {
    /** What is tested: closes a connection that has been open for an hour. */
    record OneHour(EventLoop loop) implements WebSocketListener {
        @Override
        public void onOpen(WebSocket ws) {
            loop.schedule(Duration.ofHours(1), () -> ws.close(new CloseStatus(4000, "one hour is over")));
        }
    }

    public static void main(String[] args) throws IOException {
        AtomicLong now = new AtomicLong();
        try (EventLoop loop = EventLoop.open(LoopOptions.defaults().withClock(now::get))) {
            WebSocketServer server = WebSocketServer.builder()
                    .loops(loop) // no thread: this one makes the turns
                    .route("/", request -> new OneHour(loop))
                    .start();
            WebSocketClient client = WebSocketClient.builder().loop(loop).build();
            client.connect(URI.create("ws://127.0.0.1:" + server.port() + "/"), new WebSocketListener() {
                @Override
                public void onOpen(WebSocket ws) {
                    System.out.println("open");
                }

                @Override
                public void onClose(WebSocket ws, CloseOutcome outcome) {
                    System.out.println("closed with " + outcome.code() + ", " + outcome.reason());
                }
            });
            settle(loop);
            now.addAndGet(Duration.ofMinutes(59).toNanos());
            settle(loop);
            System.out.println("59 minutes later");
            now.addAndGet(Duration.ofMinutes(1).toNanos());
            settle(loop);
        }
    }

    /** Makes turns until nothing happens any more. */
    private static void settle(EventLoop loop) throws IOException {
        int idle = 0;
        while (idle < 3) {
            idle = loop.runOnce(Duration.ofMillis(1)) == 0 ? idle + 1 : 0;
        }
    }
}
// end
