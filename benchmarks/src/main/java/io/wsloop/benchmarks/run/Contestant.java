package io.wsloop.benchmarks.run;

import io.wsloop.benchmarks.load.Cell;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A server that takes part.
 *
 * @param version of the library; empty when it has none
 * @param main its main class
 * @param arguments what comes before the port
 * @param options of the JVM
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

    /** The same server with more arguments and options; results tell the two apart by the text behind the @. */
    Contestant variant(String of, List<String> moreArguments, List<String> moreOptions, int onCpus) {
        return new Contestant(
                of.isEmpty() ? name : name + "@" + of,
                version,
                classPath,
                main,
                joined(arguments, moreArguments),
                joined(options, moreOptions),
                skills,
                jdk,
                onCpus);
    }

    /** The same server under the same name, with more options of its virtual machine: a profiler's, say. */
    Contestant with(List<String> moreOptions) {
        return variant("", List.of(), moreOptions, cpus);
    }

    Contestant watched() {
        Set<Skill> more = new LinkedHashSet<>(joined(skills, Set.of(Skill.WATCHED)));
        return new Contestant(name, version, classPath, main, arguments, options, more, jdk, cpus);
    }

    private static <T> List<T> joined(Collection<T> first, Collection<T> second) {
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
