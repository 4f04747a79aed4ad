package io.wsloop.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The generator against servers that are right, and against servers that are wrong: it has to find every one of those. */
class LoadTest {
    private static final double PATIENCE = 0.3;

    private static Result run(String cell, SmallServer.Behaviour behaviour) throws IOException {
        try (SmallServer server = new SmallServer(behaviour, cell.contains("fan"))) {
            return load(cell, server.port(), false).run();
        }
    }

    private static Load load(String cell, int port, boolean raw) {
        return new Load(cell, port, ProcessHandle.current().pid(), raw, 0.05, 0.1, PATIENCE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rtt-125",
                "c5p16-125",
                "c3-70k",
                "c3p2-1k-t",
                "c3p2-1k-u",
                "fan7-125",
                "fan7s2-16k",
                "connect",
                "open-500-connect",
                "first-100-connect",
                "open-1k-c3-125"
            })
    void a_right_server_is_measured(String cell) throws IOException {
        Result measured = run(cell, SmallServer.Behaviour.RIGHT);
        assertThat(measured.error()).isNull();
        assertThat(measured.get(Figure.UNITS)).isPositive();
        if (!cell.startsWith("first-")) {
            assertThat(measured.get(Figure.SECONDS)).isGreaterThanOrEqualTo(0.1);
        }
        assertThat(measured.get(Figure.RATE)).isPositive();
        assertThat(measured.get(Figure.P50)).isPositive();
        assertThat(measured.get(Figure.P999)).isGreaterThanOrEqualTo(measured.get(Figure.P50));
        assertThat(measured.get(Figure.MAX)).isGreaterThanOrEqualTo(measured.get(Figure.P999));
        assertThat(measured.get(Figure.SERVER_MICROS)).isNotNull();
        assertThat(measured.get(Figure.GENERATOR_CPUS)).isPositive();
    }

    @Test
    void latency_at_a_rate_counts_from_when_a_message_was_due_and_not_from_the_one_before() throws IOException {
        // Ten a second: were latency counted from the message before, it would be 100 ms at least.
        try (SmallServer server = new SmallServer(SmallServer.Behaviour.RIGHT, false)) {
            Result measured = new Load("open-10-c1-125", server.port(), 0, false, 0, 0.2, 5).run();
            assertThat(measured.error()).isNull();
            assertThat(measured.get(Figure.P50)).isBetween(0.0, 50_000.0);
        }
    }

    @Test
    void the_first_connections_of_a_server_are_all_counted_and_no_others() throws IOException {
        Result measured = run("first-100-connect", SmallServer.Behaviour.RIGHT);
        assertThat(measured.error()).isNull();
        assertThat(measured.get(Figure.UNITS)).isEqualTo(100);
    }

    @Test
    void idle_connections_are_held_and_used_once_while_memory_is_read() throws IOException {
        Result measured = run("idle-20", SmallServer.Behaviour.RIGHT);
        assertThat(measured.error()).isNull();
        assertThat(measured.get(Figure.UNITS)).isEqualTo(20);
        assertThat(measured.get(Figure.HEAP_BYTES)).isNotNull();
        assertThat(measured.get(Figure.USED_HEAP_BYTES)).isNotNull();
    }

    @Test
    void an_echo_of_125_bytes_is_127_bytes_on_the_wire() throws IOException {
        assertThat(run("c5p4-125", SmallServer.Behaviour.RIGHT).get(Figure.REPLY_BYTES))
                .isBetween(120.0, 134.0);
    }

    @Test
    void a_byte_that_a_server_changes_is_found() throws IOException {
        Result measured = run("c3p4-125", (message, number) -> {
            if (number == 11) {
                message[60] ^= 1;
            }
            return message;
        });
        assertThat(measured.error())
                .contains("expected at byte 60 of the payload")
                .contains("message 11");
        assertThat(measured.get(Figure.UNITS)).isNull();
    }

    @Test
    void a_server_that_falls_silent_is_found() throws IOException {
        Result measured = run("c3p4-125", (message, number) -> number < 20 ? message : new byte[0]);
        assertThat(measured.error()).contains("nothing came for 0.3 s while 3 of 3 connections waited");
    }

