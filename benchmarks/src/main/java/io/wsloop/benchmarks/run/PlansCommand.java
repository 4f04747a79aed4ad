package io.wsloop.benchmarks.run;

import java.util.Locale;
import picocli.CommandLine.Command;

/** Lists what {@code run} can be asked for. */
@Command(name = "plans", mixinStandardHelpOptions = true, description = "Lists the plans of run.")
final class PlansCommand implements Runnable {
    @Override
    public void run() {
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
