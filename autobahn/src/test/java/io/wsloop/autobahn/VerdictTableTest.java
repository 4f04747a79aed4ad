package io.wsloop.autobahn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerdictTableTest {
    @TempDir
    private Path folder;

    @Test
    void verdictsAreCountedBySectionAndDirection() {
        SortedMap<CaseId, Verdict> server = new TreeMap<>();
        server.put(new CaseId("1.1.1"), Verdict.OK);
        server.put(new CaseId("1.1.2"), Verdict.OK);
        server.put(new CaseId("7.1.6"), new Verdict("INFORMATIONAL", "INFORMATIONAL"));
        SortedMap<CaseId, Verdict> client = new TreeMap<>();
        client.put(new CaseId("1.1.1"), Verdict.OK);
        client.put(new CaseId("1.1.2"), new Verdict("OK", "UNCLEAN"));

        assertThat(VerdictTable.of(server, client)).isEqualTo("""
                | section | server | client |
                |---|---|---|
                | 1 Framing | 2 OK | 1 OK, 1 OK (close: UNCLEAN) |
                | 7 Close handling | 1 INFORMATIONAL | – |
                | **all** | 2 OK, 1 INFORMATIONAL | 1 OK, 1 OK (close: UNCLEAN) |
                """);
    }

    /** Every run equals the committed verdicts, so this keeps the page from saying anything else. */
    @Test
    void theReadmeCountsTheCommittedVerdicts() throws IOException {
        SortedMap<CaseId, Verdict> server = Reports.expectation("server").byCase();
        SortedMap<CaseId, Verdict> client = Reports.expectation("client").byCase();

        assertThat(Path.of("..", "README.md")).content().contains(VerdictTable.of(server, client));
    }

    @Test
    void theTableTakesThePlaceOfTheOneBetweenTheMarks() throws IOException {
        Path page = Files.writeString(
                folder.resolve("page.md"), "before\n<!-- autobahn -->\nold\n<!-- /autobahn -->\nafter\n");

        VerdictTable.insert(page, "| new |\n");

        assertThat(page).content().isEqualTo("before\n<!-- autobahn -->\n\n| new |\n\n<!-- /autobahn -->\nafter\n");
    }

    @Test
    void aPageWithoutMarksIsLeftAlone() throws IOException {
        Path page = Files.writeString(folder.resolve("page.md"), "<!-- /autobahn --> <!-- autobahn -->");

        assertThatThrownBy(() -> VerdictTable.insert(page, "| new |\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no place for the table");
        assertThat(page).content().isEqualTo("<!-- /autobahn --> <!-- autobahn -->");
    }
}
