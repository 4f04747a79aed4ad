package io.wsloop.benchmarks.run;

import io.wsloop.benchmarks.report.Report;
import io.wsloop.benchmarks.sizes.SizesCommand;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The benchmarks' front door. */
@Command(
        name = "bench.sh",
        mixinStandardHelpOptions = true,
        description = "Measures wsloop and other servers under the same load, one beside the other.",
        footer = "The name of a plan stands for run --plan with it: bench.sh smoke.",
        subcommands = {
            RunCommand.class,
            PlansCommand.class,
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
     * @param args the sub-command, or a plan's name, and what belongs to it
     */
    public static void main(String[] args) {
        CommandLine line = new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
        System.exit(line.execute(command(args)));
    }

    static String[] command(String... args) {
        if (args.length == 0) {
            return new String[] {"help"};
        }
        List<String> words = new ArrayList<>(List.of(args));
        if (Plan.ALL.stream().anyMatch(plan -> plan.name().equals(args[0]))) {
            words.addAll(0, List.of("run", "--plan"));
        }
        return words.toArray(String[]::new);
    }
}
