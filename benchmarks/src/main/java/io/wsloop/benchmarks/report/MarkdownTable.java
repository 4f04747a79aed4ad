package io.wsloop.benchmarks.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A table with one column of names and others of numbers. */
final class MarkdownTable {
    private final List<String> lines = new ArrayList<>();

    MarkdownTable(String corner, List<String> columns) {
        lines.add(row(corner, columns));
        lines.add(row("---", Collections.nCopies(columns.size(), "---:")));
    }

    MarkdownTable add(String name, List<String> values) {
        lines.add(row(name, values));
        return this;
    }

    private static String row(String first, List<String> others) {
        return "| " + first + " | " + String.join(" | ", others) + " |";
    }

    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }
}
