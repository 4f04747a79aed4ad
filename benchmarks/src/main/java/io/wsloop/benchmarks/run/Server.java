package io.wsloop.benchmarks.run;

import io.wsloop.benchmarks.load.Cell;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A contestant's running process. It ends with this one, also on Ctrl-C, and no other process is ever touched. */
final class Server implements AutoCloseable {
    /** For which cells it was started: the arguments differ, or the heap does. Serial is what a JVM on one CPU takes itself. */
    enum Mode {
        PLAIN("-XX:+UseSerialGC", "-Xms1g", "-Xmx1g"),
        DEFLATE("-XX:+UseSerialGC", "-Xms1g", "-Xmx1g"),
        /** A heap that follows what is live, so that resident memory means something. */
        IDLE("-XX:+UseSerialGC", "-Xms32m", "-Xmx4g", "-XX:MinHeapFreeRatio=5", "-XX:MaxHeapFreeRatio=10");

        private final List<String> options;

        Mode(String... options) {
            this.options = List.of(options);
        }

        /** The virtual machine's options, as one would type them. */
        String flags() {
            return String.join(" ", options);
        }

        static Mode of(Cell cell) {
            return cell.kind() == Cell.Kind.IDLE ? IDLE : cell.deflate() ? DEFLATE : PLAIN;
        }
    }

    private static final Set<Server> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            RUNNING.forEach(server -> server.process.destroy());
                            RUNNING.forEach(Server::close);
                        },
                        "end servers"));
    }

    private static final int PATIENCE_SECONDS = 5;
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final int BETWEEN_TRIES_MILLIS = 50;
    private static final int SHOWN_CHARACTERS = 400;

    private final Contestant contestant;
    private final int port;
    private final Process process;
    private final Path log;

    private Server(Contestant contestant, int port, Process process, Path log) {
        this.contestant = contestant;
        this.port = port;
        this.process = process;
        this.log = log;
    }

    /** Starts it and waits for its port. */
    static Server start(Contestant contestant, Mode mode, Cpus cpus, Path logs)
            throws IOException, InterruptedException {
        int feature = Runtime.version().feature();
        if (feature < contestant.jdk()) {
            throw new IOException(contestant.name() + " needs JDK " + contestant.jdk() + ", this is " + feature);
        }
        int port = freePort();
        // The same Java that runs this, so that the version is one for all.
        List<String> command = new ArrayList<>(cpus.server(contestant.cpus()));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(mode.options);
        command.addAll(contestant.options());
        command.add("-cp");
        command.add(
                contestant.classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(contestant.main());
        command.addAll(contestant.arguments());
        command.add(Integer.toString(port));
        if (mode == Mode.DEFLATE) {
            command.add("deflate");
        }
        Files.createDirectories(logs);
        Path log = logs.resolve(contestant.name() + "-" + mode.name().toLowerCase(Locale.ROOT) + ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process.getOutputStream().close();
        Server server = new Server(contestant, port, process, log);
        RUNNING.add(server);
        server.await();
        return server;
    }

    Contestant contestant() {
        return contestant;
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    boolean running() {
        return process.isAlive();
    }

    /** The end of what it printed. */
    String lastWords() {
        try {
            String all = Files.readString(log).strip();
            return all.substring(Math.max(0, all.length() - SHOWN_CHARACTERS)).replace('\n', ' ');
        } catch (IOException e) {
            return "(nothing could be read from " + log + ")";
        }
    }

    private void await() throws IOException, InterruptedException {
        long end = System.nanoTime() + START_NANOS;
        while (System.nanoTime() < end) {
            if (process.waitFor(BETWEEN_TRIES_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IOException(contestant.name() + " ended with " + process.exitValue()
                        + " instead of listening: " + lastWords());
            }
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 1000);
                return;
            } catch (IOException e) {
                // Not yet.
            }
        }
        close();
        throw new IOException("expected " + contestant.name() + " to listen on port " + port + " within "
                + TimeUnit.NANOSECONDS.toSeconds(START_NANOS) + " s: " + lastWords());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        RUNNING.remove(this);
    }
}
