package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.Limits;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.handshake.Headers;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A program lives for as long as its client has a connection or is about to have one, and not longer. */
class KeepAliveTest {
    private static List<Thread> keeping() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("wsloop-keeps-alive-"))
                .toList();
    }

    private static void awaitEnd(Thread thread) throws InterruptedException {
        thread.join(20_000);
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void aThreadThatIsNoDaemonIsThereFromTheCallToTheEndOfTheLastConnection() throws Exception {
        List<Thread> others = keeping();
        try (WebSocketServer server = WebSocketServer.builder()
                        .loops(1)
                        .route("/", request -> new Steps.Echo())
                        .start();
                WebSocketClient client = WebSocketClient.builder().build()) {
            assertThat(keeping()).isEqualTo(others);
            URI uri = URI.create("ws://127.0.0.1:" + server.port() + "/");
            WebSocket one = client.connect(uri, new Steps.Heard()).get(20, TimeUnit.SECONDS);
            WebSocket two = client.connect(uri, new Steps.Heard()).get(20, TimeUnit.SECONDS);
            List<Thread> own = keeping().stream()
                    .filter(thread -> !others.contains(thread))
                    .toList();
            assertThat(own)
                    .singleElement()
                    .satisfies(thread -> assertThat(thread.isDaemon()).isFalse());
            Thread keeper = own.get(0);
            one.abort();
            keeper.interrupt();
            while (client.connections() > 1) {
                Thread.onSpinWait();
            }
            assertThat(keeper.isAlive()).isTrue();
            two.abort();
            awaitEnd(keeper);
        }
    }

    /** How an attempt may fail. */
    enum Failure {
        NOBODY_LISTENS,
        NO_SUCH_NAME,
        CANCELLED,
        STOPPED
    }

    @ParameterizedTest
    @EnumSource
    void anAttemptThatFailsKeepsNothing(Failure failure) throws Exception {
        List<Thread> others = keeping();
        CountDownLatch answer = new CountDownLatch(1);
        try (ServerSocket silent = new ServerSocket(0);
                WebSocketClient client = WebSocketClient.builder()
                        .resolver(host -> {
                            try {
                                answer.await();
                            } catch (InterruptedException e) {
                                // The client was stopped.
                            }
                            throw new UnknownHostException(host);
                        })
                        .build()) {
            int port = failure == Failure.NOBODY_LISTENS ? nobody() : silent.getLocalPort();
            String host = failure == Failure.NO_SUCH_NAME ? "name" : "127.0.0.1";
            CompletableFuture<WebSocket> connecting =
                    client.connect(URI.create("ws://" + host + ":" + port + "/"), new Steps.Heard());
            List<Thread> own = keeping().stream()
                    .filter(thread -> !others.contains(thread))
                    .toList();
            answer.countDown();
            if (failure == Failure.CANCELLED) {
                connecting.cancel(false);
            } else if (failure == Failure.STOPPED) {
                client.stop(Duration.ZERO);
            }
            for (Thread thread : own) {
                awaitEnd(thread);
            }
            assertThat(connecting).isDone();
        }
    }

    @Test
    void onALoopOfTheCallersTheCallersThreadsDecide() throws Exception {
        List<Thread> others = keeping();
        try (Steps steps = new Steps(Limits.defaults(), request -> new Steps.Echo())) {
            steps.connect(new Steps.Heard());
            assertThat(keeping()).isEqualTo(others);
        }
    }

    /** A whole program, as it is in a tutorial: it connects, forgets the future, and returns from main. */
    static final class Program {
        public static void main(String[] args) throws Exception {
            WebSocketClient client = WebSocketClient.builder().build();
            if (args.length == 0) {
                return;
            }
            client.connect(URI.create(args[0]), new WebSocketListener() {
                @Override
                public void onOpen(WebSocket ws) {
                    ws.sendText("hello");
                }

                @Override
                public void onText(WebSocket ws, String text) {
                    System.out.println("heard " + text);
                    ws.close();
                }
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"served, heard hello", "nobody, ''", "none, ''"})
    void aMainThatReturnsHearsItsAnswerAndEnds(String target, String printed) throws Exception {
        try (WebSocketServer server = WebSocketServer.builder()
                .loops(1)
                .route("/", request -> new Steps.Echo())
                .start()) {
            List<String> command = Stream.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xshare:auto",
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            classPath(),
                            Program.class.getName(),
                            switch (target) {
                                case "served" -> "ws://127.0.0.1:" + server.port() + "/";
                                case "nobody" -> "ws://127.0.0.1:" + nobody() + "/";
                                default -> "";
                            })
                    .filter(word -> !word.isEmpty())
                    .toList();
            Process program =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            try {
                assertThat(program.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
                String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                assertThat(output.strip()).isEqualTo(printed);
                assertThat(program.exitValue()).isZero();
            } finally {
                program.destroyForcibly();
            }
        }
    }

    /** A port that nobody listens on. */
    private static int nobody() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            return taken.getLocalPort();
        }
    }

    private static String classPath() {
        return Stream.of(Program.class, WebSocketClient.class, Headers.class)
                .map(KeepAliveTest::location)
                .distinct()
                .collect(Collectors.joining(System.getProperty("path.separator")));
    }

    private static String location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
