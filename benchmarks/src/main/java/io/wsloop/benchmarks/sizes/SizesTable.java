package io.wsloop.benchmarks.sizes;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Sizes beside each other, the first being that of a bare channel, as a Markdown table. */
final class SizesTable {
    private static final String OURS = "io.wsloop.";

    private final List<Sizes> columns;

    SizesTable(List<Sizes> columns) {
        this.columns = columns;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(row("class", Sizes::name));
        text.append("|---|").append("---:|".repeat(columns.size())).append('\n');
        List<Class<?>> types = columns.stream()
                .flatMap(column -> column.used().classes().keySet().stream().filter(column::isOfConnections))
                .distinct()
                .sorted(Comparator.comparing((Class<?> type) -> !isOurs(type)).thenComparing(Class::getTypeName))
                .toList();
        for (Class<?> type : types) {
            text.append(row("`" + type.getTypeName() + "`", column -> cell(column, type)));
        }
        text.append(sum("wsloop's classes", column -> bytes(column, types, true)));
        text.append(sum("the JDK's classes", column -> bytes(column, types, false)));
        text.append(sum(
                "what else has grown",
                column -> column.usedBytes() - bytes(column, types, true) - bytes(column, types, false)));
        text.append(sum("**all**", Sizes::usedBytes));
        text.append(sum(
                "more than a bare channel",
                column -> column.usedBytes() - columns.get(0).usedBytes()));
        text.append(sum("all, before the first message", Sizes::freshBytes));
        return text.toString();
    }

    private static String cell(Sizes column, Class<?> type) {
        if (!column.isOfConnections(type)) {
            return "";
        }
        double objects = column.objects(type);
        String bytes = number(column.bytes(type));
        if (objects < 0.5) {
            return bytes + " (a table of all)";
        }
        return Math.round(objects) == 1 ? bytes : bytes + " (" + Math.round(objects) + ")";
    }

    private static double bytes(Sizes column, List<Class<?>> types, boolean ours) {
        return types.stream()
                .filter(type -> isOurs(type) == ours && column.isOfConnections(type))
                .mapToDouble(column::bytes)
                .sum();
    }

    private static boolean isOurs(Class<?> type) {
        return type.getTypeName().startsWith(OURS);
    }

    private String sum(String name, ToDoubleFunction<Sizes> bytes) {
        return row(name, column -> number(bytes.applyAsDouble(column)));
    }

    private String row(String first, Function<Sizes, String> cell) {
        return columns.stream().map(cell).collect(Collectors.joining(" | ", "| " + first + " | ", " |\n"));
    }

    private static String number(double bytes) {
        return String.format(Locale.ROOT, "%,d", Math.round(bytes));
    }
}
