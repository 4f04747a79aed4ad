package io.wsloop.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsloop.benchmarks.load.Cell;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole run in small, with the processes that a large one has. */
class CourseTest {
    @TempDir
    Path folder;

    @Test
    void servers_are_started_visited_and_ended_and_one_that_cannot_start_costs_the_others_nothing() throws Exception {
        Contestant mark = Contestants.of(folder).named(Contestants.MARK);
        Contestant broken = new Contestant(
                "broken", "", mark.classPath(), "no.such.Main", List.of(), List.of(), true, false, false, false, 17, 1);
        Path out = folder.resolve("deep/results.jsonl");
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        Course.Plan plan = new Course.Plan(2, 1, 0.1, 0.05, 0.2, 5, 1);
        new Course("small", plan, out, new PrintStream(console, true, StandardCharsets.UTF_8))
                .run(List.of(mark, broken), List.of(Cell.parse("c3p2-125")));

        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(out)) {
            lines.add(new ObjectMapper().readTree(line));
        }
        assertThat(lines).hasSize(5);
        assertThat(lines.get(0).path("machine").path("flags").asText()).contains("SerialGC");
        for (JsonNode line : lines.subList(1, 5)) {
            boolean works = line.path("server").asText().equals("raw-nio");
            assertThat(line.path("units").asLong() > 0).isEqualTo(works);
            assertThat(line.path("error").asText("").contains("no.such.Main")).isEqualTo(!works);
        }
        assertThat(console.toString(StandardCharsets.UTF_8))
                .contains("broken takes no part: broken ended with 1 instead of listening")
                .contains("round 2 c3p2-125");
        assertThat(ProcessHandle.current().descendants().filter(CourseTest::isServer))
                .isEmpty();
    }

    private static boolean isServer(ProcessHandle process) {
        return process.info().commandLine().orElse("").contains(RawNio.class.getName());
    }
}
