package io.wsloop.autobahn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The committed verdicts that a run must bring again, no better and no worse. A row is a case, which must be run, or all
 * cases of a section as {@code 12.*}, which only some suites have.
 */
public final class Expectation {
    private final SortedMap<CaseId, Verdict> byCase = new TreeMap<>();
    private final Map<Integer, Verdict> bySection = new TreeMap<>();

    private Expectation() {}

    /**
     * Reads a file of rows {@code "1.1.1": ["OK", "OK"]}: of the case, and of its close.
     *
     * @param file JSON
     * @return what it says
     * @throws IOException when it cannot be read or holds something else
     */
    public static Expectation read(Path file) throws IOException {
        Expectation expectation = new Expectation();
        for (Map.Entry<String, JsonNode> row :
                new ObjectMapper().readTree(file.toFile()).properties()) {
            JsonNode pair = row.getValue();
            if (!pair.isArray() || pair.size() != 2) {
                throw new IOException(file + ": " + row.getKey() + " must have two verdicts, not " + pair);
            }
            Verdict verdict = new Verdict(pair.path(0).asText(), pair.path(1).asText());
            if (row.getKey().endsWith(".*")) {
                CaseId section =
                        new CaseId(row.getKey().substring(0, row.getKey().length() - 2));
                expectation.bySection.put(section.section(), verdict);
            } else {
                expectation.byCase.put(new CaseId(row.getKey()), verdict);
            }
        }
        return expectation;
    }

    /**
     * The cases that every run must bring.
     *
     * @return how many
     */
    public int size() {
        return byCase.size();
    }

    SortedMap<CaseId, Verdict> byCase() {
        return byCase;
    }

    /**
     * Compares a run with this file.
     *
     * @param run what came
     * @return a sentence for each case that is missing, unexpected or other than expected; empty when all is well
     */
    public List<String> differences(Verdicts run) {
        List<String> differences = new ArrayList<>();
        for (CaseId id : byCase.keySet()) {
            if (!run.byCase().containsKey(id)) {
                differences.add("case " + id + " brought no verdict");
            }
        }
        run.byCase().forEach((id, came) -> {
            Verdict expected = expected(id);
            if (expected == null) {
                differences.add("case " + id + " is not among the expected verdicts; it came as " + came);
            } else if (!expected.equals(came)) {
                differences.add("case " + id + ": expected " + expected + ", came " + came + ", see " + run.report(id));
            }
        });
        return differences;
    }

    private @Nullable Verdict expected(CaseId id) {
        Verdict exact = byCase.get(id);
        return exact != null ? exact : bySection.get(id.section());
    }
}
