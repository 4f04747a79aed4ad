package io.wsloop.nio;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of a test's own, for what would take the test down with it. Its standard input ends with this. */
final class ChildJvm implements AutoCloseable {
    private final Process process;
    private final Path errors;
    private final BufferedReader out;

    private ChildJvm(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Runs a class of the tests on this test's class path.
     *
     * @param shell words before those of the JVM, such as a shell's that sets a limit and executes the rest
     * @param options of the JVM
     */
    static ChildJvm start(List<String> shell, List<String> options, Class<?> main, String... args) throws IOException {
        List<String> command = new ArrayList<>(shell);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(
                List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(args));
        Path errors = Files.createTempFile("child", ".err");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        return new ChildJvm(process, errors);
    }

    /** The next line that it says; waits for it. */
    String line() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException("the child has ended: " + errors());
        }
        return line;
    }

    /** How many lines wait, which are read. */
    int lines() throws IOException {
        int lines = 0;
        while (out.ready()) {
            line();
            lines++;
        }
        return lines;
    }

    void say(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** What it has written to its standard error so far. */
    String errors() throws IOException {
        return Files.readString(errors);
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Files.deleteIfExists(errors);
    }
}
