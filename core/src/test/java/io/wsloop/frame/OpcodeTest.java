package io.wsloop.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The table of RFC 6455 §11.8. */
class OpcodeTest {
    @Test
    void hasTheNumbersOfTheRegistry() {
        assertThat(Arrays.stream(Opcode.values()).map(opcode -> opcode.code() + " " + opcode))
                .containsExactly("0 CONTINUATION", "1 TEXT", "2 BINARY", "8 CLOSE", "9 PING", "10 PONG");
    }

    @Test
    void hasThreeControlFrames() {
        assertThat(Opcode.values())
                .filteredOn(Opcode::isControl)
                .containsExactly(Opcode.CLOSE, Opcode.PING, Opcode.PONG);
    }
}
