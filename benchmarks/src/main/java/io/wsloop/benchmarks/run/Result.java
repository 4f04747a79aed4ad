package io.wsloop.benchmarks.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsloop.benchmarks.load.Measurement;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A measurement, and what it is one of.
 *
 * @param run which run
 * @param visit which server, cell and round
 * @param measured what was found
 * @param standstill what its collector did meanwhile, where that was asked for
 */
record Result(
        String run,
        Visits.Visit visit,
        Measurement measured,
        @Nullable Standstill standstill) {
    private static final ObjectMapper JSON = new ObjectMapper();

    Result(String run, Visits.Visit visit, Measurement measured) {
        this(run, visit, measured, null);
    }

    /** One line of the results' file, without its end. */
    String toJson() {
        ObjectNode line = JSON.createObjectNode()
                .put("run", run)
                .put("server", visit.contestant().name());
        if (!visit.contestant().version().isEmpty()) {
            line.put("version", visit.contestant().version());
        }
        line.put("jdk", Jvm.version())
                .put("round", visit.round())
                .put("cell", visit.cell().name())
                .put("unit", visit.cell().kind().unit());
        line.setAll((ObjectNode) JSON.valueToTree(measured));
        if (standstill != null) {
            line.setAll((ObjectNode) JSON.valueToTree(standstill));
        }
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("expected a result to become JSON", e);
        }
    }

    /** One line for a terminal. */
    String shown() {
        Measurement m = measured;
        String head = String.format(
                Locale.ROOT,
                "round %d %-14s %-15s ",
                visit.round(),
                visit.cell().name(),
                visit.contestant().name());
        if (m.error() != null) {
            return head + "FAILED: " + m.error();
        }
        StringBuilder text = new StringBuilder(head);
        append(text, m.perSecond(), "%,11.0f/s");
        append(text, m.serverMicrosPerUnit(), " %10.2f us CPU");
        append(text, m.p99Micros(), "  p99 %,.0f us");
        append(text, m.p999Micros(), "  p99.9 %,.0f us");
        append(text, m.generatorCpus(), "  generator %.2f");
        append(text, m.heapBytesPerConnection(), "  heap %,.0f B");
        append(text, m.rssBytesPerConnection(), "  RSS %,.0f B");
        append(text, m.usedHeapBytesPerConnection(), "  used heap %,.0f B");
        append(text, m.usedRssBytesPerConnection(), "  used RSS %,.0f B");
        append(text, m.firstSecondMicros(), "  p50 of the first second %,.0f us");
        append(text, m.lastSecondMicros(), ", of the last %,.0f us");
        if (standstill != null) {
            text.append("  ").append(standstill.shown());
        }
        return text.toString();
    }

    private static void append(StringBuilder text, @Nullable Double value, String format) {
        if (value != null) {
            text.append(String.format(Locale.ROOT, format, value));
        }
    }
}
