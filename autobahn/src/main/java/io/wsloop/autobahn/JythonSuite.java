package io.wsloop.autobahn;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The suite of Maven Central: Python 2 sources in a jar, run by Jython. They are unpacked once so that Jython can keep
 * the class files that it compiles beside them, which makes a start take 5 seconds in place of 16.
 */
final class JythonSuite {
    /** The word in the command by which it is known. */
    static final String PROGRAM = "org.python.util.jython";

    private static final String LAUNCHER = "wsloop_launcher.py";
    private static final long COMPILE_SECONDS = 120;

    private JythonSuite() {}

    /** Returns the command that starts the suite; unpacks and compiles it if that has not been done in this folder. */
    static List<String> prepare(Path target) throws IOException, InterruptedException {
        Path jython = present(target.resolve("lib/jython.jar").toAbsolutePath());
        Path jar = present(target.resolve("lib/suite.jar").toAbsolutePath());
        Path python = target.resolve("suite").toAbsolutePath();
        List<String> command = command(jython, python);
        Path compiled = python.resolve("compiled");
        if (!Files.exists(compiled)) {
            unpack(jar, python);
            try (InputStream launcher = JythonSuite.class.getResourceAsStream(LAUNCHER)) {
                if (launcher == null) {
                    throw new IOException(LAUNCHER + " is missing beside " + JythonSuite.class);
                }
                Files.copy(launcher, python.resolve(LAUNCHER), StandardCopyOption.REPLACE_EXISTING);
            }
            compile(command, target.resolve("suite-compile.log"));
            Files.createFile(compiled);
        }
        return command;
    }

    private static Path present(Path jar) throws IOException {
        if (!Files.exists(jar)) {
            throw new IOException(jar + " is missing: Maven puts it there in the phase process-test-resources");
        }
        return jar;
    }

    private static List<String> command(Path jython, Path python) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx1g");
        // A process lives for a minute or two: the second compiler takes more time than it gives.
        command.add("-XX:TieredStopAtLevel=1");
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.add("-Dpython.path=" + python);
        command.add("-Dpython.cachedir=" + python.resolveSibling("jython-cache"));
        command.addAll(List.of("-cp", jython.toString(), PROGRAM, "-W", "ignore"));
        command.add(python.resolve(LAUNCHER).toString());
        return command;
    }

    private static void unpack(Path jar, Path folder) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = zip.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                Path file = folder.resolve(entry.getName()).normalize();
                if (!file.startsWith(folder)) {
                    throw new IOException(jar + " holds an entry outside its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    try (InputStream in = zip.getInputStream(entry)) {
                        Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            }
        }
    }

    /** One process alone, for several at once would write the same class files. */
    private static void compile(List<String> command, Path log) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(command);
        line.add("--autobahnversion");
        ProcessBuilder builder =
                new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().remove("PYTHONDONTWRITEBYTECODE");
        Process process = builder.start();
        try {
            if (!process.waitFor(COMPILE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("Jython could not compile the suite, see " + log.toAbsolutePath());
            }
        } finally {
            process.destroyForcibly();
        }
    }
}
