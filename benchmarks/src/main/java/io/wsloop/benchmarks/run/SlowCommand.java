package io.wsloop.benchmarks.run;

import io.wsloop.benchmarks.load.Cell;
import io.wsloop.benchmarks.report.Figure;
import io.wsloop.benchmarks.report.Place;
import io.wsloop.benchmarks.report.Summary;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What those who read wait for those who do not, and whether one loop carries ten thousand subscribers. */
@Command(
        name = "slow",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Measures a broadcast without and with 1 %% of the subscribers never reading, then one to 10,000"
                + " subscribers five times a second.")
final class SlowCommand implements Callable<Integer> {
    private static final String PACED = "open-5-fan10k-125";

    @Option(
            names = "--servers",
            split = ",",
            defaultValue = Contestants.OURS,
            description = "names, with commas between")
    List<String> servers = List.of();

    @Option(names = "--subscribers", defaultValue = "1000", description = "of the first part; 1 %% of them do not read")
    int subscribers;

    @Option(names = "--rounds", defaultValue = "5", description = "how often each server is visited for each cell")
    int rounds;

    @Option(names = "--seconds", defaultValue = "2", description = "measured seconds of a visit")
    double seconds;

    @Option(names = "--paced-rounds", defaultValue = "3", description = "the same for the second part")
    int pacedRounds;

    @Option(names = "--paced-seconds", defaultValue = "10", description = "the same for the second part")
    double pacedSeconds;

    @Option(names = "--warm-up", defaultValue = "6", description = "unmeasured seconds after a server's start")
    double warmUpSeconds;

    @Mixin
    ResultOptions where = new ResultOptions();

    @Override
    public Integer call() throws Exception {
        Contestants all = Contestants.of(Path.of(""));
        List<Contestant> chosen = servers.stream().map(all::named).toList();
        String none = "fan" + subscribers + "-125";
        String some = "fan" + subscribers + "s" + Math.max(1, subscribers / 100) + "-125";
        List<Cell> cells = List.of(Cell.parse(none), Cell.parse(some));
        Course.Plan plan = new Course.Plan(rounds, 1, seconds, 0.5, warmUpSeconds, LoadCommand.PATIENCE, 1);
        new Course(where.name, plan, where.file(), System.out).run(chosen, cells);
        Course.Plan paced = new Course.Plan(pacedRounds, 1, pacedSeconds, 2, warmUpSeconds, LoadCommand.PATIENCE, 1);
        new Course(where.name, paced, where.file(), System.out).run(chosen, List.of(Cell.parse(PACED)));
        System.out.println();
        Summary summary = Summary.of(where.file(), where.name);
        for (Contestant server : chosen) {
            System.out.print(
                    summary.ratios(new Place(server.name(), some), new Place(server.name(), none), Figure.P99));
        }
        System.out.print(summary.marks(3));
        System.out.println("Results in " + where.file());
        return 0;
    }
}
