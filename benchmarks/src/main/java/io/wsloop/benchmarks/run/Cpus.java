package io.wsloop.benchmarks.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which CPU the servers get and which the generator. Apart, neither takes time from the other, and a server's figure is that of
 * one core.
 *
 * @param all the numbers of those that this process may use: the servers', the generator's, and more; empty where nothing is pinned
 */
record Cpus(List<Integer> all) {
    static final Cpus NOT_PINNED = new Cpus(List.of());

    private static final Pattern ALLOWED = Pattern.compile("Cpus_allowed_list:\\s*(\\S+)");

    /** Finds them, and moves this process, which generates the load, to its own. */
    static Cpus pinned() throws IOException, InterruptedException {
        Path status = Path.of("/proc/self/status");
        Matcher match = ALLOWED.matcher(Files.isReadable(status) ? Files.readString(status) : "");
        Cpus found = match.find() ? new Cpus(parse(match.group(1))) : NOT_PINNED;
        return found.all.size() > 1 && found.pinSelf() ? found : NOT_PINNED;
    }

    /** All threads; those to come are born where their parents are. */
    private boolean pinSelf() throws InterruptedException {
        String self = Long.toString(ProcessHandle.current().pid());
        try {
            return new ProcessBuilder("taskset", "-apc", all.get(1).toString(), self)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            // There is no taskset.
            return false;
        }
    }

    /** The prefix of the command line of a server that gets one CPU, or two, of which one is the generator's if need be. */
    List<String> server(int cpus) {
        if (all.isEmpty()) {
            return List.of();
        }
        String second = cpus == 1 ? "" : "," + all.get(crowded() ? 1 : 2);
        return List.of("taskset", "-c", all.get(0) + second);
    }

    /** Whether a server on two CPUs and the generator meet on one of them. */
    boolean crowded() {
        return all.size() < 3;
    }

    /** How many there are; once this process is pinned, the virtual machine counts its own alone. */
    int count() {
        return all.isEmpty() ? Runtime.getRuntime().availableProcessors() : all.size();
    }

    /** A line for the reader of the results. */
    String about() {
        return all.isEmpty()
                ? "nothing is pinned: that takes two CPUs and taskset. Compare servers by what they cost, and with care"
                : "servers on CPU " + all.get(0) + ", generator on CPU " + all.get(1);
    }

    /** Reads a list such as {@code 0-3,8}. */
    static List<Integer> parse(String list) {
        return Stream.of(list.split(",", -1))
                .map(range -> range.split("-", 2))
                .flatMap(ends -> IntStream.rangeClosed(
                                Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]))
                        .boxed())
                .toList();
    }
}
