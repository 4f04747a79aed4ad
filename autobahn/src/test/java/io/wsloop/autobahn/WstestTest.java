package io.wsloop.autobahn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.nio.WebSocketServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A suite that a user names, in both directions; a stand-in takes its place. */
class WstestTest {
    @TempDir
    private Path folder;

    @Test
    void aCommandIsSplitAtSpacesOutsideQuotes() {
        assertThat(Wstest.words(" docker run  -v '/a b:/c' \"x y\" wstest"))
                .containsExactly("docker", "run", "-v", "/a b:/c", "x y", "wstest");
    }

    @Test
    void aUsersSuiteRunsEverySectionThatAnySuiteHas() throws Exception {
        Wstest wstest = Wstest.of("wstest", folder);

        assertThat(wstest.command()).containsExactly("wstest");
        assertThat(wstest.shares().stream().flatMap(List::stream))
                .extracting(pattern -> pattern.replaceAll("\\..*", ""))
                .contains("1", "2", "3", "4", "5", "6", "7", "9", "10", "12", "13");
    }

    @Test
    void aUsersSuiteCallsTheServer() throws Exception {
        try (WebSocketServer server = EchoServer.start(0)) {
            Suite.Run run = new Suite(fake(""), folder.resolve("reports"))
                    .againstServer(URI.create("ws://127.0.0.1:" + server.port()));

            assertThat(run.announced()).isEqualTo(18);
            assertThat(run.verdicts().byCase()).hasSize(18).containsValue(Verdict.OK);
            assertThat(run.verdicts().byCase()).containsOnlyKeys(cases());
            assertThat(run.verdicts().byCase().values()).containsOnly(Verdict.OK);
        }
    }

    @Test
    void aUsersSuiteIsCalledByTheClientAndEndedAfterwards() throws Exception {
        Suite.Run run = new Suite(fake(""), folder.resolve("reports")).againstClient();

        assertThat(run.announced()).isEqualTo(18);
        assertThat(run.verdicts().byCase()).containsOnlyKeys(cases());
        assertThat(run.verdicts().byCase().values()).containsOnly(Verdict.OK);
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    @Test
    void aResultThatWasNeverWrittenShowsAsFewerThanAnnounced() throws Exception {
        Suite.Run run = new Suite(fake(" --lose"), folder.resolve("reports")).againstClient();

        assertThat(run.announced()).isEqualTo(18);
        assertThat(run.verdicts().size()).isEqualTo(14);
    }

    /** It would serve pages on one and the same port in each of its processes. */
    @Test
    void aUsersNewestSuiteIsToldToServeNoPages() throws Exception {
        Suite.Run run = new Suite(fake(" --newest"), folder.resolve("reports")).againstClient();

        assertThat(run.verdicts().byCase()).containsOnlyKeys(cases());
    }

    /** A port is free again as soon as it is known, so two shares would now and then get the same one. */
    @Test
    void noTwoSharesGetTheSamePort() {
        assertThat(IntStream.range(0, 2_000).parallel().mapToObj(i -> {
                    try {
                        return Suite.freePort();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }))
                .doesNotHaveDuplicates();
    }

    @Test
    void aCaseThatDoesNotEndCostsNoOther() throws Exception {
        Suite.Run run = new Suite(fake(" --hang"), folder.resolve("reports"), Duration.ofSeconds(5)).againstClient();

        assertThat(run.announced()).isEqualTo(18);
        assertThat(run.verdicts().byCase().keySet())
                .hasSize(14)
                .isSubsetOf(cases())
                .doesNotContain(new CaseId("1.1.1"), new CaseId("9.1.1"), new CaseId("9.5.1"), new CaseId("10.1.1"));
    }

    @Test
    void theCompressionCasesAloneHaveACaseThatEverySuiteHasInEachShare() throws Exception {
        Wstest wstest = Wstest.of("wstest", folder).compressionOnly();

        assertThat(wstest.shares().stream().flatMap(List::stream)).contains("12.*", "13.*");
        assertThat(wstest.shares()).allMatch(share -> share.stream().anyMatch(any -> any.matches("10?\\..*")));
    }

    @Test
    void reportsOfAnEarlierRunAreNoVerdicts() throws Exception {
        Path old = Files.createDirectories(folder.resolve("reports/share-1")).resolve("index.json");
        Files.writeString(old, "{}");
        Suite suite = new Suite(Wstest.of("false", folder), folder.resolve("reports"));

        assertThatThrownBy(suite::againstClient)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("did not run to its end")
                .cause()
                .hasMessageContaining("ended at once with 1");
        assertThat(old).doesNotExist();
    }

    @Test
    void aCommandThatIsNotThereIsTold() throws Exception {
        Suite suite = new Suite(Wstest.of("no-such-wstest", folder), folder.resolve("reports"));

        assertThatThrownBy(suite::againstClient)
                .hasMessageContaining("the suite cannot be started with [no-such-wstest, --help]");
    }

    @Test
    void withoutAPropertyTheJarsMustBeThere() {
        assertThatThrownBy(() -> Wstest.of("", folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("jython.jar is missing");
    }

    private Wstest fake(String option) throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String command = "'" + java + "' -Xmx64m -cp '" + System.getProperty("java.class.path") + "' "
                + FakeWstest.class.getName() + option;
        return Wstest.of(command, folder);
    }

    private static CaseId[] cases() {
        return Stream.of(
                        "1.1.1", "2.1.1", "3.1.1", "4.1.1", "5.1.1", "6.1.1", "7.1.1", "9.1.1", "9.2.1", "9.3.1",
                        "9.4.1", "9.5.1", "9.6.1", "9.7.1", "9.8.1", "10.1.1", "12.1.1", "13.1.1")
                .map(CaseId::new)
                .toArray(CaseId[]::new);
    }
}
