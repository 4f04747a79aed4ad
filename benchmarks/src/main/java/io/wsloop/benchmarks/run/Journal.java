package io.wsloop.benchmarks.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsloop.benchmarks.load.Result;
import io.wsloop.benchmarks.report.Machine;
import io.wsloop.benchmarks.run.Visits.Visit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The results of a run, each appended to its file at once: whatever ends the run, what was measured stays. */
final class Journal {
    private final String run;
    private final Path out;
    private final List<Result> results = new ArrayList<>();

    Journal(String run, Path out) throws IOException {
        this.run = run;
        this.out = out;
        Files.createDirectories(out.toAbsolutePath().resolveSibling("."));
    }

    /** Says what the run is made on, and with what options of the servers' virtual machines. */
    void machine(String flags) throws IOException {
        append("{\"machine\":" + new ObjectMapper().writeValueAsString(Machine.here(flags)) + "}");
    }

    Result keep(Visit visit, Result found) throws IOException {
        Contestant contestant = visit.contestant();
        Result result = found.at(run, contestant.name(), contestant.version(), Jvm.version(), visit.round());
        results.add(result);
        append(result.toJson());
        return result;
    }

    List<Result> results() {
        return results;
    }

    Path file() {
        return out;
    }

    /** Where the servers' own words go. */
    Path logs() {
        return out.toAbsolutePath().resolveSibling("logs");
    }

    private void append(String line) throws IOException {
        Files.writeString(
                out, line + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
