package io.wsloop.autobahn;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the suite is started: the one of Maven Central on Jython, or a user's own, which has more cases.
 *
 * @param command what comes before {@code -m MODE -s SPEC}
 * @param shares case patterns; each share is run by a process of its own, beside the others
 * @param timeout how long one share may take
 */
public record Wstest(List<String> command, List<List<String>> shares, Duration timeout) {
    /** Three shares that take about as long as each other: large messages cost the suite more than all the rest. */
    private static final List<List<String>> SHARES = List.of(
            List.of("1.*", "2.*", "3.*", "4.*", "5.*", "6.*", "7.*", "9.3.*", "9.4.*"),
            List.of("9.1.*", "9.2.*", "9.7.*", "9.8.*"),
            List.of("9.5.*", "9.6.*", "10.*"));

    /** Sections 12 and 13 come with a case that every suite has: a fuzzing client without a case would wait for ever. */
    private static final List<List<String>> SHARES_WITH_COMPRESSION =
            List.of(SHARES.get(0), SHARES.get(1), List.of("9.5.*", "9.6.*"), List.of("10.*", "12.*", "13.*"));

    /** Compression alone, each section with a case that every suite has. */
    private static final List<List<String>> COMPRESSION = List.of(List.of("10.*", "12.*"), List.of("1.1.1", "13.*"));

    private static final long HELP_SECONDS = 120;

    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    /** Fixes its lists. */
    public Wstest {
        command = List.copyOf(command);
        shares = List.copyOf(shares);
    }

    /**
     * The suite that the property {@code autobahn.wstest} names, or the one of Maven Central when it is empty.
     *
     * @param property a command such as {@code wstest} or {@code docker run --rm --network host … wstest}
     * @param target Maven's build folder, with {@code lib/jython.jar} and {@code lib/suite.jar}
     * @return how to start it
     * @throws IOException when the suite of Maven Central cannot be unpacked
     * @throws InterruptedException when interrupted while it is compiled
     */
    public static Wstest of(String property, Path target) throws IOException, InterruptedException {
        if (property.isBlank()) {
            return new Wstest(JythonSuite.prepare(target), SHARES, Duration.ofMinutes(7));
        }
        return new Wstest(words(property), SHARES_WITH_COMPRESSION, Duration.ofHours(1));
    }

    /**
     * The same suite, but its compression cases alone and a case or two that every suite has.
     *
     * @return how to start it
     */
    public Wstest compressionOnly() {
        return new Wstest(command, COMPRESSION, timeout);
    }

    /**
     * What a fuzzing server is to be told beside its specification. Newer versions serve pages on port 8080 whatever {@code
     * webport} in the specification says, so that of several only one starts. Their option turns that off; older versions do
     * not know it and obey the specification.
     */
    List<String> withoutPages() throws IOException, InterruptedException {
        if (command.contains(JythonSuite.PROGRAM)) {
            return List.of();
        }
        return help().contains("--webport") ? List.of("-u", "0") : List.of();
    }

    private String help() throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(command);
        line.add("--help");
        Path printed = Files.createTempFile("wstest-help", ".txt");
        try {
            Process process = new ProcessBuilder(line)
                    .redirectErrorStream(true)
                    .redirectOutput(printed.toFile())
                    .start();
            try {
                process.waitFor(HELP_SECONDS, TimeUnit.SECONDS);
            } finally {
                process.destroyForcibly();
            }
            return Files.readString(printed, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw cannotBeStarted(line, e);
        } finally {
            Files.delete(printed);
        }
    }

    private static IOException cannotBeStarted(List<String> line, IOException e) {
        return new IOException("the suite cannot be started with " + line + ": " + e.getMessage(), e);
    }

    /** Splits as a shell would at spaces outside quotes; nothing is expanded. */
    static List<String> words(String command) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(command);
        while (word.find()) {
            String quoted = word.group(1) != null ? word.group(1) : word.group(2);
            words.add(quoted != null ? quoted : word.group(3));
        }
        return words;
    }

    /** Starts one process; what it prints goes to {@code log}. */
    Process start(String mode, Path spec, List<String> more, Path log) throws IOException {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of("-m", mode, "-s", spec.toString()));
        line.addAll(more);
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
        // Otherwise Jython compiles twelve thousand lines of Python at every start.
        builder.environment().remove("PYTHONDONTWRITEBYTECODE");
        try {
            Process process = builder.start();
            // A fuzzing server never ends by itself: it must not outlive a build that is interrupted.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy, "end-wstest"));
            return process;
        } catch (IOException e) {
            throw cannotBeStarted(line, e);
        }
    }
}
