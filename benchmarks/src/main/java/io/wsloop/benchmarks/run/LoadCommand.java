package io.wsloop.benchmarks.run;

import io.wsloop.benchmarks.load.Load;
import io.wsloop.benchmarks.load.Result;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The generator alone, for a server that somebody else has started. */
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Runs one cell against a server on 127.0.0.1 and prints what it measured as JSON.")
final class LoadCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CELL", description = "such as c100p16-125, z-c100-1k or open-50k-c100-125")
    String cell = "";

    @Option(names = "--port", required = true, description = "where the server listens")
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

    @Override
    public Integer call() {
        Result measured = new Load(cell, port, pid, raw, warmUpSeconds, seconds, patienceSeconds).run();
        System.out.println(measured.toJson());
        return measured.error() == null ? 0 : 1;
    }
}
