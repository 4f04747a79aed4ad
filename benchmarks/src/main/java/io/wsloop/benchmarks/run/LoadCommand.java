package io.wsloop.benchmarks.run;

import io.wsloop.benchmarks.load.Load;
import io.wsloop.benchmarks.load.Result;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The generator alone, for a server that somebody else has started. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Runs one cell against a server on 127.0.0.1 and prints what it measured as JSON.")
final class LoadCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "CELL",
            description = "such as c100p16-125, z-c100-1k or open-50k-c100-125")
    @Nullable
    String cell;

    @Option(names = "--port", description = "where the server listens")
    int port;

    @Option(names = "--pid", description = "the server's process, for its CPU time and memory")
    long pid;

    @Option(names = "--raw", description = "the server is a bare TCP echo, without WebSocket")
    boolean raw;

    @Option(names = "--warm-up", defaultValue = "2", description = "unmeasured seconds")
    double warmUpSeconds;

    @Option(names = "--seconds", defaultValue = "5", description = "measured seconds")
    double seconds;

    @Option(
            names = "--patience",
            defaultValue = "" + Course.PATIENCE,
            description = "seconds without a reply that end the cell")
    double patienceSeconds;

    @Option(names = "--served", hidden = true, description = "takes cells as lines of JSON from standard input")
    boolean served;

    @Override
    public Integer call() throws Exception {
        if (served) {
            Generator.serve(new InputStreamReader(System.in, StandardCharsets.UTF_8), System.out);
            return 0;
        }
        if (cell == null || port == 0) {
            throw new CommandLine.ParameterException(spec.commandLine(), "expected a cell and --port");
        }
        Result measured = new Load(cell, port, pid, raw, warmUpSeconds, seconds, patienceSeconds).run();
        System.out.println(measured.toJson());
        return measured.error() == null ? 0 : 1;
    }
}
