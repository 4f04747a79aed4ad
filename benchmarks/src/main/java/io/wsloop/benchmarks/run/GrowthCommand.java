package io.wsloop.benchmarks.run;

import com.sun.management.UnixOperatingSystemMXBean;
import io.wsloop.benchmarks.load.Cell;
import io.wsloop.benchmarks.report.Summary;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** From one connection to as many as a process may have by default: what a message costs, and what holding them does. */
@Command(
        name = "growth",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Measures one echo on the way on 1 to 19,500 connections, and memory of 1,000 to 19,500 idle ones.")
final class GrowthCommand implements Callable<Integer> {
    private static final List<String> CELLS = List.of(
            "c1-125",
            "c10-125",
            "c100-125",
            "c1000-125",
            "c10000-125",
            "c19500-125",
            "idle-1000",
            "idle-10k",
            "idle-19500");

    /** What a virtual machine opens besides connections: jars, logs, selectors. */
    private static final int OTHER_DESCRIPTORS = 300;

    @Option(
            names = "--servers",
            split = ",",
            defaultValue = Contestants.OURS,
            description = "names, with commas between")
    List<String> servers = List.of();

    @Option(names = "--rounds", defaultValue = "5", description = "how often each server is visited for each cell")
    int rounds;

    @Option(names = "--idle-rounds", defaultValue = "1", description = "the same for idle cells")
    int idleRounds;

    @Option(names = "--seconds", defaultValue = "1.5", description = "measured seconds of a visit")
    double seconds;

    @Mixin
    ResultOptions where = new ResultOptions();

    @Override
    public Integer call() throws Exception {
        Contestants all = Contestants.of(Path.of(""));
        List<Contestant> chosen = servers.stream().map(all::named).toList();
        long descriptors = descriptors();
        List<Cell> cells = CELLS.stream()
                .map(Cell::parse)
                .filter(cell -> fits(cell, descriptors))
                .toList();
        if (cells.size() < CELLS.size()) {
            System.out.println(
                    "A process may open " + descriptors + " descriptors here (ulimit -n): measured are " + cells);
        }
        // Many connections come round seldom, so each is given some turns before it counts.
        Course.Plan plan = new Course.Plan(rounds, idleRounds, seconds, 1, 6, LoadCommand.PATIENCE, 1);
        List<Result> results = new Course(where.name, plan, where.file(), System.out).run(chosen, cells);
        System.out.println();
        System.out.print(Table.of(results, cells, chosen));
        System.out.print(Summary.of(where.file(), where.name).marks(2));
        System.out.println(results.size() + " results in " + where.file());
        return 0;
    }

    /** Whether a server, or the generator, may have as many connections. */
    static boolean fits(Cell cell, long descriptors) {
        return cell.connections() + OTHER_DESCRIPTORS <= descriptors;
    }

    private static long descriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }
}
