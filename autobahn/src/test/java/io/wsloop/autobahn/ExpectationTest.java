package io.wsloop.autobahn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectationTest {
    @TempDir
    private Path folder;

    private Expectation expectation;

    @BeforeEach
    void readExpectation() throws IOException {
        expectation = read("""
                {"1.1.1": ["OK", "OK"], "7.1.6": ["INFORMATIONAL", "INFORMATIONAL"], "12.*": ["OK", "OK"]}
                """);
    }

    @Test
    void theSameVerdictsAreNoDifference() {
        assertThat(expectation.differences(run("1.1.1 OK/OK", "7.1.6 INFORMATIONAL/INFORMATIONAL")))
                .isEmpty();
    }

    @Test
    void aMissingCaseIsADifference() {
        assertThat(expectation.differences(run("1.1.1 OK/OK"))).containsExactly("case 7.1.6 brought no verdict");
    }

    @Test
    void aWorseVerdictIsADifference() {
        assertThat(expectation.differences(run("1.1.1 NON-STRICT/OK", "7.1.6 INFORMATIONAL/INFORMATIONAL")))
                .singleElement()
                .asString()
                .startsWith("case 1.1.1: expected OK, came NON-STRICT (close: OK)");
    }

    @Test
    void aBetterVerdictIsADifferenceToo() {
        assertThat(expectation.differences(run("1.1.1 OK/OK", "7.1.6 OK/OK")))
                .singleElement()
                .asString()
                .startsWith("case 7.1.6: expected INFORMATIONAL, came OK");
    }

    @Test
    void anUncleanCloseIsADifference() {
        assertThat(expectation.differences(run("1.1.1 OK/UNCLEAN", "7.1.6 INFORMATIONAL/INFORMATIONAL")))
                .singleElement()
                .asString()
                .startsWith("case 1.1.1: expected OK, came OK (close: UNCLEAN)");
    }

    @Test
    void aCaseNobodyExpectsIsADifference() {
        assertThat(expectation.differences(run("1.1.1 OK/OK", "1.1.2 OK/OK", "7.1.6 INFORMATIONAL/INFORMATIONAL")))
                .containsExactly("case 1.1.2 is not among the expected verdicts; it came as OK");
    }

    @Test
    void aSectionMayBeAbsentButItsCasesMustComeAsExpected() {
        String[] rows = {"1.1.1 OK/OK", "7.1.6 INFORMATIONAL/INFORMATIONAL", "12.1.1 OK/OK", "12.1.2 UNIMPLEMENTED/OK"};

        assertThat(expectation.differences(run(rows)))
                .singleElement()
                .asString()
                .startsWith("case 12.1.2: expected OK, came UNIMPLEMENTED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "client"})
    void theCommittedFilesHoldEveryCaseOfTheSuiteAndNothingWorseThanInformational(String direction) throws IOException {
        Expectation committed = Reports.expectation(direction);

        assertThat(committed.size()).isEqualTo(301);
        assertThat(committed.byCase())
                .allSatisfy((id, verdict) -> assertThat(verdict.toString())
                        .isEqualTo(
                                switch (id.text()) {
                                    case "7.1.6", "7.13.1", "7.13.2" -> "INFORMATIONAL";
                                    default -> "OK";
                                }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"1.1.1\": \"OK\"}", "{\"1.1.1\": [\"OK\"]}"})
    void aRowWithoutTwoVerdictsIsRefused(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("1.1.1 must have two verdicts");
    }

    @Test
    void aRowThatIsNoCaseIsRefused() {
        assertThatThrownBy(() -> read("{\"1.x\": [\"OK\", \"OK\"]}")).hasMessageContaining("not \"1.x\"");
    }

    private Expectation read(String json) throws IOException {
        return Expectation.read(Files.writeString(folder.resolve("expected.json"), json));
    }

    private static Verdicts run(String... rows) {
        Map<CaseId, Verdict> byCase = new HashMap<>();
        for (String row : rows) {
            String[] parts = row.split("[ /]");
            byCase.put(new CaseId(parts[0]), new Verdict(parts[1], parts[2]));
        }
        return new Verdicts(byCase, Map.of());
    }
}
