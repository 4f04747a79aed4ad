package io.wsloop.benchmarks.run;

import io.wsloop.benchmarks.load.Cell;
import io.wsloop.benchmarks.load.Figure;
import io.wsloop.benchmarks.load.Result;
import io.wsloop.benchmarks.report.Summary;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Carries out a plan, or a plan with other numbers. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Visits servers by turns for each cell and round, and writes a JSON line for each result. What is"
                + " left out is as the plan has it.")
final class RunCommand implements Callable<Integer> {
    @Option(
            names = "--plan",
            defaultValue = "all",
            description = "see ./bench.sh plans; ${DEFAULT-VALUE} when left out")
    String plan = "";

    @Option(names = "--servers", split = ",", description = "names, with commas between them")
    @Nullable
    List<String> servers;

    @Option(names = "--cells", split = ",", description = "what to measure, in this order, in one part")
    @Nullable
    List<String> cells;

    @Option(names = "--rounds", description = "how often each server is visited for each cell")
    @Nullable
    Integer rounds;

    @Option(names = "--seconds", description = "measured seconds of a visit")
    @Nullable
    Double seconds;

    @Option(names = "--warm-up", description = "unmeasured seconds after a server's start")
    @Nullable
    Double warmUpSeconds;

    @Option(
            names = "--jvm",
            description = "one more option of the servers' virtual machines, such as a profiler's agent")
    List<String> jvm = List.of();

    @Option(names = "--seed", defaultValue = "1", description = "decides the order of visits")
    long seed;

    @Option(names = "--name", description = "kept in each line; the time when left out")
    String name = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").format(LocalDateTime.now());

    @Option(names = "--out", description = "the file to append to; benchmarks/results/NAME.jsonl when left out")
    @Nullable
    Path out;

    @Override
    public Integer call() throws Exception {
        Plan asked = Plan.named(plan);
        Path file = out == null ? Path.of("benchmarks", "results", name + ".jsonl") : out;
        Contestants all = Contestants.of(Path.of(""));
        Cpus cpus = Cpus.pinned();
        List<Result> results = new ArrayList<>();
        List<Plan.Part> parts = cells == null ? asked.parts() : asked.parts().subList(0, 1);
        for (Plan.Part planned : parts) {
            Plan.Part part = changed(planned);
            List<Contestant> contestants = (part.servers().isEmpty() ? all.names() : part.servers())
                    .stream().map(server -> all.named(server).with(jvm)).toList();
            List<Cell> wanted = Course.fitting(
                    part.cells().stream().map(cell -> cell(cell, results)).toList(), System.out);
            List<Result> found = new Course(name, part, seed, file, cpus, System.out).run(contestants, wanted);
            if (asked.judged()) {
                again(found, part, contestants, wanted, file, cpus);
            }
            results.addAll(found);
        }
        Summary summary = new Summary(results);
        System.out.println();
        System.out.print(summary.table());
        System.out.print(asked.judged() ? summary.floors() : summary.marks());
        System.out.println(results.size() + " results in " + file);
        return asked.judged() && !summary.missedByFar().isEmpty() ? 1 : 0;
    }

    private Plan.Part changed(Plan.Part part) {
        return new Plan.Part(
                Objects.requireNonNullElse(servers, part.servers()),
                Objects.requireNonNullElse(cells, part.cells()),
                Objects.requireNonNullElse(rounds, part.rounds()),
                part.idleRounds(),
                Objects.requireNonNullElse(seconds, part.seconds()),
                part.rewarmSeconds(),
                Objects.requireNonNullElse(warmUpSeconds, part.warmUpSeconds()));
    }

    /** Puts a second look in the place of what was missed by far, in case something else was running. */
    private void again(
            List<Result> results, Plan.Part part, List<Contestant> contestants, List<Cell> wanted, Path file, Cpus cpus)
            throws Exception {
        List<String> missed = new Summary(results).missedByFar();
        if (!missed.isEmpty()) {
            System.out.println("once more, in case something else was running: " + missed);
            results.removeIf(result -> missed.contains(result.cell()));
            List<Cell> second =
                    wanted.stream().filter(cell -> missed.contains(cell.name())).toList();
            results.addAll(new Course(name, part, seed, file, cpus, System.out).run(contestants, second));
        }
    }

    /** The cell of that name; its rate may be half of what the slower server has reached, in whole thousands, at least one. */
    static Cell cell(String name, List<Result> before) {
        if (!name.contains(Plan.HALF)) {
            return Cell.parse(name);
        }
        if (before.isEmpty()) {
            throw new IllegalStateException("expected a part before " + name + ", got none");
        }
        Summary summary = new Summary(before);
        double lower = Double.MAX_VALUE;
        for (String server : before.stream().map(Result::server).distinct().toList()) {
            Double rate = summary.median(server, before.get(0).cell(), Figure.RATE);
            if (rate == null) {
                throw new IllegalStateException("expected a rate of " + server + ", got none: see the results' errors");
            }
            lower = Math.min(lower, rate);
        }
        return Cell.parse(name.replace(Plan.HALF, Math.max(1, (long) (lower / 2 / 1000)) + "k"));
    }
}
