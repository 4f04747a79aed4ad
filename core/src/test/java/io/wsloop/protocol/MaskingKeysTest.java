package io.wsloop.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Against predictable masks: nobody can foretell the next masking key (RFC 6455 §5.3, §10.3). */
class MaskingKeysTest {
    private static final int DRAWS = 100_000;

    /**
     * Among 100,000 fair draws from 2^32 values, 1.2 pairs are expected. 12 pairs have a chance below one in a hundred
     * million.
     */
    @Test
    void repeatNoMoreThanChanceDoes() {
        int[] keys = draw(MaskingKeys.secure());
        Arrays.sort(keys);
        int repeats = 0;
        for (int i = 1; i < DRAWS; i++) {
            repeats += keys[i] == keys[i - 1] ? 1 : 0;
        }
        assertThat(repeats).isLessThan(12);
    }

    /** Of 100,000 fair bits 50,000 are set, give or take 158. A thousand is more than six times that. */
    @Test
    void useEachOfTheirBitsEvenly() {
        int[] keys = draw(MaskingKeys.secure());
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            int set = 0;
            for (int key : keys) {
                set += key >>> bit & 1;
            }
            assertThat(set).as("bit " + bit).isBetween(49_000, 51_000);
        }
    }

    @Test
    void differFromSourceToSource() {
        assertThat(draw(MaskingKeys.secure())).isNotEqualTo(draw(MaskingKeys.secure()));
    }

    @Test
    void areTheBytesThatWereDrawnInTheirOrder() {
        byte[] drawn = {0};
        MaskingKeys keys = MaskingKeys.drawnFrom(bytes -> {
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = drawn[0]++;
            }
        });
        for (int key = 0; key < DRAWS; key++) {
            int first = key * Integer.BYTES & 0xFF;
            assertThat(keys.next()).isEqualTo(first << 24 | first + 1 << 16 | first + 2 << 8 | first + 3);
        }
    }

    private static int[] draw(MaskingKeys source) {
        int[] keys = new int[DRAWS];
        Arrays.setAll(keys, i -> source.next());
        return keys;
    }
}
