package io.wsloop.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellTest {
    private static Cell echo(String name, int connections, int inflight, int bytes, Payload payload, boolean deflate) {
        return new Cell(name, Cell.Kind.ECHO, connections, inflight, bytes, payload, deflate, 0, 0);
    }

    @Test
    void a_round_trip_is_one_connection_with_one_message_on_the_way() {
        assertThat(Cell.parse("rtt-125")).isEqualTo(echo("rtt-125", 1, 1, 125, Payload.BINARY, false));
    }

    @Test
    void connections_and_messages_in_flight_and_sizes_are_numbers_of_any_size() {
        assertThat(Cell.parse("c100-125")).isEqualTo(echo("c100-125", 100, 1, 125, Payload.BINARY, false));
        assertThat(Cell.parse("c7p3-9")).isEqualTo(echo("c7p3-9", 7, 3, 9, Payload.BINARY, false));
        assertThat(Cell.parse("c1kp16-16k")).isEqualTo(echo("c1kp16-16k", 1000, 16, 16384, Payload.BINARY, false));
        assertThat(Cell.parse("c10-1m")).isEqualTo(echo("c10-1m", 10, 1, 1 << 20, Payload.BINARY, false));
    }

    @Test
    void a_letter_at_the_end_says_what_text_is_sent() {
        assertThat(Cell.parse("c100p16-1k-t")).isEqualTo(echo("c100p16-1k-t", 100, 16, 1024, Payload.JSON, false));
        assertThat(Cell.parse("c100p16-1k-u")).isEqualTo(echo("c100p16-1k-u", 100, 16, 1024, Payload.MIXED, false));
    }

    @Test
    void z_at_the_beginning_asks_for_compression_of_text() {
        assertThat(Cell.parse("z-c100-1k")).isEqualTo(echo("z-c100-1k", 100, 1, 1024, Payload.JSON, true));
        assertThat(Cell.parse("z-fan10-1k").deflate()).isTrue();
    }

    @Test
    void an_open_loop_names_its_rate_first() {
        Cell cell = Cell.parse("open-50k-c100-125");
        assertThat(cell.kind()).isEqualTo(Cell.Kind.OPEN_LOOP);
        assertThat(cell.perSecond()).isEqualTo(50_000);
        assertThat(cell.connections()).isEqualTo(100);
        assertThat(cell.bytes()).isEqualTo(125);
    }

    @Test
    void a_tail_is_an_open_loop() {
        Cell cell = Cell.parse("tail-47k-c100-125");
        assertThat(cell.kind()).isEqualTo(Cell.Kind.OPEN_LOOP);
        assertThat(cell.perSecond()).isEqualTo(47_000);
    }

    @Test
    void connections_at_a_rate_are_named_like_messages_at_a_rate() {
        Cell cell = Cell.parse("open-900-connect");
        assertThat(cell.kind()).isEqualTo(Cell.Kind.PACED_CONNECT);
        assertThat(cell.kind().unit()).isEqualTo("connection");
        assertThat(cell.perSecond()).isEqualTo(900);
        assertThat(Cell.parse("connect").perSecond()).isZero();
    }

    @Test
    void the_first_connections_of_a_server_are_a_number_of_them() {
        Cell cell = Cell.parse("first-1k-connect");
        assertThat(cell.kind()).isEqualTo(Cell.Kind.FIRST_CONNECTS);
        assertThat(cell.kind().unit()).isEqualTo("connection");
        assertThat(cell.connections()).isEqualTo(1000);
    }

    @Test
    void a_broadcast_may_have_subscribers_that_do_not_read_and_a_rate() {
        assertThat(Cell.parse("fan1000-125").slow()).isZero();
        assertThat(Cell.parse("fan1000s10-125").slow()).isEqualTo(10);
        assertThat(Cell.parse("fan1000s10-125").connections()).isEqualTo(1000);
        Cell paced = Cell.parse("open-5-fan10k-125");
        assertThat(paced.kind()).isEqualTo(Cell.Kind.PACED_FAN_OUT);
        assertThat(paced.perSecond()).isEqualTo(5);
        assertThat(paced.connections()).isEqualTo(10_000);
        assertThat(paced.kind().unit()).isEqualTo("delivery");
        assertThat(Cell.parse("open-5-fan10ks1k-125").slow()).isEqualTo(1000);
    }

    @Test
    void broadcasts_connects_and_idle_connections_count_what_they_are_about() {
        assertThat(Cell.parse("fan1000-125").kind()).isEqualTo(Cell.Kind.FAN_OUT);
        assertThat(Cell.parse("fan1000-125").connections()).isEqualTo(1000);
        assertThat(Cell.parse("fan1000-125").kind().unit()).isEqualTo("delivery");
        assertThat(Cell.parse("connect").kind()).isEqualTo(Cell.Kind.CONNECT);
        assertThat(Cell.parse("connect").kind().unit()).isEqualTo("connection");
        assertThat(Cell.parse("idle-10k").kind()).isEqualTo(Cell.Kind.IDLE);
        assertThat(Cell.parse("idle-19500").connections()).isEqualTo(19_500);
        assertThat(Cell.parse("c1-1").kind().unit()).isEqualTo("message");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c100",
                "c-125",
                "100-125",
                "c100-125-x",
                "fan-1",
                "idle",
                "connect-",
                "z-connect",
                "c100p-1",
                "open-connect",
                "tail-900-connect",
                "open-900-connect-125",
                "first-connect"
            })
    void other_names_are_refused_with_examples_of_right_ones(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cell.parse(name))
                .withMessageContaining("expected the name of a cell such as rtt-125")
                .withMessageEndingWith("got " + name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c0-1",
                "c60001-1",
                "c1p0-1",
                "c1p1025-1",
                "c1-0",
                "c1-17m",
                "open-0-c1-1",
                "open-10001k-c1-1",
                "c99999999999999999999-1",
                "idle-61k",
                "fan0-1",
                "fan10s0-1",
                "fan10s11-1",
                "open-0-fan1-1",
                "open-0-connect",
                "open-10001k-connect",
                "first-0-connect"
            })
    void what_is_beyond_a_bound_is_refused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Cell.parse(name))
                .withMessageContaining("in the cell " + name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c60000-1", "c1p1024-1", "c1-16m", "open-10000k-c1-1", "idle-60k", "fan10s10-1"})
    void what_is_at_a_bound_is_taken(String name) {
        assertThat(Cell.parse(name).name()).isEqualTo(name);
    }
}
