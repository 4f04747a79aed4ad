package io.wsloop.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FramingTest {
    private static String hex(byte[] bytes) {
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }

    @Test
    void a_masked_hello_is_the_one_of_RFC_6455_section_5_7() {
        byte[] key = {0x37, (byte) 0xFA, 0x21, 0x3D};
        byte[] frame = Framing.masked(1, "Hello".getBytes(StandardCharsets.US_ASCII), false, key);
        assertThat(hex(frame)).isEqualTo("81 85 37 fa 21 3d 7f 9f 4d 51 58");
    }

    @Test
    void lengths_take_the_shortest_of_three_forms() {
        assertThat(hex(Framing.head(2, 125, false))).isEqualTo("82 7d");
        assertThat(hex(Framing.head(2, 126, false))).isEqualTo("82 7e 00 7e");
        assertThat(hex(Framing.head(2, 65535, false))).isEqualTo("82 7e ff ff");
        assertThat(hex(Framing.head(2, 65536, false))).isEqualTo("82 7f 00 00 00 00 00 01 00 00");
    }

    @Test
    void compression_sets_the_first_reserved_bit() {
        assertThat(hex(Framing.head(1, 1, true))).isEqualTo("c1 01");
    }
}
