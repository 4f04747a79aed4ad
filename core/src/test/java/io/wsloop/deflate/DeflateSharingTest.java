package io.wsloop.deflate;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.Allocation;
import io.wsloop.Role;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Each lent object comes back, each made object is ended once, and no message costs an allocation. */
class DeflateSharingTest {
    private static final DeflateTerms NO_TAKEOVER = new DeflateTerms(true, true, 15, 15);
    private static final DeflateTerms SMALL = new DeflateTerms(true, true, 8, 8);
    private static final DeflateTerms TAKEOVER = new DeflateTerms(false, false, 15, 15);

    private final Deflating.Counting zlib = new Deflating.Counting();
    private final DeflateSharing sharing = new DeflateSharing(zlib);
    private final byte[] message = Samples.JSON.of(1024, new Random(1));

    @Test
    void aThousandConnectionsWithoutTakeoverShareOneDeflaterAndOneInflater() throws DeflateException {
        for (int i = 0; i < 1000; i++) {
            try (MessageDeflater deflater = deflater(NO_TAKEOVER);
                    MessageInflater inflater = MessageInflater.of(Role.CLIENT, NO_TAKEOVER, sharing)) {
                byte[] wire = Deflating.copy(deflater.deflate(message, 0, message.length, true));
                assertThat(Deflating.inflate(inflater, wire)).isEqualTo(message);
            }
        }
        assertThat(zlib.made).isEqualTo(2);
        sharing.close();
        assertThat(zlib.ended).isEqualTo(2);
    }

    @Test
    void levelsAndStrategiesAreKeptApart() {
        deflater(NO_TAKEOVER).deflate(message, 0, message.length, true);
        deflater(SMALL).deflate(message, 0, message.length, true);
        deflater(NO_TAKEOVER).deflate(message, 0, message.length, true);
        deflater(SMALL).deflate(message, 0, message.length, true);

        assertThat(zlib.made).isEqualTo(2);
        sharing.close();
        assertThat(zlib.ended).isEqualTo(2);
    }

    @Test
    void whatIsLentOutWhenTheSharingClosesIsEndedByItsConnection() throws DeflateException {
        MessageDeflater takeover = deflater(TAKEOVER);
        MessageDeflater pieces = deflater(NO_TAKEOVER);
        MessageInflater inflater = MessageInflater.of(Role.CLIENT, NO_TAKEOVER, sharing);
        byte[] wire = Deflating.copy(takeover.deflate(message, 0, message.length, true));
        pieces.deflate(message, 0, 10, false);
        inflater.feed(wire, 0, 10);
        assertThat(zlib.made).isEqualTo(3);

        sharing.close();
        assertThat(zlib.ended).isZero();
        takeover.close();
        pieces.close();
        inflater.close();
        sharing.close();
        assertThat(zlib.ended).isEqualTo(3);
    }

    @Test
    void whatComesBackToATakenPlaceIsEnded() {
        MessageDeflater one = deflater(TAKEOVER);
        MessageDeflater other = deflater(TAKEOVER);
        one.deflate(message, 0, message.length, true);
        other.deflate(message, 0, message.length, true);
        one.close();
        assertThat(zlib.ended).isZero();
        other.close();
        assertThat(zlib.ended).isOne();
        sharing.close();
        assertThat(zlib.ended).isEqualTo(2);
    }

    @Test
    void aGiantsArrayIsNotKept() {
        byte[] giant = Samples.RANDOM.of(DeflateSharing.RETAINED_BYTES + 1, new Random(1));
        try (sharing;
                MessageDeflater deflater = deflater(NO_TAKEOVER)) {
            byte[] small = deflater.deflate(message, 0, message.length, true).array();
            byte[] big = deflater.deflate(giant, 0, giant.length, true).array();
            byte[] after = deflater.deflate(message, 0, message.length, true).array();

            assertThat(big.length).isGreaterThan(DeflateSharing.RETAINED_BYTES);
            assertThat(small.length).isLessThan(DeflateSharing.RETAINED_BYTES);
            assertThat(after).isNotSameAs(big);
            assertThat(after.length).isLessThan(DeflateSharing.RETAINED_BYTES);
        }
    }

    @Test
    void aMessageAllocatesNothing() throws DeflateException {
        byte[] out = new byte[2048];
        for (DeflateTerms terms : new DeflateTerms[] {NO_TAKEOVER, TAKEOVER, SMALL}) {
            try (DeflateSharing plain = new DeflateSharing();
                    MessageDeflater deflater =
                            MessageDeflater.of(Role.SERVER, terms, DeflateOptions.defaults(), plain);
                    MessageInflater inflater = MessageInflater.of(Role.CLIENT, terms, plain)) {
                echo(deflater, inflater, out, 100);
                long before = Allocation.ofThisThread();
                echo(deflater, inflater, out, 1000);
                // The JDK allocates some bytes for each call until it is compiled. A message would be 1 MB.
                assertThat(Allocation.ofThisThread() - before).isLessThan(200_000);
            }
        }
    }

    private void echo(MessageDeflater deflater, MessageInflater inflater, byte[] out, int times)
            throws DeflateException {
        for (int i = 0; i < times; i++) {
            MessageDeflater.Deflated wire = deflater.deflate(message, 0, message.length, true);
            inflater.feed(wire.array(), 0, wire.length());
            inflater.feedTail();
            int n = inflater.inflate(out, 0, out.length);
            n += inflater.inflate(out, n, out.length - n);
            inflater.endMessage();
            if (n != message.length) {
                throw new AssertionError("expected " + message.length + " bytes, not " + n);
            }
        }
    }

    private MessageDeflater deflater(DeflateTerms terms) {
        return MessageDeflater.of(Role.SERVER, terms, DeflateOptions.defaults(), sharing);
    }
}
