package io.wsloop.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.benchmarks.load.Figure;
import io.wsloop.benchmarks.load.Load;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawNioTest {
    @ParameterizedTest
    @ValueSource(strings = {"rtt-125", "c20p16-125", "c3-1m", "open-1k-c3-125"})
    void every_byte_comes_back(String cell) throws IOException {
        measure(cell, new RawNio(0), true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"connect", "first-100-connect", "open-500-connect", "fan7-125", "fan7-16k", "open-200-fan7-125"})
    void the_bare_WebSocket_upgrades_closes_and_broadcasts(String cell) throws IOException {
        measure(cell, new BareWebSocket(0), false);
    }

    private static void measure(String cell, RawNio server, boolean raw) throws IOException {
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    server.turn();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        assertThat(new Load(cell, server.port(), 0, raw, 0.05, 0.1, 2).run())
                .satisfies(measured -> assertThat(measured.error()).isNull())
                .satisfies(measured -> assertThat(measured.get(Figure.UNITS)).isPositive())
                .satisfies(measured ->
                        assertThat(measured.get(Figure.SERVER_MICROS)).isNull());
    }
}
