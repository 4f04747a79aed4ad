package io.wsloop.examples.docs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A snippet that a page shows, pasted into an empty file and run by a child JVM. */
final class Pasted implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    /** What an IDE adds by itself. */
    private static final String IMPORTS = "import io.wsloop.*;\nimport io.wsloop.nio.*;\n"
            + "import io.wsloop.handshake.*;\nimport io.wsloop.protocol.*;\nimport java.io.*;\nimport java.net.*;\n"
            + "import java.nio.*;\nimport java.nio.channels.*;\nimport java.nio.file.*;\nimport java.util.*;\n"
            + "import java.util.concurrent.*;\n";

    private final Process process;
    private final Path output;

    private Pasted(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Statements, pasted into a main. */
    static Pasted main(Path folder, String statements) throws IOException {
        return program(
                folder,
                IMPORTS + "public class Pasted {\n    public static void main(String[] args) throws Exception {\n"
                        + statements + "    }\n}\n");
    }

    /** A whole file, imports included. */
    static Pasted program(Path folder, String text) throws IOException {
        Path file = Files.writeString(folder.resolve("Pasted.java"), text);
        Path output = folder.resolve("output.txt");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder =
                new ProcessBuilder(List.of(java, "-cp", System.getProperty("java.class.path"), file.toString()));
        builder.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(output.toFile());
        return new Pasted(builder.start(), output);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until the process has ended by itself. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the process has not ended within " + PATIENCE_SECONDS + " s");
        }
        return process.exitValue();
    }

    /** Asks the process to end, as a container's runtime does: with SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** What it has printed so far, errors included. */
    String output() throws IOException {
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
