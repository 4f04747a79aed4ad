package io.wsloop.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.wsloop.benchmarks.load.Load;
import io.wsloop.benchmarks.load.Result;
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
        assertThat(Result.of(json.readTree(answers.get(1))).error()).contains("connection 0");
    }
}
