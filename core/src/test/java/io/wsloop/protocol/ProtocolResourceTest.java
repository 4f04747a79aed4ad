package io.wsloop.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.Allocation;
import io.wsloop.CloseStatus;
import io.wsloop.Compression;
import io.wsloop.Delivery;
import io.wsloop.Limits;
import io.wsloop.MessageType;
import io.wsloop.OverflowPolicy;
import io.wsloop.Role;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.deflate.DeflateTerms;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The memory, the copies and the leftovers that a peer can make an engine spend or show.
 *
 * <p>Against headers that announce huge lengths, floods of tiny or empty fragments, floods of pings, leaks of memory in
 * a close or an error, and text that keeps a decoder busy without end.
 */
class ProtocolResourceTest {
    private static final int LIMIT = 1 << 20;
    private static final Limits LIMITS = Limits.defaults().withMaxMessageBytes(LIMIT);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "82 ff 8000000000000000 00000000",
                "82 ff ffffffffffffffff 00000000",
                "82 ff 7fffffffffffffff 00000000",
                "82 ff 0000000080000000 00000000",
                "81 ff 000000007fffffff 00000000",
                "82 ff 0000000000100001 00000000",
                "82 ff 0000000000100000 00000000",
                "82 ff 000000000000ffff 00000000",
                "82 fe 0001 00000000",
                "02 ff 0000000000100000 00000000",
                "87 ff 7fffffffffffffff 00000000",
                "8f ff 7fffffffffffffff 00000000",
            })
    void anAnnouncedLengthAllocatesNothing(String header) {
        byte[] wire = Wire.hex(header);
        Endpoint warm = Endpoint.of(Role.SERVER, LIMITS);
        warm.receives(wire);
        Endpoint server = Endpoint.of(Role.SERVER, LIMITS);
        assertThat(Allocation.of(() -> server.receives(wire))).isLessThan(4096);
    }

    @Test
    void aMessageGrowsWithTheBytesThatCameAndNotWithTheAnnouncedLength() {
        Endpoint server = Endpoint.of(Role.SERVER, Limits.defaults().withMaxMessageBytes(1 << 30));
        server.receives(Wire.hex("82 ff 0000000040000000 00000000"));
        byte[] some = new byte[100_000];
        assertThat(Allocation.of(() -> server.receives(some))).isLessThan(600_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void tinyFragmentsWithoutAnEndAreBoundedInNumberAndCost(int length) {
        int fragments = LIMITS.maxFragments();
        byte[] first = Wire.frame(Role.SERVER, 0x02, new byte[length]);
        byte[] next = Wire.frame(Role.SERVER, 0x00, new byte[length]);
        Endpoint server = Endpoint.of(Role.SERVER, LIMITS);
        ByteBuffer in = ByteBuffer.wrap(next);
        server.receives(first);
        long allocated = Allocation.of(() -> {
            for (int i = 1; i < fragments; i++) {
                server.protocol.receive(in.rewind(), server);
            }
        });
        assertThat(server.protocol.isOpen()).isTrue();
        // The allocation is one growing array, not an object for each fragment.
        assertThat(allocated).isLessThan(length == 0 ? 8192 : 10L * fragments);
        server.receives(next);
        assertThat(server.protocol.isOpen()).isFalse();
    }

    @Test
    void compressedFragmentsOfNothingCostNothing() {
        Endpoint server = Endpoint.deflating(
                Role.SERVER, new DeflateTerms(false, false, 15, 15), DeflateOptions.defaults(), LIMITS);
        server.receives(Wire.frame(Role.SERVER, 0x42, new byte[] {0, 1, 0, (byte) 0xFE, (byte) 0xFF, 9}));
        ByteBuffer empty = ByteBuffer.wrap(Wire.frame(Role.SERVER, 0x00, new byte[0]));
        long allocated = Allocation.of(() -> {
            for (int i = 1; i < LIMITS.maxFragments() - 1; i++) {
                server.protocol.receive(empty.rewind(), server);
            }
        });
        assertThat(allocated).isLessThan(8192);
        server.receives(Wire.frame(Role.SERVER, 0x80, new byte[] {0}));
        assertThat(server.events).containsExactly("binary 09");
    }

    @Test
    void aPeerThatPingsAndNeverReadsIsOwedOnePong() {
        Endpoint server = Endpoint.of(Role.SERVER, LIMITS);
        server.socket.takes(0);
        byte[] ping = Wire.frame(Role.SERVER, 0x89, new byte[125]);
        server.receives(ping);
        server.flush();
        for (int i = 0; i < 100_000; i++) {
            server.protocol.receive(ByteBuffer.wrap(ping), new Deaf());
        }
        assertThat(server.protocol.outbox().pending()).isEqualTo(127);
        assertThat(server.sentBytes()).hasSize(2 * 127);
    }

    @Test
    void whatNobodyWillWriteIsLetGoOfAtTheEnd() {
        Endpoint server = Endpoint.of(Role.SERVER);
        server.protocol.sendBinary(new byte[100_000], 0, 100_000, Compression.OFF);
        server.protocol.sendText("small", Compression.OFF);
        assertThat(server.protocol.outbox().pending()).isEqualTo(10 + 100_000 + 2 + 5);
        server.protocol.transportFailed(new java.io.IOException("reset"));
        server.protocol.transportClosed(server);
        assertThat(server.protocol.outbox().pending()).isZero();
        assertThat(server.protocol.outbox().isEmpty()).isTrue();
        assertThat(server.protocol.outbox().buffers()).isEmpty();
    }

    @Test
    void everyPingIsAnsweredWhileThePeerReads() {
        Endpoint server = Endpoint.of(Role.SERVER, LIMITS);
        for (int i = 0; i < 1000; i++) {
            server.hears(0x89, String.format("%04x", i));
            assertThat(server.sent()).isEqualTo(String.format("8a02%04x", i));
        }
    }

    /** Scratch arrays are shared and never cleared. Their leftovers must not be sent with other bytes. */
    @Test
    void whatWasLeftInScratchArraysNeverReachesTheWireOrAListener() {
        for (Role role : Role.values()) {
            Endpoint peer = Endpoint.of(role, LIMITS);
            byte[] secret = new byte[60_000];
            Arrays.fill(secret, (byte) 's');
            byte[] wire = Wire.concat(
                    Wire.frame(role, 0x81, secret),
                    Wire.frame(role, 0x01, Arrays.copyOf(secret, 30_000)),
                    Wire.frame(role, 0x80, Arrays.copyOf(secret, 30_000)));
            peer.receives(wire);
            peer.protocol.sendBinary(secret, 0, secret.length, Compression.OFF);
            peer.sentBytes();
            peer.events.clear();
            peer.receives(Wire.concat(
                    Wire.frame(role, 0x01, "a".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                    Wire.frame(role, 0x80, "b".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                    Wire.frame(role, 0x82, new byte[] {1}),
                    Wire.frame(role, 0x89, new byte[] {2}),
                    Wire.frame(role, 0x83, new byte[0])));
            peer.protocol.sendBinary(new byte[] {3}, 0, 1, Compression.OFF);
            assertThat(peer.events).containsExactly("text ab", "binary 01", "ping 02");
            assertThat(new String(peer.sentBytes(), java.nio.charset.StandardCharsets.ISO_8859_1))
                    .doesNotContain("ss");
        }
    }

    /** The same, for every array of the bench and everything that passes through it. */
    @ParameterizedTest
    @EnumSource
    void aPoisonedBenchIsNeverShown(Delivery delivery) {
        Workbench bench = new Workbench(() -> 0, () -> 0);
        Endpoint heard = Endpoint.of(Role.SERVER);
        Deaf deaf = new Deaf();
        for (DeflateTerms terms : List.of(new DeflateTerms(false, false, 15, 15), new DeflateTerms(true, true, 9, 9))) {
            ProtocolOptions options =
                    new ProtocolOptions(LIMITS, terms, DeflateOptions.defaults(), delivery, OverflowPolicy.CLOSE);
            Protocol client = Protocol.client(options, bench);
            Protocol server = Protocol.server(options, bench);
            List<Runnable> sending = List.of(
                    () -> client.sendText("a", Compression.ON),
                    () -> client.sendText("b", Compression.OFF),
                    () -> client.sendBinary(new byte[] {1}, 0, 1, Compression.ON),
                    () -> client.sendPing(new byte[] {2}),
                    () -> client.sendPart(MessageType.TEXT, Compression.ON, new byte[] {'c'}, 0, 1, false),
                    () -> client.sendPart(MessageType.TEXT, Compression.ON, new byte[] {'d'}, 0, 1, true),
                    () -> client.sendPart(MessageType.BINARY, Compression.OFF, new byte[] {3}, 0, 0, true),
                    () -> client.close(CloseStatus.of(1001)));
            StringBuilder wire = new StringBuilder();
            for (Runnable send : sending) {
                poison(bench);
                send.run();
                byte[] sent = new SlowSocket().takesAll().all(client.outbox());
                client.flushed(sent.length, deaf);
                wire.append(HexFormat.of().formatHex(sent));
                for (byte b : sent) {
                    poison(bench);
                    ByteBuffer in = ByteBuffer.wrap(new byte[] {b});
                    while (server.receive(in, heard)) {
                        // At most one event a call.
                    }
                }
                byte[] replies = new SlowSocket().takesAll().all(server.outbox());
                server.flushed(replies.length, deaf);
                wire.append(HexFormat.of().formatHex(replies));
            }
            assertThat(wire.toString()).doesNotContain("7373");
            assertThat(String.join("|", heard.events)).doesNotContain("s".repeat(2), "7373");
            heard.events.clear();
        }
    }

    private static void poison(Workbench bench) {
        Arrays.fill(bench.scratch(1), (byte) 's');
        Arrays.fill(bench.draft(), (byte) 's');
        LentArray lent = bench.lend(1);
        Arrays.fill(lent.array(), (byte) 's');
        bench.giveBack(lent);
    }

    /** The arrays of long texts, received and sent, go with their messages. A bench lives as long as its thread. */
    @Test
    void aBenchKeepsNoArrayOfALongText() throws Exception {
        int length = 1 << 20;
        Limits limits = Limits.defaults().withMaxMessageBytes(length);
        byte[] text = new byte[length];
        Arrays.fill(text, (byte) 'x');
        ByteBuffer in = ByteBuffer.wrap(Wire.frame(Role.SERVER, 0x81, text));
        Endpoint server = Endpoint.inViews(Role.SERVER, null, limits);
        server.whenTextSeen = view -> server.protocol.sendUtf8(view, Compression.OFF);
        while (in.hasRemaining()) {
            int end = Math.min(in.limit(), in.position() + 60_000);
            ByteBuffer piece = in.duplicate().limit(end);
            while (server.protocol.receive(piece, server)) {
                // At most one event a call.
            }
            in.position(end);
        }
        assertThat(server.events).hasSize(1);
        server.protocol.sendText("x".repeat(length), Compression.OFF);
        server.protocol.sendText("\u00e4".repeat(length / 2), Compression.OFF);
        assertThat(server.sentBytes()).hasSizeGreaterThan(3 * length);
        assertThat(longestArray(server.bench)).isLessThanOrEqualTo(Workbench.SCRATCH_BYTES);
        assertThat(longestArray(server.bench.encoder())).isLessThanOrEqualTo(Workbench.SCRATCH_BYTES);
    }

    private static int longestArray(Object owner) throws IllegalAccessException {
        int longest = 0;
        for (Field field : owner.getClass().getDeclaredFields()) {
            field.setAccessible(true);
            if (field.get(owner) instanceof byte[] array) {
                longest = Math.max(longest, array.length);
            }
        }
        return longest;
    }

    /** Twice the text, a byte for each read, takes about twice the time: no byte is looked at again. */
    @Test
    void validatingDrippingTextIsLinear() {
        dripText(20_000);
        long once = best(20_000);
        long eightfold = best(160_000);
        assertThat((double) eightfold / once).isLessThan(40);
    }

    private static long best(int length) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            dripText(length);
            best = Math.min(best, System.nanoTime() - start);
        }
        return best;
    }

    private static void dripText(int length) {
        Endpoint server = Endpoint.of(Role.SERVER, LIMITS);
        byte[] text = new byte[length];
        for (int i = 0; i + 1 < length; i += 2) {
            text[i] = (byte) 0xC3;
            text[i + 1] = (byte) 0xA9;
        }
        ByteBuffer in = ByteBuffer.wrap(Wire.frame(Role.SERVER, 0x81, text));
        int end = in.limit();
        for (int i = 1; i <= end; i++) {
            server.protocol.receive(in.limit(i), server);
        }
        assertThat(server.events).hasSize(1);
    }

    private static class Deaf implements ProtocolSink {
        @Override
        public void onText(String text) {}

        @Override
        public void onBinary(byte[] payload) {}

        @Override
        public void onTextPart(String part, boolean last) {}

        @Override
        public void onBinaryView(ByteBuffer payload) {}

        @Override
        public void onBinaryPart(byte[] part, boolean last) {}

        @Override
        public void onPing(byte[] payload) {}

        @Override
        public void onPong(byte[] payload) {}

        @Override
        public void onDrained() {}

        @Override
        public void onEnd(io.wsloop.CloseOutcome outcome) {}
    }
}
