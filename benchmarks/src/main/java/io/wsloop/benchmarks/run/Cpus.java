package io.wsloop.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which CPU the servers get and which the generator. Apart, neither takes time from the other, and a server's figure is that of
 * one core.
 *
 * @param server the prefix of a server's command line; empty where processes cannot be pinned
 * @param wide that of a server on two CPUs, of which the generator's is one where there are no more
 * @param generator that of the generator's
 * @param about one line for the reader of the results
 */
record Cpus(List<String> server, List<String> wide, List<String> generator, String about) {
    private static final Pattern ALLOWED = Pattern.compile("Cpus_allowed_list:\\s*(\\S+)");

    static Cpus find() throws IOException {
        List<Integer> allowed = allowed();
        if (taskset() && allowed.size() > 1) {
            int server = allowed.get(0);
            int generator = allowed.get(1);
            return new Cpus(
                    pinned(Integer.toString(server)),
                    pinned(server + "," + allowed.get(allowed.size() > 2 ? 2 : 1)),
                    pinned(Integer.toString(generator)),
                    "servers on CPU " + server + ", generator on CPU " + generator);
        }
        return new Cpus(
                List.of(),
                List.of(),
                List.of(),
                "nothing is pinned: that takes two CPUs and taskset. Compare servers by what they cost, and with care");
    }

    /** The prefix for a server that gets so many CPUs. */
    List<String> server(int cpus) {
        return cpus == 1 ? server : wide;
    }

    /** Whether a server on two CPUs and the generator meet on one of them. */
    boolean crowded() {
        return wide.isEmpty() || wide.get(wide.size() - 1).endsWith("," + generator.get(generator.size() - 1));
    }

    private static List<String> pinned(String to) {
        return List.of("taskset", "-c", to);
    }

    private static boolean taskset() {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, "taskset"))) {
                return true;
            }
        }
        return false;
    }

    private static List<Integer> allowed() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return List.of();
        }
        Matcher match = ALLOWED.matcher(Files.readString(status));
        return match.find() ? parse(match.group(1)) : List.of();
    }

    /** Reads a list such as {@code 0-3,8}. */
    static List<Integer> parse(String list) {
        List<Integer> cpus = new ArrayList<>();
        for (String range : list.split(",", -1)) {
            String[] ends = range.split("-", 2);
            int last = Integer.parseInt(ends[ends.length - 1]);
            for (int cpu = Integer.parseInt(ends[0]); cpu <= last; cpu++) {
                cpus.add(cpu);
            }
        }
        return cpus;
    }
}
