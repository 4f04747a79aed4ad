package io.wsloop.benchmarks.run;

import io.wsloop.benchmarks.load.Cell;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
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
 * @param skills what it can do
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
        Set<Contestant.Skill> skills,
        int jdk,
        int cpus) {
    /** What a server can do. */
    enum Skill {
        /** It knows no WebSocket: what it echoes is bytes. */
        RAW,
        ECHO,
        FAN_OUT,
        CONNECT,
        IDLE,
        DEFLATE,
        /** Each of its visits has a process for itself, whose pauses and allocation are read. */
        WATCHED
    }

    /** The same server with more arguments and options; results tell the two apart by what stands behind the @. */
    Contestant variant(String of, List<String> moreArguments, List<String> moreOptions, int onCpus) {
        return copy(name + "@" + of, joined(arguments, moreArguments), joined(options, moreOptions), skills, onCpus);
    }

    /** The same server under the same name, with more options of its virtual machine: a profiler's, say. */
    Contestant with(List<String> moreOptions) {
        return copy(name, arguments, joined(options, moreOptions), skills, cpus);
    }

    Contestant watched() {
        return copy(name, arguments, options, Set.copyOf(joined(List.copyOf(skills), List.of(Skill.WATCHED))), cpus);
    }

    private Contestant copy(String as, List<String> args, List<String> jvm, Set<Skill> can, int onCpus) {
        return new Contestant(as, version, classPath, main, args, jvm, can, jdk, onCpus);
    }

    private static <T> List<T> joined(List<T> first, List<T> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    boolean can(Skill skill) {
        return skills.contains(skill);
    }

    boolean takes(Cell cell) {
        if (cell.deflate()) {
            return can(Skill.DEFLATE) && (!cell.fanOut() || can(Skill.FAN_OUT));
        }
        return can(
                switch (cell.kind()) {
                    case ECHO, OPEN_LOOP -> Skill.ECHO;
                    case FAN_OUT, PACED_FAN_OUT -> Skill.FAN_OUT;
                    case CONNECT, PACED_CONNECT, FIRST_CONNECTS -> Skill.CONNECT;
                    case IDLE -> Skill.IDLE;
                });
    }
}
