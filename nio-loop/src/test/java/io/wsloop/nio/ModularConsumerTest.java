package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.Limits;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An application with a module-info compiles with every warning an error, and runs, with our two modules on its path and
 * nothing opened. The nullness annotations may be there, or not.
 */
class ModularConsumerTest {
    private static final List<Path> OURS = List.of(classes(Limits.class), classes(WebSocketServer.class));

    @TempDir
    Path out;

    @Test
    void compilesAndRunsWithOurModulesAlone() throws Exception {
        assertThat(compile(OURS)).isEmpty();
        assertThat(run(OURS)).containsExactly("QUEUED null Hello, world!");
    }

    @Test
    void compilesAndRunsWithTheAnnotationsOnItsPath() throws Exception {
        List<Path> path = new ArrayList<>(OURS);
        path.add(classes(NullMarked.class));
        assertThat(compile(path)).isEmpty();
        assertThat(run(path)).containsExactly("QUEUED null Hello, world!");
    }

    @Test
    void cannotNameARoomThatIsInternal() throws Exception {
        Path intruder = Files.writeString(
                Files.createDirectories(out.resolveSibling("intruder").resolve("consumer"))
                        .resolve("Intruder.java"),
                "package consumer; class Intruder { io.wsloop.nio.internal.wire.Connection connection; }");
        try {
            assertThat(compile(OURS, intruder.toString()))
                    .contains("package io.wsloop.nio.internal.wire is not visible");
        } finally {
            Files.delete(intruder);
        }
    }

    /** What the compiler says, nothing when it is content. */
    private String compile(List<Path> modulePath, String... more) throws Exception {
        ToolProvider javac = ToolProvider.findFirst("javac").orElseThrow();
        List<String> args =
                new ArrayList<>(List.of("-Xlint:all", "-Werror", "-d", out.toString(), "-p", joined(modulePath)));
        Path sources = Path.of(ModularConsumerTest.class
                .getResource("/consumer/module-info.java")
                .toURI());
        try (Stream<Path> files = Files.walk(sources.getParent())) {
            files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(args::add);
        }
        args.addAll(List.of(more));
        StringWriter said = new StringWriter();
        PrintWriter to = new PrintWriter(said);
        int status = javac.run(to, to, args.toArray(String[]::new));
        return status == 0 ? said.toString() : "javac ended with " + status + ": " + said;
    }

    private List<String> run(List<Path> modulePath) throws IOException, InterruptedException {
        List<Path> whole = new ArrayList<>(modulePath);
        whole.add(out);
        Path printed = Files.createTempFile(out.getParent(), "consumer", ".txt");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-p",
                        joined(whole),
                        "-m",
                        "consumer/consumer.Main")
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        try {
            boolean ended = process.waitFor(60, TimeUnit.SECONDS);
            assertThat(ended)
                    .as("ended within a minute, having printed " + Files.readAllLines(printed))
                    .isTrue();
            return Files.readAllLines(printed);
        } finally {
            process.destroyForcibly();
            Files.deleteIfExists(printed);
        }
    }

    private static String joined(List<Path> paths) {
        return String.join(
                File.pathSeparator, paths.stream().map(Path::toString).toList());
    }

    /** A folder of classes or a jar, whichever this build has. */
    private static Path classes(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
