package io.wsloop.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.Compression;
import io.wsloop.Delivery;
import io.wsloop.Limits;
import io.wsloop.OverflowPolicy;
import io.wsloop.Role;
import io.wsloop.deflate.DeflateTerms;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Binary messages that are lent for the time of a call. */
class ProtocolViewsTest {
    private static final DeflateTerms TERMS = new DeflateTerms(false, false, 15, 15);

    private final Endpoint server = Endpoint.inViews(Role.SERVER, TERMS, Limits.defaults());
    private final Endpoint client = Endpoint.inViews(Role.CLIENT, TERMS, Limits.defaults());

    @Test
    void aWholeMessageIsLentUnmaskedAndTextIsGivenAsEver() {
        server.receives(Wire.hex("82 83 01020304 616263 82 80 01020304 81 81 00000000 61"));
        assertThat(server.events).containsExactly("view 606060", "view ", "text a");
    }

    @Test
    void whatComesInPiecesOrCompressedIsLentWhole() {
        server.receives(Wire.hex("02 81 00000000 01 80 81 01020304 03 c2 87 00000000 f248cdc9c90700"));
        server.receives(Wire.hex("82 83 00000000 0a0b"));
        server.receives(Wire.hex("0c"));
        assertThat(server.events).containsExactly("view 0102", "view 48656c6c6f", "view 0a0b0c");
    }

    /** A server does not mask, so a client has nothing to unmask. */
    @Test
    void aClientsViewIsOfTheBytesThatWereRead() {
        byte[] read = Wire.hex("82 03 010203 82 01 04");
        List<ByteBuffer> seen = new ArrayList<>();
        client.whenSeen = seen::add;
        client.receives(read);
        assertThat(client.events).containsExactly("view 010203", "view 04");
        assertThat(seen).extracting(ByteBuffer::capacity).containsExactly(3, 1);
        Arrays.fill(read, (byte) 9);
        assertThat(seen).allSatisfy(view -> assertThat(view.get(0)).isEqualTo((byte) 9));
    }

    /** The bytes behind it in the array may belong to another connection. */
    @Test
    void aViewEndsWhereItsMessageEnds() {
        List<ByteBuffer> seen = new ArrayList<>();
        server.whenSeen = view -> seen.add(view.clear());
        server.receives(Wire.hex("82 83 01020304 000000 82 81 01020304 00 02 81 01020304 00 80 81 01020304 00"));
        assertThat(seen).extracting(ByteBuffer::remaining).containsExactly(3, 1, 2);
    }

    @Test
    void afterTheCallTheBytesAreTheNextMessages() {
        List<ByteBuffer> seen = new ArrayList<>();
        server.whenSeen = seen::add;
        server.receives(Wire.hex("82 81 01020304 00 82 81 01020304 08"));
        assertThat(server.events).containsExactly("view 01", "view 09");
        assertThat(seen.get(0).get(0)).isEqualTo((byte) 9);
    }

    @Test
    void aMessageOfMoreThanTheLoanIsLentAllTheSame() {
        byte[] payload = new byte[Workbench.SCRATCH_BYTES + 1];
        new Random(1).nextBytes(payload);
        List<byte[]> seen = new ArrayList<>();
        server.whenSeen = view -> {
            byte[] copy = new byte[view.capacity()];
            view.get(copy);
            seen.add(copy);
        };
        server.receives(Wire.frame(Role.SERVER, 0x82, payload));
        server.receives(Wire.hex("82 81 01020304 00"));
        assertThat(seen).containsExactly(payload, new byte[] {1});
    }

    @Test
    void aViewMayBeSentAsOftenAsOneLikes() {
        Endpoint plain = Endpoint.inViews(Role.SERVER, null, Limits.defaults());
        plain.whenSeen = view -> {
            plain.protocol.sendBinary(view, Compression.AUTO);
            plain.protocol.sendText("between", Compression.AUTO);
            plain.protocol.sendBinary(view, Compression.AUTO);
        };
        plain.receives(Wire.hex("82 83 01020304 616263"));
        assertThat(plain.sent()).isEqualTo("8203606060" + "81076265747765656e" + "8203606060");
    }

    @Test
    void aClientMasksWhatItSendsOnAndNotItsView() {
        client.whenSeen = view -> {
            client.protocol.sendBinary(view, Compression.OFF);
            client.protocol.sendBinary(view, Compression.OFF);
        };
        client.receives(Wire.hex("82 02 0000"));
        assertThat(client.sent()).isEqualTo("8282" + "0a0b0c01" + "0a0b" + "8282" + "0a0b0c02" + "0a0b");
    }

    /** Compression needs an array. So does the masking of a message that did not become smaller. */
    @ParameterizedTest
    @ValueSource(ints = {2_000, Workbench.SCRATCH_BYTES, Workbench.SCRATCH_BYTES + 1})
    void aViewIsCompressedOrNotAndSentAsItCame(int length) {
        DeflateTerms terms = new DeflateTerms(true, true, 15, 15);
        byte[] noise = new byte[length];
        new Random(3).nextBytes(noise);
        for (byte[] payload : List.of(noise, new byte[length])) {
            for (Compression compression : Compression.values()) {
                Endpoint from = Endpoint.inViews(Role.CLIENT, terms, Limits.defaults());
                Endpoint to = Endpoint.inViews(Role.SERVER, terms, Limits.defaults());
                from.whenSeen = view -> from.protocol.sendBinary(view, compression);
                from.receives(Wire.frame(Role.CLIENT, 0x82, payload));
                to.receives(from.sentBytes());
                assertThat(to.events).containsExactly(from.events.get(0));
            }
        }
    }

    /** Two engines of one bench: the sink of the first lets the second receive. */
    @Test
    void aViewIsNotDisturbedByWhatAnotherEngineReceivesInTheMeantime() {
        Protocol other = Protocol.server(
                new ProtocolOptions(
                        Limits.defaults(),
                        null,
                        io.wsloop.deflate.DeflateOptions.defaults(),
                        Delivery.VIEWS,
                        OverflowPolicy.CLOSE),
                server.bench);
        List<String> inner = new ArrayList<>();
        server.whenSeen = view -> {
            server.whenSeen = nested -> inner.add("nested " + nested.get(0));
            ByteBuffer in = ByteBuffer.wrap(Wire.hex("82 81 01020304 08"));
            while (other.receive(in, server)) {
                // At most one event a call.
            }
            inner.add("outer " + view.get(0));
        };
        server.receives(Wire.hex("82 81 01020304 00 82 81 01020304 04"));
        assertThat(inner).containsExactly("nested 9", "outer 1", "nested 5");
    }
}
