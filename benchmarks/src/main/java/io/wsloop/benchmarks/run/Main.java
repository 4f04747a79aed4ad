package io.wsloop.benchmarks.run;

import io.wsloop.benchmarks.report.Report;
import io.wsloop.benchmarks.sizes.SizesCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The benchmarks' front door. */
@Command(
        name = "bench.sh",
        mixinStandardHelpOptions = true,
        description = "Measures wsloop and other servers under the same load, one beside the other.",
        subcommands = {
            RunCommand.class,
            SmokeCommand.class,
            TailCommand.class,
            GcCommand.class,
            LoopsCommand.class,
            SlowCommand.class,
            GrowthCommand.class,
            HostileCommand.class,
            SizesCommand.class,
            LoadCommand.class,
            Report.class,
            CommandLine.HelpCommand.class
        })
public final class Main {
    private Main() {}

    /**
     * Runs a sub-command and ends the process with its status.
     *
     * @param args the sub-command and what is its own
     */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args.length == 0 ? new String[] {"help"} : args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
    }
}
