package io.wsloop.benchmarks.run;

import io.wsloop.benchmarks.load.Cell;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The whole comparison, or the part of it that is asked for. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Visits all servers in turn for each cell and round, and writes a JSON line for each result.")
final class RunCommand implements Callable<Integer> {
    static final String DEFAULT_CELLS =
            "rtt-125,c100-125,c1000-125,c100p16-125,c100p16-1k-t,c100p16-1k-u,c100-16k,c100-64k,"
                    + "c10-1m,fan1000-125,connect,open-900-connect,z-c100-1k,idle-10k";

    @Option(names = "--servers", split = ",", description = "names, with commas between them; all when left out")
    List<String> servers = List.of();

    @Option(
            names = "--cells",
            split = ",",
            defaultValue = DEFAULT_CELLS,
            description = "what to measure, in this order")
    List<String> cells = List.of();

    @Option(names = "--rounds", defaultValue = "5", description = "how often each server is visited for each cell")
    int rounds;

    @Option(names = "--idle-rounds", defaultValue = "1", description = "the same for idle cells")
    int idleRounds;

    @Option(names = "--seconds", defaultValue = "0.7", description = "measured seconds of a visit")
    double seconds;

    @Option(names = "--rewarm", defaultValue = "0.25", description = "unmeasured seconds before them")
    double rewarmSeconds;

    @Option(names = "--warm-up", defaultValue = "6", description = "unmeasured seconds after a server's start")
    double warmUpSeconds;

    @Option(names = "--seed", defaultValue = "1", description = "decides the order of visits")
    long seed;

    @Mixin
    ResultOptions where = new ResultOptions();

    @Override
    public Integer call() throws Exception {
        Contestants all = Contestants.of(Path.of(""));
        List<Contestant> chosen = (servers.isEmpty() ? all.names() : servers)
                .stream().map(all::named).toList();
        List<Cell> wanted = cells.stream().map(Cell::parse).toList();
        Course.Plan plan =
                new Course.Plan(rounds, idleRounds, seconds, rewarmSeconds, warmUpSeconds, LoadCommand.PATIENCE, seed);
        Path file = where.file();
        List<Result> results = new Course(where.name, plan, file, System.out).run(chosen, wanted);
        System.out.println();
        System.out.print(Table.of(results, wanted, chosen));
        System.out.println(results.size() + " results in " + file);
        return 0;
    }
}
