package io.wsloop.benchmarks.run;

import io.wsloop.benchmarks.load.Cell;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A server that takes part.
 *
 * @param name what results call it
 * @param version of the library; empty when it has none
 * @param classPath where its classes are
 * @param main its main class
 * @param arguments what comes before the port
 * @param options of the JVM
 * @param raw whether it is a bare TCP echo, without WebSocket
 * @param deflate whether it does permessage-deflate
 * @param deflateOnly whether it is there for that alone, being another's equal in everything else
 * @param fanOut whether it does {@code /fanout}
 * @param jdk the oldest JDK that it runs on
 * @param cpus how many it gets
 */
record Contestant(
        String name,
        String version,
        List<Path> classPath,
        String main,
        List<String> arguments,
        List<String> options,
        boolean raw,
        boolean deflate,
        boolean deflateOnly,
        boolean fanOut,
        int jdk,
        int cpus) {
    /** The same server with more arguments and options; results tell it from itself by what stands behind the @. */
    Contestant variant(String of, List<String> moreArguments, List<String> moreOptions, int onCpus) {
        return new Contestant(
                name + "@" + of,
                version,
                classPath,
                main,
                joined(arguments, moreArguments),
                joined(options, moreOptions),
                raw,
                deflate,
                deflateOnly,
                fanOut,
                jdk,
                onCpus);
    }

    private static List<String> joined(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    boolean takes(Cell cell) {
        if (deflateOnly && !cell.deflate() || cell.deflate() && !deflate || cell.fanOut() && !fanOut) {
            return false;
        }
        return !raw || cell.kind() == Cell.Kind.ECHO || cell.kind() == Cell.Kind.OPEN_LOOP;
    }
}
