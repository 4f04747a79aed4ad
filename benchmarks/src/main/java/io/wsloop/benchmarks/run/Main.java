package io.wsloop.benchmarks.run;

import io.wsloop.benchmarks.report.Report;
import io.wsloop.benchmarks.sizes.SizesCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
            HostileCommand.class,
            SizesCommand.class,
            LoadCommand.class,
            Report.class,
            CommandLine.HelpCommand.class
        })
public final class Main {
    private Main() {}

    /** Runs a sub-command, or the plan of that name, and ends the process with its status. */
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

    @Command(mixinStandardHelpOptions = true, description = "Lists the plans of run.")
    void plans() {
        for (Plan plan : Plan.ALL) {
            System.out.printf(Locale.ROOT, "%-15s %s%n", plan.name(), plan.about());
            for (Plan.Part part : plan.parts()) {
                System.out.printf(
                        Locale.ROOT,
                        "    %s: %s; %d rounds of %.1f s%n",
                        part.servers().isEmpty() ? "all servers" : String.join(", ", part.servers()),
                        String.join(", ", part.cells()),
                        part.rounds(),
                        part.seconds());
            }
        }
    }
}
