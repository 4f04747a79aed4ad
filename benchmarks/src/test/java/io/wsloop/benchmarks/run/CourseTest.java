package io.wsloop.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsloop.benchmarks.load.Cell;
import io.wsloop.benchmarks.load.Figure;
import io.wsloop.benchmarks.load.Result;
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
                "broken", "", mark.classPath(), "no.such.Main", List.of(), List.of(), mark.skills(), 17, 1);
        Path out = folder.resolve("deep/results.jsonl");
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        Plan.Part part = new Plan.Part(List.of(), List.of(), 2, 1, 0.1, 0.05, 0.2);
        new Course("small", part, 1, out, Cpus.NOT_PINNED, new PrintStream(console, true, StandardCharsets.UTF_8))
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

    @Test
    void a_watched_server_has_its_pauses_and_its_allocation_read() throws Exception {
        Contestant mark = Contestants.of(folder).named(Contestants.MARK).watched();
        Plan.Part part = new Plan.Part(List.of(), List.of(), 1, 1, 0.2, 0, 0.2);
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        List<Result> results = new Course("small", part, 1, folder.resolve("results.jsonl"), Cpus.NOT_PINNED, nowhere)
                .run(List.of(mark), List.of(Cell.parse("open-1k-c3-125")));
        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.error()).isNull();
            assertThat(result.get(Figure.PAUSES)).isNotNull();
            assertThat(result.get(Figure.ALLOCATED)).isNotNull();
        });
    }

    private static Result reached(double perSecond) {
        return Result.of("open-500k-c100-125").with(Figure.RATE, perSecond).with(Figure.SERVER_MICROS, 1.5);
    }

    @Test
    void a_rate_that_is_missed_by_more_than_one_percent_is_told_with_what_the_server_used() {
        assertThat(Course.shortfall(reached(495_000), 500_000)).isEmpty();
        assertThat(Course.shortfall(reached(494_999), 500_000))
                .contains("was not kept: 494,999 of 500,000 a second, the server using 0.74 of its CPU");
    }

    @Test
    void a_failed_visit_is_told_too() {
        assertThat(Course.shortfall(Result.failed("open-500k-c100-125", "it broke"), 500_000))
                .contains("too slow here for 500,000");
        assertThat(Course.shortfall(Result.failed("c100-125", "it broke"), 0)).isEmpty();
    }

    @Test
    void a_cell_fits_when_the_descriptors_are_enough_for_its_connections_and_for_the_virtual_machine() {
        assertThat(Course.fits(Cell.parse("c19500-125"), 19_800)).isTrue();
        assertThat(Course.fits(Cell.parse("c19500-125"), 19_799)).isFalse();
        assertThat(Course.fits(Cell.parse("idle-1000"), 1024)).isFalse();
    }

    private static boolean isServer(ProcessHandle process) {
        return process.info().commandLine().orElse("").contains(RawNio.class.getName());
    }
}
