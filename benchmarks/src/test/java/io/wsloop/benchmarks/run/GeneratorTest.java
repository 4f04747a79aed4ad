package io.wsloop.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsloop.benchmarks.load.Load;
import io.wsloop.benchmarks.load.Measurement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class GeneratorTest {
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void every_line_asked_is_answered_with_one() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        String order = json.writeValueAsString(new Load("c1-125", port, 0, true, 0, 0.1, 1)) + "\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Generator.serve(new StringReader(order + order), new PrintStream(out, true, StandardCharsets.UTF_8));
        List<String> answers = out.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(answers).hasSize(2);
        assertThat(json.readValue(answers.get(1), Measurement.class).error()).contains("connection 0");
    }

    @Test
    void a_measurement_survives_its_way_between_the_processes() throws IOException {
        Measurement measured = new Measurement(
                3L, 0.5, 6.0, 1.5, 0.25, 1.0, 2.0, 3.0, 4.0, 127.5, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, null);
        assertThat(json.readValue(json.writeValueAsString(measured), Measurement.class))
                .isEqualTo(measured);
    }
}
