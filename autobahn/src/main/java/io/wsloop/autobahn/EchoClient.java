package io.wsloop.autobahn;

import io.wsloop.CloseOutcome;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.nio.WebSocketClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Walks the cases of the suite's fuzzing server, one connection a case, and asks for the reports at the end. */
public final class EchoClient implements AutoCloseable {
    /** Above the longest of the suite's own deadlines, 480 s of sections 12 and 13: a case ends by its verdict. */
    static final Duration CASE_TIMEOUT = Duration.ofMinutes(10);

    private final URI suite;
    private final Duration caseTimeout;
    private final String agent;
    private final WebSocketClient client;

    /**
     * A client for one fuzzing server.
     *
     * @param suite where the fuzzing server listens
     * @param agent the name in the reports
     * @throws IOException when no loop can be started
     */
    public EchoClient(URI suite, String agent) throws IOException {
        this(suite, agent, CASE_TIMEOUT);
    }

    EchoClient(URI suite, String agent, Duration caseTimeout) throws IOException {
        this.suite = suite;
        this.caseTimeout = caseTimeout;
        this.agent = agent;
        this.client = WebSocketClient.builder()
                .limits(Echo.LIMITS)
                .deflate(DeflateOptions.defaults())
                .build();
    }

    /**
     * Runs every case and has the reports written. Blocks until they are. A case that does not end in time is cut off and
     * left to the reports, where it is missing or failed; the cases after it are run all the same.
     *
     * @return how many cases the fuzzing server has
     * @throws IOException when the fuzzing server does not answer
     * @throws InterruptedException when interrupted while waiting
     */
    public int runAll() throws IOException, InterruptedException {
        int cases = caseCount();
        for (int number = 1; number <= cases; number++) {
            String resource = "/runCase?case=" + number + "&agent=" + agent;
            try {
                run(resource);
            } catch (TimeoutException e) {
                System.err.println(e.getMessage());
            }
        }
        try {
            run("/updateReports?agent=" + agent);
        } catch (TimeoutException e) {
            throw new IOException(e.getMessage(), e);
        }
        return cases;
    }

    private int caseCount() throws IOException, InterruptedException {
        CompletableFuture<String> answer = new CompletableFuture<>();
        try {
            await(
                    "/getCaseCount",
                    new WebSocketListener() {
                        @Override
                        public void onText(WebSocket ws, String text) {
                            answer.complete(text);
                        }

                        @Override
                        public void onClose(WebSocket ws, CloseOutcome outcome) {
                            answer.completeExceptionally(new IOException("closed without a count: " + outcome));
                        }
                    },
                    answer);
        } catch (TimeoutException e) {
            throw new IOException(e.getMessage(), e);
        }
        return Integer.parseInt(answer.join().trim());
    }

    private void run(String resource) throws IOException, InterruptedException, TimeoutException {
        Echo echo = new Echo();
        await(resource, echo, echo.closed());
    }

    private void await(String resource, WebSocketListener listener, CompletableFuture<?> end)
            throws IOException, InterruptedException, TimeoutException {
        CompletableFuture<WebSocket> connected = client.connect(suite.resolve(resource), listener);
        try {
            connected.thenCompose(ws -> end).get(caseTimeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(suite.resolve(resource) + " could not be run", e.getCause());
        } catch (TimeoutException e) {
            connected.thenAccept(WebSocket::abort);
            throw new TimeoutException(suite.resolve(resource) + " did not end within " + caseTimeout);
        }
    }

    /** Ends the client's loop. */
    @Override
    public void close() {
        client.close();
    }

    /**
     * Walks a fuzzing server that was started by hand.
     *
     * @param arguments its address, ws://127.0.0.1:9001 without
     * @throws Exception when it does not answer
     */
    public static void main(String[] arguments) throws Exception {
        URI suite = URI.create(arguments.length == 0 ? "ws://127.0.0.1:9001" : arguments[0]);
        try (EchoClient client = new EchoClient(suite, Suite.AGENT)) {
            System.out.println(client.runAll() + " cases run against " + suite);
        }
    }
}
