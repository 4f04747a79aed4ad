package io.wsloop.deflate;

import static io.wsloop.deflate.Deflating.copy;
import static io.wsloop.deflate.Deflating.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compression (RFC 7692 §7.2.1), and windows that no back-reference leaves. */
class MessageDeflaterTest {
    private static final byte[] HELLO = {'H', 'e', 'l', 'l', 'o'};

    private final Deflating.Counting zlib = new Deflating.Counting();
    private final DeflateSharing sharing = new DeflateSharing(zlib);

    @AfterEach
    void everythingMadeIsEndedOnce() {
        sharing.close();
        assertThat(zlib.ended).isEqualTo(zlib.made);
    }

    @Test
    void helloIsTheRfcsHello() {
        try (MessageDeflater deflater = deflater(true, 15)) {
            // RFC 7692 §7.2.3.1 and §7.2.3.2: "Hello" compressed, and again with the same window.
            assertThat(copy(deflater.deflate(HELLO, 0, 5, true))).isEqualTo(hex("f248cdc9c90700"));
            assertThat(copy(deflater.deflate(HELLO, 0, 5, true))).isEqualTo(hex("f200110000"));
        }
        try (MessageDeflater deflater = deflater(false, 15)) {
            assertThat(copy(deflater.deflate(HELLO, 0, 5, true))).isEqualTo(hex("f248cdc9c90700"));
            assertThat(copy(deflater.deflate(HELLO, 0, 5, true))).isEqualTo(hex("f248cdc9c90700"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anEmptyMessageIsOneZeroByteHoweverOftenItComes(boolean takeover) {
        try (MessageDeflater deflater = deflater(takeover, 15)) {
            for (int i = 0; i < 3; i++) {
                assertThat(copy(deflater.deflate(HELLO, 5, 0, true))).isEqualTo(hex("00"));
            }
            deflater.deflate(HELLO, 0, 5, true);
            assertThat(copy(deflater.deflate(HELLO, 5, 0, true))).isEqualTo(hex("00"));
        }
    }

    @Test
    void piecesKeepTheirTailAndOnlyTheLastLosesIt() {
        try (MessageDeflater deflater = deflater(false, 15)) {
            assertThat(copy(deflater.deflate(HELLO, 0, 0, false))).isEmpty();
            // RFC 7692 §7.2.3.5: "Hello" in two blocks.
            assertThat(copy(deflater.deflate(HELLO, 0, 2, false))).isEqualTo(hex("f248050000 00ffff"));
            assertThat(copy(deflater.deflate(HELLO, 2, 3, true))).isEqualTo(hex("cac9c90700"));
            assertThat(copy(deflater.deflate(HELLO, 0, 5, false))).isEqualTo(hex("f248cdc9c907000000ffff"));
            assertThat(copy(deflater.deflate(HELLO, 0, 0, true))).isEqualTo(hex("00"));
        }
    }

    @Test
    void anUnfinishedMessageIsNotDisturbedByAnotherConnection() {
        try (MessageDeflater one = deflater(false, 15);
                MessageDeflater other = deflater(false, 15)) {
            byte[] first = copy(one.deflate(HELLO, 0, 5, false));
            assertThat(copy(other.deflate(HELLO, 0, 5, true))).isEqualTo(hex("f248cdc9c90700"));
            byte[] last = copy(one.deflate(HELLO, 0, 5, true));

            byte[] message = new WindowedInflate(15).message(Deflating.join(List.of(first, last)));
            assertThat(message).asString().isEqualTo("HelloHello");
            // A back-reference shows that the piece before was still in the window.
            assertThat(last).isEqualTo(hex("f200110000"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
    void noBackReferenceLeavesTheWindowAcrossMessagesEither(int windowBits) {
        for (boolean takeover : new boolean[] {true, false}) {
            WindowedInflate witness = new WindowedInflate(windowBits);
            try (MessageDeflater deflater = deflater(takeover, windowBits)) {
                // The same noise again and again, at lengths around the window's: each byte tempts to refer back too
                // far.
                byte[] noise = Samples.RANDOM.of((1 << windowBits) + 2, new Random(windowBits));
                for (int length :
                        new int[] {1, noise.length - 3, noise.length - 2, noise.length - 1, noise.length, 40}) {
                    for (int again = 0; again < 3; again++) {
                        byte[] wire = copy(deflater.deflate(noise, 0, length, true));
                        if (!takeover) {
                            witness.forget();
                        }
                        assertThat(witness.message(wire)).isEqualTo(Arrays.copyOf(noise, length));
                    }
                }
            }
            assertThat(witness.longestDistance()).isLessThanOrEqualTo(1 << windowBits);
        }
    }

    @Test
    void theWitnessNoticesADeflaterThatLeavesTheWindow() {
        byte[] noise = Samples.RANDOM.of(300, new Random(1));
        WindowedInflate witness = new WindowedInflate(8);
        try (MessageDeflater deflater = deflater(true, 15)) {
            witness.message(copy(deflater.deflate(noise, 0, 300, true)));
            byte[] again = copy(deflater.deflate(noise, 0, 300, true));
            assertThat(again).hasSizeLessThan(40);
            assertThatThrownBy(() -> witness.message(again))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("300 bytes in a window of 256");
        }
    }

    @Test
    void aWholeMessageNoLongerThanASmallWindowStillRefersBack() {
        byte[] json = Samples.JSON.of(257, new Random(1));
        try (MessageDeflater deflater = deflater(false, 8)) {
            int within = deflater.deflate(json, 0, 256, true).length();
            int beyond = deflater.deflate(json, 0, 257, true).length();

            assertThat(within).isLessThan(130);
            assertThat(beyond).isGreaterThan(150);
        }
    }

    @Test
    void messagesFromTheThresholdOnAreWanted() {
        try (MessageDeflater deflater = deflater(false, 15)) {
            assertThat(deflater.wants(255)).isFalse();
            assertThat(deflater.wants(256)).isTrue();
        }
    }

    @Test
    void onlyWithoutTakeoverMayAMessageBeThrownAway() {
        try (MessageDeflater keeps = deflater(true, 15);
                MessageDeflater forgets = deflater(false, 15)) {
            assertThat(keeps.mayDiscard()).isFalse();
            assertThat(forgets.mayDiscard()).isTrue();
        }
    }

    @Test
    void nothingIsMadeBeforeTheFirstMessage() {
        try (MessageDeflater deflater = deflater(true, 15)) {
            deflater.deflate(HELLO, 0, 0, true);
            assertThat(zlib.made).isZero();
            deflater.deflate(HELLO, 0, 5, true);
            assertThat(zlib.made).isOne();
        }
    }

    @Test
    void aClosedDeflaterSaysSo() {
        MessageDeflater deflater = deflater(true, 15);
        deflater.deflate(HELLO, 0, 5, true);
        deflater.close();
        deflater.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> deflater.deflate(HELLO, 0, 5, true))
                .withMessageContaining("close() was called");
    }

    private MessageDeflater deflater(boolean takeover, int windowBits) {
        DeflateTerms terms = new DeflateTerms(!takeover, true, windowBits, 15);
        return MessageDeflater.of(Role.SERVER, terms, DeflateOptions.defaults(), sharing);
    }
}
