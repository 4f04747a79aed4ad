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

/** Whether two loops stand in each other's way: what a message costs on two CPUs, against one loop on one. */
@Command(
        name = "loops",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Measures wsloop with one loop on one CPU and with two loops on two, in turn.")
final class LoopsCommand implements Callable<Integer> {
    private static final List<String> CELLS = List.of("c100-125", "c100p16-125");

    @Option(names = "--rounds", defaultValue = "5", description = "how often each is visited for each cell")
    int rounds;

    @Option(names = "--seconds", defaultValue = "2", description = "measured seconds of a visit")
    double seconds;

    @Option(names = "--warm-up", defaultValue = "6", description = "unmeasured seconds after a server's start")
    double warmUpSeconds;

    @Mixin
    ResultOptions where = new ResultOptions();

    @Override
    public Integer call() throws Exception {
        if (Cpus.find().crowded()) {
            System.out.println(
                    "There is no third CPU: the generator shares one with the second loop. So the two loops take"
                            + " turns with it, rates mean nothing, and CPU time a message holds the price of those turns too.");
        }
        Contestant ours = Contestants.of(Path.of("")).named(Contestants.OURS);
        Contestant one = ours.variant("1-loop", List.of("--loops", "1"), List.of(), 1);
        Contestant two = ours.variant("2-loops", List.of("--loops", "2"), List.of(), 2);
        List<Cell> cells = CELLS.stream().map(Cell::parse).toList();
        Course.Plan plan = new Course.Plan(rounds, 1, seconds, 0.5, warmUpSeconds, LoadCommand.PATIENCE, 1);
        new Course(where.name, plan, where.file(), System.out).run(List.of(one, two), cells);
        System.out.println();
        Summary summary = Summary.of(where.file(), where.name);
        for (String cell : CELLS) {
            System.out.print(
                    summary.ratios(new Place(two.name(), cell), new Place(one.name(), cell), Figure.SERVER_MICROS));
        }
        System.out.print(summary.marks(6));
        System.out.println("Results in " + where.file());
        return 0;
    }
}
