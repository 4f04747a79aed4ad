package io.wsloop.benchmarks.run;

import io.wsloop.benchmarks.load.Cell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * A look at whether something got slow by far: three servers, few cells, under three minutes. It judges ratios of one run, never
 * times, so that it says the same on a slow machine as on a fast one.
 */
@Command(
        name = "smoke",
        mixinStandardHelpOptions = true,
        description =
                "Measures wsloop beside the bare echo and Netty for two minutes; fails when a mark is missed by far.")
final class SmokeCommand implements Callable<Integer> {
    private static final List<String> SERVERS = List.of(Contestants.MARK, Contestants.OURS, Verdict.PEER);
    private static final List<String> CELLS = List.of("c100-125", "c100p16-125", "c100p16-1k-t", "c100-16k");
    private static final Course.Plan PLAN = new Course.Plan(5, 1, 0.8, 0.3, 6, LoadCommand.PATIENCE, 1);

    @Override
    public Integer call() throws Exception {
        Contestants all = Contestants.of(Path.of(""));
        List<Contestant> chosen = SERVERS.stream().map(all::named).toList();
        Path out = Path.of("benchmarks", "target", "smoke.jsonl");
        Files.deleteIfExists(out);
        List<Cell> cells = CELLS.stream().map(Cell::parse).toList();
        List<Result> results = new Course("smoke", PLAN, out, System.out).run(chosen, cells);
        List<Cell> again = cells.stream()
                .filter(cell -> !new Verdict(results).passes(cell))
                .toList();
        List<Result> counted = results;
        if (!again.isEmpty()) {
            System.out.println("once more, in case something else was running: " + again);
            List<Result> second = new Course("smoke", PLAN, out, System.out).run(chosen, again);
            counted = Stream.concat(
                            results.stream()
                                    .filter(result ->
                                            !again.contains(result.visit().cell())),
                            second.stream())
                    .toList();
        }
        Verdict verdict = new Verdict(counted);
        System.out.println();
        System.out.print(verdict.table(cells));
        return cells.stream().allMatch(verdict::passes) ? 0 : 1;
    }
}
