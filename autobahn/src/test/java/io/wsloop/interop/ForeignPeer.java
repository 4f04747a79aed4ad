package io.wsloop.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A process that speaks WebSocket by somebody else's library: {@code peers/} holds the programs. */
final class ForeignPeer implements AutoCloseable {
    /** The libraries, by the names of their programs. */
    enum Library {
        WS("node", "ws-client.mjs", "ws-server.mjs"),
        WEBSOCKETS(python(), "websockets_client.py", "websockets_server.py"),
        AUTOBAHN(python(), "autobahn_client.py", "autobahn_server.py");

        private final String interpreter;
        private final String client;
        private final String server;

        Library(String interpreter, String client, String server) {
            this.interpreter = interpreter;
            this.client = client;
            this.server = server;
        }

        private static String python() {
            String chosen = System.getenv("WSLOOP_PYTHON");
            return chosen == null ? "/usr/bin/python3" : chosen;
        }

        /** The smallest window that the other end may be asked to keep to: zlib inflates 8 bits, but cannot deflate so. */
        int smallestForeignWindow() {
            return this == AUTOBAHN ? 9 : 8;
        }

        /** Whether its client can put a number to {@code client_max_window_bits}. */
        boolean namesItsWindow() {
            return this != AUTOBAHN;
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final File PROGRAMS = new File("peers");
    private static final int PATIENCE_SECONDS = 600;

    private final Process process;
    private final Path errors;
    private final BufferedReader out;
    private final BufferedWriter in;

    private ForeignPeer(String interpreter, String program) throws IOException {
        errors = Files.createTempFile(Files.createDirectories(Path.of("target")), program, ".log");
        ProcessBuilder builder = new ProcessBuilder(interpreter, program).directory(PROGRAMS);
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        process = start(builder.redirectError(errors.toFile()));
        out = process.inputReader(StandardCharsets.UTF_8);
        in = process.outputWriter(StandardCharsets.UTF_8);
    }

    private static Process start(ProcessBuilder builder) throws IOException {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new IOException(
                    builder.command() + " could not be started; autobahn/peers/install.sh installs it", e);
        }
    }

    static ForeignPeer client(Library library) throws IOException {
        return new ForeignPeer(library.interpreter, library.client);
    }

    static ForeignPeer server(Library library) throws IOException {
        return new ForeignPeer(library.interpreter, library.server);
    }

    /** Of a server: where it listens. */
    int port() throws Exception {
        return Integer.parseInt(line());
    }

    /** Of a client: has it do a job, and tells the result. */
    JsonNode run(String url, Agreement agreement, List<Letter> letters, long seed) throws Exception {
        var job = JSON.createObjectNode().put("url", url).put("seed", seed);
        job.set("deflate", agreement.json(JSON));
        var messages = job.putArray("messages");
        for (Letter letter : letters) {
            messages.addObject()
                    .put("kind", letter.content().name().toLowerCase(Locale.ROOT))
                    .put("size", letter.size())
                    .put("fragments", letter.fragments());
        }
        in.write(JSON.writeValueAsString(job));
        in.newLine();
        in.flush();
        return JSON.readTree(line());
    }

    private String line() throws Exception {
        CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> {
            try {
                String line = out.readLine();
                return line == null ? "" : line;
            } catch (IOException e) {
                return "";
            }
        });
        String line = read.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (line.isEmpty()) {
            throw new IOException("the foreign peer "
                    + process.info().commandLine().orElse("") + " said nothing; run "
                    + "autobahn/peers/install.sh if it is not installed. Its errors: " + Files.readString(errors));
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        in.close();
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
