package io.wsloop.benchmarks.run;

import io.wsloop.benchmarks.load.Cell;
import io.wsloop.benchmarks.load.Measurement;
import io.wsloop.benchmarks.report.Summary;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Latency where servers live: not saturated, at half of what the slower of the two takes, and the same for both. */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description =
                "Finds the rate of wsloop and of Netty NIO with 100 connections, then measures the latency of both"
                        + " in an open loop at half of the lower one.")
final class TailCommand implements Callable<Integer> {
    private static final List<String> SERVERS = List.of(Contestants.OURS, Verdict.PEER);
    private static final Cell SATURATED = Cell.parse("c100-125");
    private static final int THOUSAND = 1000;

    @Option(names = "--rounds", defaultValue = "5", description = "how often each server is visited at the rate")
    int rounds;

    @Option(names = "--seconds", defaultValue = "5", description = "measured seconds of a visit")
    double seconds;

    @Option(names = "--warm-up", defaultValue = "6", description = "unmeasured seconds after a server's start")
    double warmUpSeconds;

    @Mixin
    ResultOptions where = new ResultOptions();

    @Override
    public Integer call() throws Exception {
        Contestants all = Contestants.of(Path.of(""));
        List<Contestant> both = SERVERS.stream().map(all::named).toList();
        Course.Plan saturation = new Course.Plan(3, 1, 1, 0.5, warmUpSeconds, LoadCommand.PATIENCE, 1);
        List<Result> saturated =
                new Course(where.name, saturation, where.file(), System.out).run(both, List.of(SATURATED));
        Cell half = half(new Medians(saturated));
        System.out.println("Half of the lower rate: " + half.name());
        Course.Plan plan = new Course.Plan(rounds, 1, seconds, 1, warmUpSeconds, LoadCommand.PATIENCE, 1);
        new Course(where.name, plan, where.file(), System.out).run(both, List.of(half));
        System.out.println();
        System.out.print(Summary.of(where.file(), where.name).marks(7));
        System.out.println("Results in " + where.file());
        return 0;
    }

    /** In whole thousands, rounded down, at least one. */
    static Cell half(Medians saturated) {
        double lower = Double.MAX_VALUE;
        for (String server : SERVERS) {
            OptionalDouble rate = saturated.of(server, SATURATED, Measurement::perSecond);
            if (rate.isEmpty()) {
                throw new IllegalStateException("expected a rate of " + server + " in the cell " + SATURATED.name()
                        + ", got none: see the results' errors");
            }
            lower = Math.min(lower, rate.getAsDouble());
        }
        long thousands = Math.max(1, (long) (lower / 2 / THOUSAND));
        return Cell.parse("tail-" + thousands + "k-c100-125");
    }
}
