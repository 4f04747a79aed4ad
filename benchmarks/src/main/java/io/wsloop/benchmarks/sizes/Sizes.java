package io.wsloop.benchmarks.sizes;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.openjdk.jol.info.GraphLayout;
import org.openjdk.jol.vm.VM;

/**
 * What each of some connections more adds to all that a subject reaches.
 *
 * @param name the subject's
 * @param connections how many were added
 * @param freshBytes what each had added before its first message
 * @param classes what they have added after it
 */
record Sizes(String name, int connections, double freshBytes, Map<Class<?>, Sizes.Count> classes) {
    /** So that what is made once, by the first of all, is there already. */
    private static final int BEFORE = 100;

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
    }

    static Sizes of(String name, Subject subject, int connections, int messages) throws IOException {
        List<SocketChannel> peers = new ArrayList<>();
        try {
            open(subject, BEFORE, peers);
            exchange(subject, peers, messages);
            // The first look makes objects itself.
            GraphLayout.parseInstance(subject.root());
            GraphLayout before = GraphLayout.parseInstance(subject.root());
            open(subject, connections, peers);
            long fresh = GraphLayout.parseInstance(subject.root()).totalSize() - before.totalSize();
            exchange(subject, peers.subList(BEFORE, peers.size()), messages);
            return new Sizes(
                    name,
                    connections,
                    (double) fresh / connections,
                    grown(before, GraphLayout.parseInstance(subject.root())));
        } finally {
            for (SocketChannel peer : peers) {
                peer.close();
            }
        }
    }

    private static void open(Subject subject, int connections, List<SocketChannel> peers) throws IOException {
        for (int i = 0; i < connections; i++) {
            peers.add(subject.open());
        }
    }

    private static void exchange(Subject subject, List<SocketChannel> peers, int messages) throws IOException {
        for (int i = 0; i < messages; i++) {
            for (SocketChannel peer : peers) {
                subject.exchange(peer);
            }
        }
    }

    private static Map<Class<?>, Count> grown(GraphLayout before, GraphLayout after) {
        Map<Class<?>, Count> grown = new HashMap<>();
        for (Class<?> type : after.getClasses()) {
            long objects =
                    after.getClassCounts().count(type) - before.getClassCounts().count(type);
            long bytes =
                    after.getClassSizes().count(type) - before.getClassSizes().count(type);
            grown.put(type, new Count(objects, bytes));
        }
        return grown;
    }

    private Count of(Class<?> type) {
        return classes.getOrDefault(type, Count.NONE);
    }

    /** Whether every second one has an object of it at least, or they have made a table of it larger that all share. */
    boolean isOfConnections(Class<?> type) {
        Count count = of(type);
        boolean isTable = type.isArray() && count.objects <= connections / 100 && count.bytes >= 4L * connections;
        return count.objects >= connections / 2 || isTable;
    }

    double objects(Class<?> type) {
        return (double) of(type).objects / connections;
    }

    double bytes(Class<?> type) {
        return (double) of(type).bytes / connections;
    }

    double usedBytes() {
        return classes.keySet().stream().mapToDouble(this::bytes).sum();
    }

    private double bytes(boolean ours) {
        return classes.keySet().stream()
                .filter(type -> isOurs(type) == ours && isOfConnections(type))
                .mapToDouble(this::bytes)
                .sum();
    }

    private static boolean isOurs(Class<?> type) {
        return type.getTypeName().startsWith("io.wsloop.");
    }

    /** Sizes beside each other, the first being that of a bare channel, as a Markdown table. */
    static String table(List<Sizes> columns) {
        StringBuilder text = new StringBuilder(row(columns, "class", Sizes::name));
        text.append("|---|").append("---:|".repeat(columns.size())).append('\n');
        columns.stream()
                .flatMap(column -> column.classes.keySet().stream().filter(column::isOfConnections))
                .distinct()
                .sorted(Comparator.comparing((Class<?> type) -> !isOurs(type)).thenComparing(Class::getTypeName))
                .forEach(
                        type -> text.append(row(columns, "`" + type.getTypeName() + "`", column -> column.cell(type))));
        text.append(sum(columns, "wsloop's classes", column -> column.bytes(true)));
        text.append(sum(columns, "the JDK's classes", column -> column.bytes(false)));
        text.append(sum(
                columns,
                "what else has grown",
                column -> column.usedBytes() - column.bytes(true) - column.bytes(false)));
        text.append(sum(columns, "**all**", Sizes::usedBytes));
        double bare = columns.get(0).usedBytes();
        text.append(sum(columns, "more than a bare channel", column -> column.usedBytes() - bare));
        text.append(sum(columns, "all, before the first message", Sizes::freshBytes));
        return text.toString();
    }

    private String cell(Class<?> type) {
        if (!isOfConnections(type)) {
            return "";
        }
        double objects = objects(type);
        String bytes = number(bytes(type));
        if (objects < 0.5) {
            return bytes + " (a table of all)";
        }
        return Math.round(objects) == 1 ? bytes : bytes + " (" + Math.round(objects) + ")";
    }

    private static String sum(List<Sizes> columns, String name, ToDoubleFunction<Sizes> bytes) {
        return row(columns, name, column -> number(bytes.applyAsDouble(column)));
    }

    private static String row(List<Sizes> columns, String first, Function<Sizes, String> cell) {
        return columns.stream().map(cell).collect(Collectors.joining(" | ", "| " + first + " | ", " |\n"));
    }

    private static String number(double bytes) {
        return String.format(Locale.ROOT, "%,d", Math.round(bytes));
    }
}
