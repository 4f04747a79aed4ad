package io.wsloop.benchmarks.run;

import io.wsloop.benchmarks.load.Cell;
import java.nio.file.Path;
import java.util.List;

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
        int jdk) {
    boolean takes(Cell cell) {
        if (deflateOnly && !cell.deflate()
                || cell.deflate() && !deflate
                || cell.kind() == Cell.Kind.FAN_OUT && !fanOut) {
            return false;
        }
        return !raw || cell.kind() == Cell.Kind.ECHO || cell.kind() == Cell.Kind.OPEN_LOOP;
    }
}
