package io.wsloop.autobahn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Where the conformance tests keep their reports and find what they expect. Tests run in the module's folder. */
final class Reports {
    private static final Path TARGET = Path.of("target");
    private static final Path FOLDER = TARGET.resolve("reports").toAbsolutePath();

    private Reports() {}

    static Wstest wstest() throws IOException, InterruptedException {
        return Wstest.of(System.getProperty("autobahn.wstest", ""), TARGET);
    }

    static Path folder(String direction) {
        return FOLDER.resolve(direction);
    }

    static Expectation expectation(String direction) throws IOException {
        return Expectation.read(Path.of("expected", direction + ".json"));
    }

    /** Prints the verdicts by section, with the other direction's when that has been run. */
    static void print(String direction, Suite.Run run) throws IOException {
        SortedMap<CaseId, Verdict> server = verdicts("server");
        SortedMap<CaseId, Verdict> client = verdicts("client");
        String table = VerdictTable.of(server, client);
        Files.writeString(FOLDER.resolve("table.md"), table);
        String page = System.getProperty("autobahn.page", "");
        if (!page.isBlank() && !server.isEmpty() && !client.isEmpty()) {
            VerdictTable.insert(Path.of("..").resolve(page), table);
        }
        System.out.println(
                "Autobahn against the " + direction + ": " + run.verdicts().size() + " results of " + run.announced()
                        + " cases, reports in " + folder(direction) + "\n" + table);
    }

    private static SortedMap<CaseId, Verdict> verdicts(String direction) throws IOException {
        if (!Files.exists(folder(direction))) {
            return new TreeMap<>();
        }
        List<Path> shares = new ArrayList<>();
        try (Stream<Path> indexes = Files.find(folder(direction), 2, (file, a) -> file.endsWith("index.json"))) {
            indexes.forEach(index -> shares.add(index.getParent()));
        }
        return shares.isEmpty()
                ? new TreeMap<>()
                : Verdicts.read(shares, Suite.AGENT).byCase();
    }
}
