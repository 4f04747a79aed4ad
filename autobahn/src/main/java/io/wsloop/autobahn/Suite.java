package io.wsloop.autobahn;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Runs the suite in one direction: a process for each share of the cases, side by side, every one ended before the
 * method returns. Blocks; any thread.
 */
public final class Suite {
    /** The ports that this process has given to shares. */
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    /** The name under which the suite reports. */
    public static final String AGENT = "wsloop";

    private static final Pattern ANNOUNCED = Pattern.compile("will run (\\d+) test cases");
    private static final long START_SECONDS = 120;
    private static final long END_SECONDS = 10;

    private final Wstest wstest;
    private final Path reports;
    private final Duration caseTimeout;

    /**
     * A suite that writes its reports below a folder, which is emptied first: an old report is no verdict.
     *
     * @param wstest how it is started
     * @param reports one folder a share is made in it
     */
    public Suite(Wstest wstest, Path reports) {
        this(wstest, reports, EchoClient.CASE_TIMEOUT);
    }

    Suite(Wstest wstest, Path reports, Duration caseTimeout) {
        this.wstest = wstest;
        this.reports = reports.toAbsolutePath();
        this.caseTimeout = caseTimeout;
    }

    /**
     * What a run brought.
     *
     * @param announced how many cases the suite said that it would run
     * @param verdicts what it said of each that it did run
     */
    public record Run(int announced, Verdicts verdicts) {}

    /**
     * The suite's fuzzing client calls a server.
     *
     * @param server where it listens
     * @return the verdicts
     * @throws IOException when the suite cannot be run to its end
     * @throws InterruptedException when interrupted; the processes are ended
     */
    public Run againstServer(URI server) throws IOException, InterruptedException {
        return runShares((share, folder) -> {
            Map<String, Object> peer =
                    Map.of("agent", AGENT, "url", server.toString(), "options", Map.of("version", 18));
            Path spec = writeSpec(folder, share, Map.of("servers", List.of(peer)));
            Process process = wstest.start("fuzzingclient", spec, List.of(), log(folder));
            try {
                if (!process.waitFor(wstest.timeout().toSeconds(), TimeUnit.SECONDS)) {
                    throw new IOException(
                            "cases " + share + " did not end within " + wstest.timeout() + ", see " + log(folder));
                }
            } finally {
                end(process);
            }
        });
    }

    /**
     * The suite's fuzzing server is called by wsloop's client.
     *
     * @return the verdicts
     * @throws IOException when the suite cannot be run to its end
     * @throws InterruptedException when interrupted; the processes are ended
     */
    public Run againstClient() throws IOException, InterruptedException {
        List<String> more = wstest.withoutPages();
        return runShares((share, folder) -> {
            URI url = URI.create("ws://127.0.0.1:" + freePort());
            Path spec = writeSpec(folder, share, Map.of("url", url.toString(), "webport", 0));
            Process process = wstest.start("fuzzingserver", spec, more, log(folder));
            try {
                awaitListening(process, url.getPort(), log(folder));
                try (EchoClient client = new EchoClient(url, AGENT, caseTimeout)) {
                    client.runAll();
                }
            } finally {
                end(process);
            }
        });
    }

    private interface Share {
        void run(List<String> patterns, Path folder) throws IOException, InterruptedException;
    }

    private Run runShares(Share share) throws IOException, InterruptedException {
        deleteAll(reports);
        ExecutorService threads = Executors.newFixedThreadPool(wstest.shares().size());
        try {
            List<Path> folders = new ArrayList<>();
            List<Future<?>> running = new ArrayList<>();
            for (List<String> patterns : wstest.shares()) {
                Path folder = Files.createDirectories(reports.resolve("share-" + (folders.size() + 1)));
                folders.add(folder);
                Callable<?> task = () -> {
                    share.run(patterns, folder);
                    return null;
                };
                running.add(threads.submit(task));
            }
            for (Future<?> each : running) {
                each.get();
            }
            int announced = 0;
            for (Path folder : folders) {
                announced += announced(log(folder));
            }
            return new Run(announced, Verdicts.read(folders, AGENT));
        } catch (ExecutionException e) {
            throw new IOException(
                    "the suite did not run to its end; its reports and logs are in " + reports, e.getCause());
        } finally {
            threads.shutdownNow();
            // The interrupted shares end their processes.
            threads.awaitTermination(2 * END_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static Path writeSpec(Path folder, List<String> cases, Map<String, Object> more) throws IOException {
        Map<String, Object> spec = new TreeMap<>(more);
        spec.put("options", Map.of("failByDrop", false));
        spec.put("outdir", folder.toString());
        spec.put("cases", cases);
        spec.put("exclude-cases", List.of());
        spec.put("exclude-agent-cases", Map.of());
        Path file = folder.resolve("spec.json");
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), spec);
        return file;
    }

    private static Path log(Path folder) {
        return folder.resolve("wstest.log");
    }

    private static int announced(Path log) throws IOException {
        Matcher line = ANNOUNCED.matcher(Files.readString(log, StandardCharsets.ISO_8859_1));
        if (!line.find()) {
            throw new IOException("the suite did not say how many cases it would run, see " + log);
        }
        return Integer.parseInt(line.group(1));
    }

    /**
     * A port that no other share got. The suite takes a number and no open socket, so there is a moment in which another
     * program may take the port.
     */
    static int freePort() throws IOException {
        while (true) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                if (GIVEN.add(socket.getLocalPort())) {
                    return socket.getLocalPort();
                }
            }
        }
    }

    private static void awaitListening(Process process, int port, Path log) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (System.nanoTime() < deadline) {
            if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                throw new IOException("the suite ended at once with " + process.exitValue() + ", see " + log);
            }
            if (listens(port)) {
                return;
            }
        }
        throw new IOException("the suite did not listen on " + port + " within " + START_SECONDS + " s, see " + log);
    }

    private static boolean listens(int port) {
        try {
            new Socket("127.0.0.1", port).close();
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /** Ends this process and those that it started, such as a script's interpreter, and no other. */
    private static void end(Process process) throws InterruptedException {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        children.forEach(ProcessHandle::destroy);
    }

    private static void deleteAll(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
