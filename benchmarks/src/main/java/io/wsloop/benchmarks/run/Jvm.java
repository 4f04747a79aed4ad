package io.wsloop.benchmarks.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of JVMs: the same Java that runs this, so that the version is one for all. */
final class Jvm {
    private Jvm() {}

    static String version() {
        return System.getProperty("java.version");
    }

    static int feature() {
        return Runtime.version().feature();
    }

    static List<String> command(List<String> prefix, List<String> options, String classPath, String main) {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(classPath);
        command.add(main);
        return command;
    }
}
