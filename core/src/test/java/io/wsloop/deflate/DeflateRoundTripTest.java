package io.wsloop.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.Role;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * A compressed message comes back under all terms, wherever it is cut. A receiver whose window is exactly the agreed
 * one can read it (RFC 7692 §7.1.2).
 */
class DeflateRoundTripTest {
    @Property(tries = 400)
    void everyMessageComesBackAndNoneReachesBeyondTheWindow(
            @ForAll @IntRange(min = 8, max = 15) int windowBits,
            @ForAll boolean takeover,
            @ForAll Role role,
            @ForAll Samples sample,
            @ForAll @IntRange(min = 1, max = 9) int level,
            @ForAll long seed)
            throws DeflateException {
        Random random = new Random(seed);
        DeflateTerms terms = role == Role.SERVER
                ? new DeflateTerms(!takeover, true, windowBits, 15)
                : new DeflateTerms(true, !takeover, 15, windowBits);
        Role receiver = role == Role.SERVER ? Role.CLIENT : Role.SERVER;
        WindowedInflate witness = new WindowedInflate(windowBits);
        DeflateOptions options = DeflateOptions.defaults().withLevel(level);
        try (DeflateSharing sharing = new DeflateSharing();
                MessageDeflater deflater = MessageDeflater.of(role, terms, options, sharing);
                MessageInflater inflater = MessageInflater.of(receiver, terms, sharing)) {
            for (int i = 0; i < 4; i++) {
                byte[] message = sample.of(size(random), random);
                List<byte[]> wire = compress(deflater, message, random);
                if (!takeover) {
                    witness.forget();
                }
                assertThat(witness.message(Deflating.join(wire))).isEqualTo(message);
                assertThat(Deflating.inflate(inflater, wire, 1 + random.nextInt(40_000)))
                        .isEqualTo(message);
            }
        }
    }

    /** A size from 0 to 128 KiB, mostly a small one. */
    private static int size(Random random) {
        return random.nextInt(1 << random.nextInt(18));
    }

    private static List<byte[]> compress(MessageDeflater deflater, byte[] message, Random random) {
        List<byte[]> wire = new ArrayList<>();
        int at = 0;
        while (random.nextInt(3) == 0) {
            int length = random.nextInt(message.length - at + 1);
            wire.add(Deflating.copy(deflater.deflate(message, at, length, false)));
            at += length;
        }
        byte[] last = Deflating.copy(deflater.deflate(message, at, message.length - at, true));
        // The frames need not be cut where the pieces were.
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        int cut = random.nextInt(last.length + 1);
        whole.write(last, 0, cut);
        wire.add(whole.toByteArray());
        whole.reset();
        whole.write(last, cut, last.length - cut);
        wire.add(whole.toByteArray());
        return wire;
    }
}
