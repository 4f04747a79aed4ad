package io.wsloop.benchmarks.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsloop.benchmarks.load.Result;
import io.wsloop.benchmarks.run.Visits.Visit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The results of a run, each appended to its file at once: whatever ends the run, what was measured stays. */
final class Journal {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final Pattern MODEL = Pattern.compile("model name\\s*: (.+)");

    private final String run;
    private final Path out;
    private final List<Result> results = new ArrayList<>();

    Journal(String run, Path out) throws IOException {
        this.run = run;
        this.out = out;
        Files.createDirectories(logs());
    }

    /** Says what the run is made on, and with what options of the servers' virtual machines. */
    void machine(int cores, String flags) throws IOException {
        Matcher model = MODEL.matcher(Files.isReadable(CPU_INFO) ? Files.readString(CPU_INFO) : "");
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("cpu", model.find() ? model.group(1) : System.getProperty("os.arch"));
        machine.put("cores", cores);
        machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("date", LocalDate.now(ZoneOffset.UTC).toString());
        machine.put("flags", flags);
        append(new ObjectMapper().writeValueAsString(Map.of("machine", machine)));
    }

    Result keep(Visit visit, Result found) throws IOException {
        Contestant contestant = visit.contestant();
        Result result = found.at(
                run, contestant.name(), contestant.version(), System.getProperty("java.version"), visit.round());
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
        Files.writeString(out, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
