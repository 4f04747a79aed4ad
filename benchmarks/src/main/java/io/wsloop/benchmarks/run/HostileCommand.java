package io.wsloop.benchmarks.run;

import io.wsloop.benchmarks.hostile.Neighbour;
import io.wsloop.benchmarks.hostile.Neighbourhood;
import io.wsloop.benchmarks.hostile.Newcomers;
import io.wsloop.benchmarks.hostile.Pulse;
import io.wsloop.benchmarks.hostile.SteadyReader;
import io.wsloop.benchmarks.hostile.VisitedServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How honest clients fare on one loop beside hostile or heavy ones. */
@Command(
        name = "hostile",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Measures honest echoes and newcomers on one loop beside each of several hostile or heavy"
                + " neighbours; fails when p99 of the echoes reaches 100 ms or a newcomer waits for 1 s.")
final class HostileCommand implements Callable<Integer> {
    private static final double MOST_P99_MILLIS = 100;
    private static final double MOST_NEWCOMER_MILLIS = 1000;
    private static final int SLOW_LINE = 100_000;

    /** 12 MiB take 50 s, within a grace of 60 s. */
    private static final int FASTER_LINE = 250_000;

    /** Clients and server share what CPUs there are: none has one to itself. */
    private static final Cpus ANYWHERE = new Cpus(List.of(), List.of(), List.of(), "nothing is pinned");

    private static final Path LOGS = Path.of("benchmarks", "target", "hostile");

    @Option(
            names = "--neighbours",
            split = ",",
            defaultValue = "none,inflate,inflate8,inflate64,catch_up,http,timers,pings,fragments,drips",
            description = "${COMPLETION-CANDIDATES}")
    List<Neighbour> neighbours = List.of();

    @Option(names = "--seconds", defaultValue = "15", description = "measured seconds beside each")
    double seconds;

    @Option(names = "--warm-up", defaultValue = "5", description = "seconds before a neighbour comes")
    double warmUpSeconds;

    @Option(
            names = "--steady",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "also the readers on slow lines, two minutes")
    boolean steady;

    @Override
    public Integer call() throws Exception {
        Children children = new Children();
        System.out.println("JDK " + Jvm.version() + ", " + ANYWHERE.about());
        System.out.printf(
                "%-58s %28s %22s %9s %6s%n", "", "echo p50, p99, max ms", "newcomer p50, max ms", "waited", "load");
        boolean kept = true;
        for (Neighbour neighbour : neighbours) {
            try (Server server = start(children)) {
                kept &= beside(neighbour, server);
            }
        }
        return (!steady || readers(children)) && kept ? 0 : 1;
    }

    private static Server start(Children children) throws IOException, InterruptedException {
        Contestant visited = Contestants.own("visited", VisitedServer.class, Set.of());
        return Server.start(visited, Server.Mode.PLAIN, List.of(), ANYWHERE, LOGS, children);
    }

    /** Whether honest clients had what they should. */
    private boolean beside(Neighbour neighbour, Server server) throws IOException, InterruptedException {
        Pulse.run(server.port(), warmUpSeconds);
        long waited = waitedNanos(server.pid());
        Pulse echoes;
        String did;
        Newcomers newcomers = new Newcomers(server.port());
        try (newcomers;
                Neighbourhood neighbourhood = Neighbourhood.of(neighbour, server.port())) {
            echoes = Pulse.run(server.port(), seconds);
            did = neighbourhood.shown();
        }
        double waitedShare = (waitedNanos(server.pid()) - waited) / 1e9 / seconds;
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        double p99 = echoes.millis(99);
        boolean kept = echoes.error() == null
                && p99 < MOST_P99_MILLIS
                && newcomers.failed() == 0
                && newcomers.millis(100) < MOST_NEWCOMER_MILLIS;
        System.out.printf(
                Locale.ROOT,
                "%-58s %8.2f %9.2f %9.2f %11.1f %10.1f %7.0f %% %6.1f %s%n",
                neighbour.shown(),
                echoes.millis(50),
                p99,
                echoes.millis(100),
                newcomers.millis(50),
                newcomers.millis(100),
                100 * waitedShare,
                load,
                kept ? "" : "MISSED");
        System.out.println("    " + did
                + (newcomers.failed() == 0 ? "" : "; newcomers not served: " + newcomers.failed())
                + (echoes.error() == null ? "" : "; echoes: " + echoes.error()));
        return kept;
    }

    /** How long the server's threads were ready to run and had no CPU, since each began: others had it. */
    private static long waitedNanos(long pid) throws IOException {
        long nanos = 0;
        Path threads = Path.of("/proc", Long.toString(pid), "task");
        if (Files.isDirectory(threads)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(threads)) {
                for (Path thread : all) {
                    nanos += Long.parseLong(
                            Files.readString(thread.resolve("schedstat")).split(" ", -1)[1]);
                }
            }
        }
        return nanos;
    }

    /** Whether both got the message and the close frame whole. */
    private static boolean readers(Children children) throws Exception {
        try (Server closing = start(children);
                Server stopping = start(children)) {
            CompletableFuture<String> faster = CompletableFuture.supplyAsync(() -> reader(stopping, FASTER_LINE, true));
            String slow = reader(closing, SLOW_LINE, false);
            System.out.println("12 MiB at 100 kB/s, closed right behind it: " + slow);
            System.out.println("12 MiB at 250 kB/s, server stopped with a grace of 60 s: " + faster.get());
            return slow.contains("close 1000") && faster.get().contains("close 1001");
        }
    }

    private static String reader(Server server, int bytesPerSecond, boolean stop) {
        try {
            return SteadyReader.read(server.port(), bytesPerSecond, stop);
        } catch (IOException e) {
            return "MISSED: " + e;
        }
    }
}
