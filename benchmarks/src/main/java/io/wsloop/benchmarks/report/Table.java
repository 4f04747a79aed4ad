package io.wsloop.benchmarks.report;

import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Markdown table with one column of names and others of numbers. */
final class Table {
    private final StringBuilder lines = new StringBuilder();

    Table(String corner, List<String> columns) {
        add(corner, columns).add("---", Collections.nCopies(columns.size(), "---:"));
    }

    /** Adds a row. Bars and line ends in a cell are escaped, since they would end it. */
    Table add(String name, List<String> values) {
        lines.append(Stream.concat(Stream.of(name), values.stream())
                .map(cell -> cell.replace("|", "\\|").replaceAll("\\R", " "))
                .collect(Collectors.joining(" | ", "| ", " |\n")));
        return this;
    }

    @Override
    public String toString() {
        return lines.toString();
    }
}