    @Test
    void a_server_that_forgets_one_message_is_found() throws IOException {
        Result measured = run("c1-125", (message, number) -> number == 5 ? new byte[0] : message);
        assertThat(measured.error()).contains("nothing came for 0.3 s while 1 of 1 connections waited");
    }

    @Test
    void a_server_that_leaves_out_a_subscriber_is_found() throws IOException {
        try (SmallServer server = new SmallServer(SmallServer.Behaviour.RIGHT, false)) {
            assertThat(load("fan3-125", server.port(), false).run().error())
                    .contains("expected a delivery to all 4 subscribers");
        }
    }

    @Test
    void only_subscribers_that_read_are_waited_for_and_counted() throws IOException {
        Result measured = run("fan7s2-16k", SmallServer.Behaviour.RIGHT);
        // The publisher and five of seven.
        assertThat(measured.get(Figure.UNITS) % 6).isZero();
    }

    @Test
    void a_server_that_cuts_slow_subscribers_off_is_found() throws IOException {
        try (SmallServer server = SmallServer.impatient(100)) {
            assertThat(load("fan3s1-16k", server.port(), false).run().error())
                    .isEqualTo("expected the server to keep the subscribers that do not read, but it cut one off");
        }
    }

    @Test
    void a_broadcast_at_a_rate_says_what_a_message_takes_at_its_beginning_and_at_its_end() throws IOException {
        Result measured = run("open-200-fan7-125", SmallServer.Behaviour.RIGHT);
        assertThat(measured.error()).isNull();
        assertThat(measured.get(Figure.UNITS)).isPositive();
        assertThat(measured.get(Figure.P99)).isPositive();
        assertThat(measured.get(Figure.FIRST_SECOND)).isPositive();
        assertThat(measured.get(Figure.LAST_SECOND)).isPositive();
    }

    @Test
    void a_server_that_falls_behind_a_broadcast_is_found() throws IOException {
        try (SmallServer server = new SmallServer((message, number) -> number < 10 ? message : new byte[0], true)) {
            assertThat(load("open-1k-fan2-125", server.port(), false).run().error())
                    .contains("expected 1000 messages a second to be delivered, but 32 wait for connection 0");
        }
    }

    @Test
    void a_server_that_cannot_keep_a_rate_is_found() throws IOException {
        Result measured = run("open-100k-c1-125", (message, number) -> number < 10 ? message : new byte[0]);
        assertThat(measured.error()).contains("expected 100000 messages a second to be answered");
    }

    @Test
    void connections_come_at_the_rate_asked_for_and_for_longer_until_they_are_many() throws IOException {
        Result measured = run("open-400-connect", SmallServer.Behaviour.RIGHT);
        assertThat(measured.error()).isNull();
        assertThat(measured.get(Figure.RATE)).isBetween(200.0, 600.0);
        assertThat(measured.get(Figure.SECONDS)).isBetween(0.5, 0.9);
    }

    @Test
    void a_server_that_opens_no_more_connections_is_found() throws IOException {
        try (ServerSocket deaf = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertThat(load("open-20-connect", deaf.getLocalPort(), false).run().error())
                    .startsWith("expected connections to open, none did");
        }
    }

    @Test
    void a_server_that_cannot_open_connections_at_a_rate_is_found() throws IOException {
        // One a microsecond is more than anybody can open.
        assertThat(run("open-1000k-connect", SmallServer.Behaviour.RIGHT).error())
                .isEqualTo("expected 1000000 connections a second to open, but 1024 wait for their handshake:"
                        + " ask for a lower rate");
    }

    @Test
    void nobody_listening_is_an_error_and_no_exception() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        assertThat(load("c1-125", port, false).run().error()).contains("connection 0");
    }

    @Test
    void a_bare_echo_is_asked_for_echoes_only() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> load("fan3-125", 1, true).run());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> load("z-c1-1k", 1, true).run());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> load("open-900-connect", 1, true).run());
    }
}
