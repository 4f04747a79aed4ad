package io.wsloop.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.benchmarks.load.Load;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawNioTest {
    @ParameterizedTest
    @ValueSource(strings = {"rtt-125", "c20p16-125", "c3-1m", "open-1k-c3-125"})
    void every_byte_comes_back(String cell) throws IOException {
        RawNio echo = new RawNio(0);
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    echo.turn();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        assertThat(new Load(cell, echo.port(), 0, true, 0.05, 0.1, 2).run())
                .satisfies(measured -> assertThat(measured.error()).isNull())
                .satisfies(measured -> assertThat(measured.units()).isPositive())
                .satisfies(
                        measured -> assertThat(measured.serverMicrosPerUnit()).isNull());
    }
}
