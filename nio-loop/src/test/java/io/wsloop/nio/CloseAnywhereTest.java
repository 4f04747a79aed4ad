package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.CloseOutcome;
import io.wsloop.Limits;
import io.wsloop.SendResult;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.loop.EventLoop;
import io.wsloop.loop.EventLoopGroup;
import io.wsloop.loop.LoopOptions;
import io.wsloop.server.HttpResponse;
import io.wsloop.server.Route;
import io.wsloop.server.Upgrade;
import io.wsloop.watch.ErrorHandler;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The server, the client, the loop or its group is closed from within any callback: all ends, and nobody is told of an error. */
class CloseAnywhereTest {
    private static final int TIMES = 50;

    private static final byte[] REQUEST =
            "GET /http HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    enum What {
        SERVER,
        CLIENT,
        LOOP,
        GROUP
    }

    enum Where {
        SERVER_OPEN,
        SERVER_TEXT,
        SERVER_DRAINED,
        SERVER_CLOSE,
        HOOK,
        HANDLER,
        TASK,
        TIMER,
        ERROR_HANDLER,
        CLIENT_OPEN,
        CLIENT_TEXT,
        CLIENT_CLOSE
    }

    @ParameterizedTest
    @EnumSource
    void aCloseInAnyCallbackEndsAllAndIsNoError(What what) throws Exception {
        for (Where where : Where.values()) {
            for (int i = 0; i < TIMES; i++) {
                try (House house = new House()) {
                    house.whenAt(where, house.closing(what));
                    house.live(where);
                    assertThat(house.closed.await(20, TimeUnit.SECONDS))
                            .as("%s in %s", what, where)
                            .isTrue();
                    house.end();
                    house.assertEnded(what + " in " + where);
                }
            }
        }
    }

    @Test
    void aServerAndAClientThatCloseOneAnotherAtTheSameTimeBothEnd() throws Exception {
        for (int i = 0; i < 5; i++) {
            try (House house = new House()) {
                CountDownLatch both = new CountDownLatch(2);
                house.whenAt(Where.TASK, () -> {
                    meet(both);
                    house.client.close();
                });
                house.whenAt(Where.CLIENT_TEXT, () -> {
                    house.loop.execute(() -> house.at(Where.TASK));
                    meet(both);
                    house.group.close();
                });
                house.live(Where.SERVER_TEXT);
                assertThat(both.await(20, TimeUnit.SECONDS)).isTrue();
                house.assertEnded("each other");
            }
        }
    }

    private static void meet(CountDownLatch both) {
        both.countDown();
        try {
            assertThat(both.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static final class House implements AutoCloseable {
        final Queue<String> told = new ConcurrentLinkedQueue<>();
        final Queue<Thread> threads = new ConcurrentLinkedQueue<>();
        final CountDownLatch closed = new CountDownLatch(1);
        final EventLoopGroup group;
        final EventLoop loop;
        final WebSocketServer server;
        final WebSocketClient client;
        private final java.util.Map<Where, Runnable> acts = new java.util.concurrent.ConcurrentHashMap<>();

        House() throws Exception {
            ErrorHandler handler = (where, error) -> {
                if (error instanceof IllegalStateException && "of the test".equals(error.getMessage())) {
                    at(Where.ERROR_HANDLER);
                } else {
                    told.add(where + ": " + error);
                }
            };
            LoopOptions options = LoopOptions.defaults()
                    .withBuffers(4096, 4096)
                    .withErrors(handler)
                    .withThreads(task -> {
                        Thread thread = new Thread(task, "wsloop-closed");
                        thread.setDaemon(true);
                        threads.add(thread);
                        return thread;
                    });
            Limits limits = Limits.defaults().withCloseTimeout(Duration.ofMillis(30));
            group = EventLoopGroup.start(1, options);
            loop = group.next();
            server = WebSocketServer.builder()
                    .loops(loop)
                    .limits(limits)
                    .onError(handler)
                    .get("/http", request -> {
                        at(Where.HANDLER);
                        return HttpResponse.text(200, "hello");
                    })
                    .route("/", Route.to(request -> serverListener()).upgrade(request -> {
                        at(Where.HOOK);
                        return Upgrade.accept();
                    }))
                    .start();
            client = WebSocketClient.builder()
                    .loopOptions(options)
                    .limits(limits)
                    .onError(handler)
                    .build();
        }

        private WebSocketListener serverListener() {
            return new WebSocketListener() {
                @Override
                public void onOpen(WebSocket ws) {
                    at(Where.SERVER_OPEN);
                    ws.sendText("hello");
                }

                @Override
                public void onText(WebSocket ws, String text) {
                    at(Where.SERVER_TEXT);
                    if (acts.containsKey(Where.SERVER_DRAINED)) {
                        SendResult result = SendResult.QUEUED;
                        while (result == SendResult.QUEUED) {
                            result = ws.sendBinary(new byte[1 << 20]);
                        }
                    } else if (acts.containsKey(Where.SERVER_CLOSE) || acts.containsKey(Where.CLIENT_CLOSE)) {
                        ws.close();
                    }
                }

                @Override
                public void onDrained(WebSocket ws) {
                    at(Where.SERVER_DRAINED);
                }

                @Override
                public void onClose(WebSocket ws, CloseOutcome outcome) {
                    at(Where.SERVER_CLOSE);
                }
            };
        }

        private WebSocketListener clientListener() {
            return new WebSocketListener() {
                @Override
                public void onOpen(WebSocket ws) {
                    at(Where.CLIENT_OPEN);
                    ws.sendText("to the server");
                }

                @Override
                public void onText(WebSocket ws, String text) {
                    at(Where.CLIENT_TEXT);
                }

                @Override
                public void onClose(WebSocket ws, CloseOutcome outcome) {
                    at(Where.CLIENT_CLOSE);
                }
            };
        }

        void whenAt(Where where, Runnable act) {
            acts.put(where, act);
        }

        private void at(Where where) {
            Runnable act = acts.get(where);
            if (act != null) {
                act.run();
            }
        }

        Runnable closing(What what) {
            return () -> {
                switch (what) {
                    case SERVER -> server.close();
                    case CLIENT -> client.close();
                    case LOOP -> loop.close();
                    case GROUP -> group.close();
                }
                closed.countDown();
            };
        }

        void live(Where where) throws Exception {
            switch (where) {
                case HANDLER -> {
                    try (RawPeer peer = new RawPeer(server.port())) {
                        peer.send(REQUEST);
                        assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
                    }
                }
                case TASK -> loop.execute(() -> at(Where.TASK));
                case TIMER -> loop.schedule(Duration.ofMillis(1), () -> at(Where.TIMER));
                case ERROR_HANDLER ->
                    loop.execute(() -> {
                        throw new IllegalStateException("of the test");
                    });
                default -> client.connect(URI.create("ws://127.0.0.1:" + server.port() + "/"), clientListener());
            }
        }

        @Override
        public void close() {
            end();
        }

        void end() {
            client.close();
            server.close();
            group.close();
        }

        void assertEnded(String story) throws InterruptedException {
            for (Thread thread : List.copyOf(threads)) {
                thread.join(20_000);
                assertThat(thread.isAlive()).as(story).isFalse();
            }
            assertThat(told).as(story).isEmpty();
        }
    }
}
