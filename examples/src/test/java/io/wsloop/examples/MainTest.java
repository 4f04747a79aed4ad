package io.wsloop.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return Main.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @Test
    void listsTheExamplesWithoutAName() {
        assertThat(run()).isZero();

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(
                        "chat [PORT]",
                        "echo PORT [deflate | takeover] [--level N] [--loops N] [--busy-poll MICROS]",
                        "echo-client URL",
                        "blocking-echo PORT");
    }

    @Test
    void listsThemBesideTheComplaintAboutAnUnknownName() {
        assertThat(run("ehco")).isEqualTo(2);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("There is no example called ehco.")
                .contains("echo PORT [deflate | takeover] [--level N] [--loops N] [--busy-poll MICROS]");
    }

    @ParameterizedTest
    @CsvSource({
        "echo,                     expected a port",
        "echo port,                'expected a port between 0 and 65535, not port'",
        "echo 65536,               'expected a port between 0 and 65535, not 65536'",
        "echo 0 deflated,          did not expect deflated",
        "echo 0 --loops,           expected a value behind --loops",
        "echo 0 --loops 0,         'expected a number of loops between 1 and 256, not 0'",
        "echo 0 --level 5,         expected deflate or takeover with --level",
        "echo 0 deflate --level 0, 'expected a level of compression between 1 and 9, not 0'",
        "echo 0 --busy-poll -1,    'expected microseconds of busy polling between 0 and 60000000, not -1'",
        "blocking-echo,            expected a port",
        "chat 0 0,                 did not expect 0",
        "echo-client,              expected a URL",
    })
    void saysWhatItExpectedOfArguments(String line, String complaint) {
        assertThat(run(line.split(" "))).isEqualTo(2);

        assertThat(err.toString(StandardCharsets.UTF_8)).contains(complaint).contains("usage: " + line.split(" ")[0]);
    }
}
