package io.wsloop.autobahn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the suite says of each case that it ran, in the order of their numbers. Immutable. */
public final class Verdicts {
    private final SortedMap<CaseId, Verdict> byCase;
    private final Map<CaseId, Path> reports;

    Verdicts(Map<CaseId, Verdict> byCase, Map<CaseId, Path> reports) {
        this.byCase = Collections.unmodifiableSortedMap(new TreeMap<>(byCase));
        this.reports = Map.copyOf(reports);
    }

    /**
     * Reads the index that each process of the suite left in its folder.
     *
     * @param folders one a process
     * @param agent the name under which it reported
     * @return all of them together
     * @throws IOException when an index is missing, has no such agent, or a case was run twice
     */
    public static Verdicts read(List<Path> folders, String agent) throws IOException {
        Map<CaseId, Verdict> byCase = new TreeMap<>();
        Map<CaseId, Path> reports = new TreeMap<>();
        for (Path folder : folders) {
            Path index = folder.resolve("index.json");
            if (!Files.exists(index)) {
                throw new IOException("the suite wrote no " + index + ", see wstest.log beside it");
            }
            JsonNode cases = new ObjectMapper().readTree(index.toFile()).path(agent);
            if (!cases.isObject()) {
                throw new IOException(index + " has no results of \"" + agent + '"');
            }
            for (Map.Entry<String, JsonNode> entry : cases.properties()) {
                CaseId id = new CaseId(entry.getKey());
                JsonNode row = entry.getValue();
                if (byCase.put(id, verdict(index, row)) != null) {
                    throw new IOException("case " + id + " was run twice, the second time in " + folder);
                }
                reports.put(id, folder.resolve(row.path("reportfile").asText("index.json")));
            }
        }
        return new Verdicts(byCase, reports);
    }

    private static Verdict verdict(Path index, JsonNode row) throws IOException {
        if (!row.path("behavior").isTextual() || !row.path("behaviorClose").isTextual()) {
            throw new IOException(index + " has a case without behavior and behaviorClose: " + row);
        }
        return new Verdict(
                row.path("behavior").asText(), row.path("behaviorClose").asText());
    }

    /**
     * How many cases came back.
     *
     * @return the number
     */
    public int size() {
        return byCase.size();
    }

    SortedMap<CaseId, Verdict> byCase() {
        return byCase;
    }

    /** Where the wire log of a case is, if it was run. */
    @Nullable
    Path report(CaseId id) {
        return reports.get(id);
    }
}
