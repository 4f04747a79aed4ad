package io.wsloop.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReportTest {
    @TempDir
    Path folder;

    private final StringWriter errors = new StringWriter();

    @Test
    void thePageSaysWhatWasMeasuredAndOnWhat() throws IOException {
        assertThat(page())
                .contains("| machine | AMD EPYC |")
                .contains("| JDK of the servers | 25.0.3 |")
                .contains("| flags | -XX:+UseSerialGC |")
                .contains("netty-nio 4.2.18.Final")
                .contains("| c100-125 | server CPU, µs | a second | share of raw-nio | p50 / p99 / p99.9, µs |")
                .contains("| raw-nio | 9.00 (8.00–16.00) |")
                .contains("| netty-nio | 18.00 (12.00–24.00) |")
                .contains(" | 710 / 1,500 / 1,900 |")
                .contains("| wsloop | 812 | 3,350 |");
    }

    @Test
    void thePageSaysOfEveryMarkWhetherItWasReached() throws IOException {
        assertThat(page())
                .contains("| 1 | c100-125 | at least 0.95 of raw-nio (server CPU, µs) | 1.00 (0.80–1.00) | reached |")
                .contains("| 1.35 (1.20–1.50) × netty-nio | reached |")
                .contains("| 3 | fan1000-125 | server CPU, µs: at most 8.00 | 8.25 | **not reached** |")
                .contains("| 1.25 × undertow | reached |")
                .contains("| 2 | idle-19500 | live heap, bytes: at most 1,000 | – | not measured |");
        assertThat(page().lines().filter(line -> line.matches("\\| [1-7] \\|.*")))
                .hasSize(Marks.ALL.size());
    }

    @Test
    void failuresAreListedAndCannotBreakTheTable() throws IOException {
        assertThat(page()).contains("| undertow | idle-10k | 1 | connection 14686: reset \\| by peer |");
    }

    @Test
    void theChartIsWellFormedAndStandsOnItsOwnGround() throws Exception {
        page();
        DocumentBuilderFactory parsers = DocumentBuilderFactory.newInstance();
        parsers.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        DocumentBuilder parser = parsers.newDocumentBuilder();
        Path chart = folder.resolve("out/echo.svg");
        assertThat(parser.parse(chart.toFile()).getDocumentElement().getTagName())
                .isEqualTo("svg");
        assertThat(Files.readString(chart))
                .contains("viewBox=\"0 0 ")
                .contains("fill=\"white\"")
                .contains(">wsloop<")
                .doesNotContain("<image");
    }

    @Test
    void aBrokenLineIsNamedAndNothingIsWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("broken.jsonl"), "{\"server\":\n");
        assertThat(run(file)).isEqualTo(1);
        assertThat(errors.toString()).contains("broken.jsonl:1: expected a result");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void aRunWithoutResultsIsNoReport() throws IOException {
        Path file = Files.writeString(folder.resolve("empty.jsonl"), "\n");
        assertThat(run(file)).isEqualTo(1);
        assertThat(errors.toString()).contains("expected at least one result");
    }

    @Test
    void anOlderJdkHasAPageOfItsOwnWithSlackForItsMarks() throws IOException {
        Path older = Files.writeString(folder.resolve("17.jsonl"), """
                {"run":"r","server":"raw-nio","jdk":"17.0.19","round":1,"cell":"c100-125","serverMicrosPerUnit":8.5}
                {"run":"r","server":"wsloop","jdk":"17.0.19","round":1,"cell":"c100-125","serverMicrosPerUnit":10}
                {"run":"r","server":"wsloop","jdk":"17.0.19","round":1,"cell":"fan1000-125","serverMicrosPerUnit":9.21}
                {"run":"r","server":"helidon","jdk":"17.0.19","round":1,"cell":"c100-125","error":"needs JDK 21"}
                {"run":"r","server":"helidon","jdk":"17.0.19","round":2,"cell":"c100-125","error":"needs JDK 21"}
                {"run":"r","server":"helidon","jdk":"17.0.19","round":1,"cell":"fan1000-125","error":"needs JDK 21"}
                {"run":"r","server":"helidon","jdk":"17.0.19","round":2,"cell":"fan1000-125","error":"needs JDK 21"}
                """);
        assertThat(run(older, Run.file())).isEqualTo(1);
        assertThat(errors.toString()).contains("expected results under one JDK, got [17, 25]");
        assertThat(folder.resolve("out")).doesNotExist();
        assertThat(run(List.of("--slack", "0.15"), older)).isZero();
        assertThat(Files.readString(folder.resolve("out/report.md")))
                .contains("## Marks: within 15 % of each")
                .contains("| JDK of the servers | 17.0.19 |")
                .contains("1 reached, 1 not reached, ")
                .contains("| 1 | c100-125 | at least 0.81 of raw-nio (server CPU, µs) | 0.85 | reached |")
                .contains("| 3 | fan1000-125 | server CPU, µs: at most 9.20 | 9.21 | **not reached** |")
                .contains("| helidon | c100-125, fan1000-125 | 1, 2 | needs JDK 21 |\n");
    }

    private String page() throws IOException {
        assertThat(run(Run.file())).isZero();
        return Files.readString(folder.resolve("out/report.md"));
    }

    private int run(Path... files) {
        return run(List.of(), files);
    }

    private int run(List<String> options, Path... files) {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(List.of("--out", folder.resolve("out").toString()));
        for (Path file : files) {
            arguments.add(file.toString());
        }
        return new CommandLine(new Report())
                .setErr(new PrintWriter(errors, true))
                .setOut(new PrintWriter(new StringWriter()))
                .execute(arguments.toArray(String[]::new));
    }
}
