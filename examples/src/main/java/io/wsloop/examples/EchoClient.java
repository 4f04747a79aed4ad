package io.wsloop.examples;

import io.wsloop.CloseOutcome;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.nio.WebSocketClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.Charset;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Sends lines and prints what comes back. */
final class EchoClient {
    /** How long the last answers may take before the client leaves without them. */
    private static final int PATIENCE_SECONDS = 10;

    private EchoClient() {}

    static void run(List<String> words, InputStream input, PrintStream out) throws Exception {
        if (words.isEmpty()) {
            throw new UsageException("expected a URL such as ws://127.0.0.1:9001/");
        }
        Answers answers = new Answers(out);
        try (WebSocketClient client = WebSocketClient.builder().build()) {
            WebSocket socket = connect(client, words.get(0), answers);
            List<String> texts = words.subList(1, words.size());
            int sent = texts.isEmpty() ? sendLines(socket, input) : sendAll(socket, texts.iterator());
            if (!answers.await(sent)) {
                out.println("gave up waiting: fewer answers came than texts were sent");
            }
            socket.close();
            CloseOutcome outcome = answers.end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!outcome.clean()) {
                throw new IOException("the connection ended with " + outcome.cause() + ", code " + outcome.code());
            }
        }
    }

    private static WebSocket connect(WebSocketClient client, String url, Answers answers) throws Exception {
        try {
            return client.connect(URI.create(url), answers).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private static int sendLines(WebSocket socket, InputStream input) {
        // What a terminal or a pipe delivers is in the platform's charset.
        return sendAll(
                socket,
                new BufferedReader(new InputStreamReader(input, Charset.defaultCharset()))
                        .lines()
                        .iterator());
    }

    private static int sendAll(WebSocket socket, Iterator<String> texts) {
        int sent = 0;
        while (socket.isOpen() && texts.hasNext()) {
            socket.sendText(texts.next());
            sent++;
        }
        return sent;
    }

    /** What comes back; the main thread waits for as many as it sent. */
    private static final class Answers implements WebSocketListener {
        private final PrintStream out;
        private final Semaphore come = new Semaphore(0);
        private final CompletableFuture<CloseOutcome> end = new CompletableFuture<>();

        Answers(PrintStream out) {
            this.out = out;
        }

        boolean await(int count) throws InterruptedException {
            return come.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS);
        }

        @Override
        public void onText(WebSocket ws, String text) {
            out.println(text);
            come.release();
        }

        @Override
        public void onBinary(WebSocket ws, byte[] payload) {
            out.println("(" + payload.length + " bytes)");
            come.release();
        }

        @Override
        public void onClose(WebSocket ws, CloseOutcome outcome) {
            end.complete(outcome);
            // Nothing more will come: whoever waits for answers waits in vain.
            come.release(Integer.MAX_VALUE / 2);
        }
    }
}
