package io.wsloop.autobahn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerdictsTest {
    private static final String FIRST = row("1.1.1", "OK", "OK");
    private static final String SECOND = row("1.1.2", "NON-STRICT", "UNCLEAN");

    @TempDir
    private Path folder;

    private Path one;
    private Path two;

    @BeforeEach
    void makeFolders() throws IOException {
        one = Files.createDirectory(folder.resolve("one"));
        two = Files.createDirectory(folder.resolve("two"));
    }

    @Test
    void sharesAreReadAsOne() throws IOException {
        index(one, "wsloop", SECOND);
        index(two, "wsloop", FIRST);

        Verdicts verdicts = Verdicts.read(List.of(one, two), "wsloop");

        assertThat(verdicts.size()).isEqualTo(2);
        assertThat(verdicts.byCase())
                .containsEntry(new CaseId("1.1.1"), Verdict.OK)
                .containsEntry(new CaseId("1.1.2"), new Verdict("NON-STRICT", "UNCLEAN"));
        assertThat(verdicts.report(new CaseId("1.1.2"))).isEqualTo(one.resolve("wsloop_case.json"));
    }

    @Test
    void casesAreOrderedByNumber() throws IOException {
        index(
                one,
                "wsloop",
                row("10.1.1", "OK", "OK") + "," + row("9.1.10", "OK", "OK") + "," + row("9.1.2", "OK", "OK"));

        assertThat(Verdicts.read(List.of(one), "wsloop").byCase().keySet())
                .extracting(CaseId::text)
                .containsExactly("9.1.2", "9.1.10", "10.1.1");
    }

    @Test
    void aCaseRunTwiceIsRefused() throws IOException {
        index(one, "wsloop", FIRST);
        index(two, "wsloop", FIRST);

        assertThatThrownBy(() -> Verdicts.read(List.of(one, two), "wsloop"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("1.1.1 was run twice");
    }

    @Test
    void aMissingIndexIsToldWithItsLog() throws IOException {
        index(one, "wsloop", FIRST);

        assertThatThrownBy(() -> Verdicts.read(List.of(one, two), "wsloop"))
                .hasMessageContaining("wrote no " + two.resolve("index.json"))
                .hasMessageContaining("wstest.log");
    }

    @Test
    void resultsOfAnotherAgentAreNotOurs() throws IOException {
        index(one, "other", FIRST);

        assertThatThrownBy(() -> Verdicts.read(List.of(one), "wsloop"))
                .hasMessageContaining("no results of \"wsloop\"");
    }

    @Test
    void aCaseWithoutItsCloseVerdictIsRefused() throws IOException {
        index(one, "wsloop", "\"1.1.1\": {\"behavior\": \"OK\"}");

        assertThatThrownBy(() -> Verdicts.read(List.of(one), "wsloop")).hasMessageContaining("behaviorClose");
    }

    private static String row(String id, String behavior, String close) {
        return """
                "%s": {"behavior": "%s", "behaviorClose": "%s", "duration": 3, "remoteCloseCode": 1000, \
                "reportfile": "wsloop_case.json"}""".formatted(id, behavior, close);
    }

    private static void index(Path folder, String agent, String rows) throws IOException {
        Files.writeString(folder.resolve("index.json"), "{\"" + agent + "\": {" + rows + "}}");
    }
}
