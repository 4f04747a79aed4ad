package io.wsloop.benchmarks.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.wsloop.benchmarks.load.Measurement;

/**
 * A measurement, and what it is one of.
 *
 * @param run which run
 * @param visit which server, cell and round
 * @param measured what was found
 */
record Result(String run, Visits.Visit visit, Measurement measured) {
    private static final ObjectMapper JSON = new ObjectMapper();

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
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("expected a result to become JSON", e);
        }
    }
}
