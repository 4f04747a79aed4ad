package io.wsloop.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.benchmarks.load.Figure;
import io.wsloop.benchmarks.load.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultLinesTest {
    private static final String RESULT = "{\"server\":\"wsloop\",\"round\":1,\"cell\":\"c100-125\"}\n";

    @TempDir
    Path folder;

    @Test
    void everyLineIsAResultButEmptyOnesAndTheMachine() throws IOException {
        ResultLines lines = Run.lines();
        assertThat(lines.results()).hasSize(14);
        assertThat(lines.machine())
                .isEqualTo(Map.of(
                        "cpu", "AMD EPYC",
                        "cores", "2",
                        "kernel", "Linux 6.18",
                        "date", "2026-11-25",
                        "flags", "-XX:+UseSerialGC"));
    }

    @Test
    void whatALineLeavesOutIsNotThereAndNotNought() throws IOException {
        Result bare = Run.lines().results().get(13);
        assertThat(bare.server()).isEqualTo("jetty");
        assertThat(bare.get(Figure.SERVER_MICROS)).isNull();
        assertThat(bare.error()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"server\":\"wsloop\",\"cell\":",
                "not JSON",
                "[1]",
                "{\"server\":\"wsloop\"}",
                "{\"cell\":\"c100-125\"}",
                "{\"server\":7,\"cell\":\"c100-125\"}",
                "{\"server\":\"wsloop\",\"cell\":\"c100-125\",\"round\":\"first\"}",
                "{\"server\":\"wsloop\",\"cell\":\"c100-125\"} {}"
            })
    void aBrokenLineIsNamedByItsFileAndNumber(String broken) throws IOException {
        Path file = Files.writeString(folder.resolve("broken.jsonl"), RESULT + "\n" + broken + "\n" + RESULT);
        assertThatThrownBy(() -> ResultLines.read(List.of(file)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + ":3: expected a result as one JSON object, got ");
    }

    @Test
    void severalFilesAreReadAsOne() throws IOException {
        Path first = Files.writeString(folder.resolve("a.jsonl"), RESULT);
        Path second = Files.writeString(folder.resolve("b.jsonl"), RESULT + RESULT);
        assertThat(ResultLines.read(List.of(first, second)).results()).hasSize(3);
    }
}
