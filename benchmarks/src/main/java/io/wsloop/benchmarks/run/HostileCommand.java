package io.wsloop.benchmarks.run;

import io.wsloop.benchmarks.hostile.Encounter;
import io.wsloop.benchmarks.hostile.Neighbour;
import io.wsloop.benchmarks.hostile.SteadyReader;
import io.wsloop.benchmarks.hostile.VisitedServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
    private static final int SLOW_LINE = 100_000;

    /** 12 MiB take 50 s, within a grace of 60 s. */
    private static final int FASTER_LINE = 250_000;

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
        System.out.println("JDK " + Runtime.version() + ", nothing is pinned");
        System.out.println(Encounter.header());
        boolean kept = true;
        for (Neighbour neighbour : neighbours) {
            try (Server server = start()) {
                Encounter found = Encounter.beside(neighbour, server.port(), server.pid(), warmUpSeconds, seconds);
                System.out.println(found.shown());
                kept &= found.kept();
            }
        }
        return (!steady || readers()) && kept ? 0 : 1;
    }

    private static Server start() throws IOException, InterruptedException {
        Contestant visited = Contestants.own("visited", VisitedServer.class, Set.of());
        return Server.start(visited, Server.Mode.PLAIN, Cpus.NOT_PINNED, LOGS);
    }

    /** Whether both got the message and the close frame whole. */
    private static boolean readers() throws Exception {
        try (Server closing = start();
                Server stopping = start()) {
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
