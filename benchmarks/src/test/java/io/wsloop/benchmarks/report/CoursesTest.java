package io.wsloop.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.benchmarks.load.Figure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the courses besides the run write, in the report and in a few lines. */
class CoursesTest {
    private static final String LINES = """
            {"run":"r","server":"wsloop","round":1,"cell":"tail-47k-c100-125","p50Micros":100,"p99Micros":200,"p999Micros":400}
            {"run":"r","server":"netty-nio","round":1,"cell":"tail-47k-c100-125","p50Micros":100,"p99Micros":200,"p999Micros":600}
            {"run":"r","server":"wsloop","round":1,"cell":"fan1000-125","p99Micros":8000}
            {"run":"r","server":"wsloop","round":1,"cell":"fan1000s10-125","p99Micros":8800}
            {"run":"r","server":"wsloop","round":2,"cell":"fan1000-125","p99Micros":8000}
            {"run":"r","server":"wsloop","round":2,"cell":"fan1000s10-125","p99Micros":8801}
            {"run":"other","server":"wsloop","round":1,"cell":"fan1000s10-125","p99Micros":1}
            {"run":"r","server":"wsloop","round":1,"cell":"open-5-fan10k-125","p99Micros":90000,"firstSecondMicros":50000,"lastSecondMicros":75001}
            {"run":"r","server":"wsloop@1-loop","round":1,"cell":"c100-125","serverMicrosPerUnit":8}
            {"run":"r","server":"wsloop@2-loops","round":1,"cell":"c100-125","serverMicrosPerUnit":9.2}
            {"run":"r","server":"wsloop@zgc","round":1,"cell":"open-500k-c100-125","pauses":11,"longestPauseMillis":0.17,"pausedMillis":0.5,"allocatedBytesPerUnit":144.4,"p99Micros":900}
            """;

    @TempDir
    Path folder;

    private Path file() throws IOException {
        return Files.writeString(folder.resolve("r.jsonl"), LINES);
    }

    private void writeReport() throws IOException {
        new CommandLine(new Report())
                .setOut(new PrintWriter(new StringWriter()))
                .execute(file().toString(), "--out", folder.toString());
    }

    @Test
    void theReportHoldsTheirFiguresAgainstTheirMarks() throws IOException {
        writeReport();
        assertThat(folder.resolve("report.md"))
                .content()
                .contains(
                        "| 3 | fan1000s10-125 | at most 1.10 times fan1000-125 (p99, µs) | 1.10 (1.10–1.10) | **not reached** |")
                .contains("| 3 | open-5-fan10k-125 | p99, µs: stated | 90,000 | stated |")
                .contains("| p50 of the last second over that of the first: at most 1.50 | 1.50 | **not reached** |")
                .contains(
                        "| 6 | c100-125, wsloop@2-loops | at most 1.15 times wsloop@1-loop (server CPU, µs) | 1.15 | reached |")
                .contains(
                        "| 7 | tail-47k-c100-125 | at least 1.00 times Netty NIO (p99.9, µs) | 1.50 × netty-nio | reached |")
                .contains("| 7 | open-500k-c100-125, wsloop@zgc | longest pause, ms: stated | 0.17 | stated |")
                .contains("| 7 | open-500k-c100-125, wsloop@g1 | longest pause, ms: stated | – | not measured |");
    }

    @Test
    void theReportHasATableOfTheCollectorsAndOneOfBroadcastsAtARate() throws IOException {
        writeReport();
        assertThat(folder.resolve("report.md"))
                .content()
                .contains("## open-500k-c100-125")
                .contains("| pauses | longest pause, ms | pauses in all, ms | allocated, bytes a message |")
                .contains(" | 11.00 | 0.17 | 0.50 | 144 |")
                .contains("## open-5-fan10k-125")
                .contains("| wsloop | 100 / 200 / 400 |");
    }

    private Summary summary(String run) throws IOException {
        return new Summary(ResultLines.read(List.of(file())).results().stream()
                .filter(result -> run.equals(result.run()))
                .toList());
    }

    @Test
    void aSummaryNamesTheMarksThatWereMeasured() throws IOException {
        assertThat(summary("r").marks().lines().filter(line -> line.startsWith("mark 7:")))
                .containsExactly(
                        "mark 7: wsloop, tail-47k-c100-125, at least 1.00 times Netty NIO (p99.9, µs): 1.50 × netty-nio (reached)",
                        "mark 7: wsloop@zgc, open-500k-c100-125, longest pause, ms: 0.17 (stated)",
                        "mark 7: wsloop@zgc, open-500k-c100-125, allocated, bytes a message: 144 (stated)");
        assertThat(summary("r").marks()).contains("at most 1.10 times fan1000-125 (p99, µs): 1.10 (1.10–1.10)");
        assertThat(summary("nobody's").marks()).isEmpty();
    }

    @Test
    void aMarkThatLeavesARateOpenIsOfEveryRateButOfNothingElse() {
        Mark mark = new Mark(7, "wsloop", "tail-*-c100-125", Mark.Measure.STATED, Figure.P999, 0);
        assertThat(mark.isOf("tail-47k-c100-125")).isTrue();
        assertThat(mark.isOf("tail-47k-c100-125-t")).isFalse();
        assertThat(mark.isOf("open-47k-c100-125")).isFalse();
        assertThat(mark.isOf("tail-c100-125")).isFalse();
    }
}
