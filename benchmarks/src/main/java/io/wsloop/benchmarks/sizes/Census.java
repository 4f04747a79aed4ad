package io.wsloop.benchmarks.sizes;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.Map;
import org.openjdk.jol.info.GraphLayout;
import org.openjdk.jol.vm.VM;

/**
 * All objects that are reached from one, by class.
 *
 * @param classes how many of each, and their bytes
 */
record Census(Map<Class<?>, Census.Count> classes) {
    static {
        // So it reads the fields of records and lambdas, too, and of closed packages, without an agent.
        System.setProperty("jol.magicFieldOffset", "true");
        System.setProperty("jol.skipDynamicAttach", "true");
        // It says on standard output what it cannot do here, where a table is to stand.
        PrintStream out = System.out;
        System.setOut(System.err);
        VM.current();
        System.setOut(out);
    }

    /** Objects of a class and their bytes. */
    record Count(long objects, long bytes) {
        static final Count NONE = new Count(0, 0);

        Count less(Count other) {
            return new Count(objects - other.objects, bytes - other.bytes);
        }

        Count plus(Count other) {
            return new Count(objects + other.objects, bytes + other.bytes);
        }
    }

    /** Nobody may write meanwhile. */
    static Census of(Object root) {
        GraphLayout graph = GraphLayout.parseInstance(root);
        Map<Class<?>, Count> classes = new HashMap<>();
        for (Class<?> type : graph.getClasses()) {
            classes.put(
                    type,
                    new Count(
                            graph.getClassCounts().count(type),
                            graph.getClassSizes().count(type)));
        }
        return new Census(classes);
    }

    /** What came since another was taken. */
    Census since(Census earlier) {
        Map<Class<?>, Count> grown = new HashMap<>();
        classes.forEach((type, count) -> grown.put(type, count.less(earlier.classes.getOrDefault(type, Count.NONE))));
        return new Census(grown);
    }

    Count of(Class<?> type) {
        return classes.getOrDefault(type, Count.NONE);
    }

    long bytes() {
        return classes.values().stream().mapToLong(Count::bytes).sum();
    }
}
