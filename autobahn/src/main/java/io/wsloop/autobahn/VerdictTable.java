package io.wsloop.autobahn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Verdicts counted by section, as a Markdown table with a column a direction. */
public final class VerdictTable {
    private static final String BEGIN = "<!-- autobahn -->";
    private static final String END = "<!-- /autobahn -->";

    private static final Map<Integer, String> SECTIONS = Map.ofEntries(
            Map.entry(1, "Framing"),
            Map.entry(2, "Pings and pongs"),
            Map.entry(3, "Reserved bits"),
            Map.entry(4, "Opcodes"),
            Map.entry(5, "Fragmentation"),
            Map.entry(6, "UTF-8 handling"),
            Map.entry(7, "Close handling"),
            Map.entry(9, "Limits and performance"),
            Map.entry(10, "Auto-fragmentation"),
            Map.entry(12, "Compression"),
            Map.entry(13, "Compression, parameters"));

    private VerdictTable() {}

    /**
     * Renders a table.
     *
     * @param server the verdicts of the server
     * @param client the verdicts of the client
     * @return lines of Markdown
     */
    public static String of(Verdicts server, Verdicts client) {
        return of(server.byCase(), client.byCase());
    }

    static String of(SortedMap<CaseId, Verdict> server, SortedMap<CaseId, Verdict> client) {
        SortedMap<Integer, Boolean> sections = new TreeMap<>();
        server.keySet().forEach(id -> sections.put(id.section(), true));
        client.keySet().forEach(id -> sections.put(id.section(), true));
        StringBuilder table = new StringBuilder("| section | server | client |\n|---|---|---|\n");
        for (int section : sections.keySet()) {
            table.append("| ")
                    .append(section)
                    .append(' ')
                    .append(SECTIONS.getOrDefault(section, ""))
                    .append(" | ")
                    .append(counts(server, section))
                    .append(" | ")
                    .append(counts(client, section))
                    .append(" |\n");
        }
        return table.append("| **all** | ")
                .append(counts(server, 0))
                .append(" | ")
                .append(counts(client, 0))
                .append(" |\n")
                .toString();
    }

    /** Section 0 is all of them. */
    private static String counts(SortedMap<CaseId, Verdict> verdicts, int section) {
        SortedMap<String, Long> counts = verdicts.entrySet().stream()
                .filter(entry -> section == 0 || entry.getKey().section() == section)
                .collect(Collectors.groupingBy(
                        entry -> entry.getValue().toString(), TreeMap::new, Collectors.counting()));
        StringBuilder line = new StringBuilder();
        if (counts.containsKey("OK")) {
            line.append(counts.get("OK")).append(" OK");
        }
        counts.forEach((verdict, count) -> {
            if (!verdict.equals("OK")) {
                line.append(line.length() == 0 ? "" : ", ")
                        .append(count)
                        .append(' ')
                        .append(verdict);
            }
        });
        return line.length() == 0 ? "–" : line.toString();
    }

    /**
     * Puts a table between {@code <!-- autobahn -->} and {@code <!-- /autobahn -->}.
     *
     * @param file a page with both marks
     * @param table what goes between them
     * @throws IOException when a mark is missing
     */
    public static void insert(Path file, String table) throws IOException {
        String page = Files.readString(file);
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(file + " has no place for the table: expected " + BEGIN + " and then " + END);
        }
        Files.writeString(
                file, page.substring(0, begin + BEGIN.length()) + "\n\n" + table + "\n" + page.substring(end));
    }
}
