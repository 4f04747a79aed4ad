package io.wsloop.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.Allocation;
import io.wsloop.CloseOutcome;
import io.wsloop.Compression;
import io.wsloop.Delivery;
import io.wsloop.Limits;
import io.wsloop.MessageType;
import io.wsloop.OverflowPolicy;
import io.wsloop.Role;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.deflate.DeflateTerms;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compressed messages (RFC 7692 §6.2, §7.2.2).
 *
 * <p>Against compression bombs: a thousand to one, in one frame and in fragments, ends with 1009 one byte above the
 * limit; exactly the limit passes whole; memory stays flat.
 */
class ProtocolInflateTest {
    private static final int LIMIT = 1 << 20;

    static List<DeflateTerms> terms() {
        List<DeflateTerms> all = new ArrayList<>();
        for (int window : new int[] {9, 12, 15}) {
            for (int bits = 0; bits < 4; bits++) {
                all.add(new DeflateTerms((bits & 1) != 0, (bits & 2) != 0, window, window));
            }
        }
        return all;
    }

    /** The examples of RFC 7692 §7.2.3.1 and §7.2.3.2, and one message in two fragments. */
    @Test
    void theExamplesOfTheRfcAreUnderstood() {
        Endpoint client = deflating(Role.CLIENT, new DeflateTerms(false, false, 15, 15));
        client.receives(Wire.hex("c1 07 f248cdc9c90700"));
        client.receives(Wire.hex("41 03 f248cd 80 04 c9c90700"));
        client.receives(Wire.hex("c1 05 f200110000"));
        assertThat(client.events).containsExactly("text Hello", "text Hello", "text Hello");
    }

    /**
     * RFC 7692 §7.2.3.3: a stored block is a compressed message, too. §7.2.3.4: a final block does not end the
     * connection.
     */
    @Test
    void storedAndFinalBlocksAreUnderstood() {
        Endpoint client = deflating(Role.CLIENT, new DeflateTerms(false, false, 15, 15));
        client.receives(Wire.hex("c1 0b 000500faff48656c6c6f00"));
        client.receives(Wire.hex("c1 08 f348cdc9c9070000"));
        client.receives(Wire.hex("c1 07 f248cdc9c90700"));
        assertThat(client.events).containsExactly("text Hello", "text Hello", "text Hello");
    }

    /** A driver that counted only bytes would take messages of one byte, or empty final blocks, for no work. */
    @Test
    void whatItCostsToBeginAMessageOrAStreamCountsAsWork() {
        for (DeflateTerms terms : terms()) {
            Endpoint client = deflating(Role.CLIENT, terms);
            long idle = client.bench.inflatedBytes();
            for (int i = 0; i < 100; i++) {
                client.receives(Wire.hex("c1 01 00"));
            }
            long empty = client.bench.inflatedBytes() - idle;
            assertThat(empty).as("%s: empty messages", terms).isGreaterThanOrEqualTo(100 * 1024);
            client.receives(Wire.hex("c1 79 " + "0300".repeat(60) + "00"));
            assertThat(client.bench.inflatedBytes() - idle - empty)
                    .as("%s: final blocks", terms)
                    .isGreaterThanOrEqualTo(59 * 1024);
        }
    }

    /**
     * The message lacks a byte of literals at its end. The zeros that a receiver appends (RFC 7692 §7.2.2) would
     * complete it.
     */
    @Test
    void aMessageCutWithinABlockFailsTheConnectionAndNothingIsMadeUp() {
        for (String wire : List.of(
                "c2 08 4b4c3d4e1c7cb264",
                "c2 02 00ff",
                "c2 09 000500faff48656c6c",
                "c2 06 f248cdc9c907",
                "42 02 f248 00 00 80 00")) {
            DeflateTerms terms = new DeflateTerms(false, false, 15, 15);
            Endpoint whole = deflating(Role.CLIENT, terms);
            Endpoint parts = Endpoint.inParts(Role.CLIENT, terms, Limits.defaults());
            for (Endpoint client : List.of(whole, parts)) {
                client.receives(Wire.hex(wire));
                assertThat(client.end().error()).hasMessageContaining("expected the message to end with a block");
                assertThat(client.events).noneMatch(event -> event.startsWith("binary ") && client == whole);
                assertThat(client.events).noneMatch(event -> event.contains("last"));
            }
        }
    }

    /** RFC 7692 §7.2.3.6: an empty message is the byte 00. */
    @Test
    void anEmptyMessageIsOneByte() {
        Endpoint client = deflating(Role.CLIENT, new DeflateTerms(false, false, 15, 15));
        client.receives(Wire.hex("c1 01 00 c2 01 00 82 00"));
        assertThat(client.events).containsExactly("text ", "binary ", "binary ");
    }

    @ParameterizedTest
    @MethodSource("terms")
    void whatOneEndCompressesTheOtherUnderstands(DeflateTerms terms) {
        Endpoint server = deflating(Role.SERVER, terms);
        Endpoint client = deflating(Role.CLIENT, terms);
        for (int length : new int[] {0, 1, 125, 126, 1000, 65_535, 70_000, 200_000}) {
            String text = "The quick brown fox, ñandú. ".repeat(length / 28 + 1).substring(0, length);
            for (Compression choice : Compression.values()) {
                passes(client, server, text, choice);
                passes(server, client, text, choice);
            }
        }
    }

    private static void passes(Endpoint from, Endpoint to, String text, Compression choice) {
        from.protocol.sendText(text, choice);
        byte[] wire = from.sentBytes();
        from.events.clear();
        if (choice != Compression.AUTO) {
            assertThat((wire[0] & 0x40) != 0).isEqualTo(choice == Compression.ON);
        }
        to.receives(Arrays.copyOf(wire, wire.length / 3));
        to.receives(Arrays.copyOfRange(wire, wire.length / 3, wire.length));
        assertThat(to.events).containsExactly("text " + text);
        to.events.clear();
    }

    @ParameterizedTest
    @MethodSource("terms")
    void messagesInFragmentsOfTwoConnectionsOfOneThreadDoNotMix(DeflateTerms terms) {
        Workbench bench = new Workbench(() -> 7, () -> 0);
        ProtocolOptions options = new ProtocolOptions(
                Limits.defaults(), terms, DeflateOptions.defaults(), Delivery.WHOLE, OverflowPolicy.CLOSE);
        Protocol one = Protocol.client(options, bench);
        Protocol two = Protocol.client(options, bench);
        Endpoint first = deflating(Role.SERVER, terms);
        Endpoint second = deflating(Role.SERVER, terms);
        for (int i = 0; i < 20; i++) {
            byte[] a = ("first " + i + " first").getBytes(StandardCharsets.UTF_8);
            byte[] b = ("second " + i + " second").getBytes(StandardCharsets.UTF_8);
            one.sendPart(MessageType.TEXT, Compression.ON, a, 0, a.length, false);
            two.sendPart(MessageType.TEXT, Compression.ON, b, 0, b.length, i % 2 == 0);
            one.sendPart(MessageType.TEXT, Compression.ON, a, 0, a.length, true);
            if (i % 2 != 0) {
                two.sendPart(MessageType.TEXT, Compression.ON, b, 0, b.length, true);
            }
            first.receives(new SlowSocket().takesAll().all(one.outbox()));
            second.receives(new SlowSocket().takesAll().all(two.outbox()));
            assertThat(first.events).containsExactly("text " + "first " + i + " first" + "first " + i + " first");
            String once = "second " + i + " second";
            assertThat(second.events).containsExactly("text " + (i % 2 == 0 ? once : once + once));
            first.events.clear();
            second.events.clear();
        }
    }

    /** All engines of a bench share scratch, draft and inflater, and each read may belong to another connection. */
    @ParameterizedTest
    @MethodSource("terms")
    void messagesReceivedByTurnsOnOneBenchDoNotMix(DeflateTerms terms) {
        Workbench bench = new Workbench(() -> 7, () -> 0);
        ProtocolOptions options = new ProtocolOptions(
                Limits.defaults(), terms, DeflateOptions.defaults(), Delivery.WHOLE, OverflowPolicy.CLOSE);
        int connections = 3;
        List<Protocol> servers = new ArrayList<>();
        List<Endpoint> heard = new ArrayList<>();
        List<byte[]> wires = new ArrayList<>();
        List<List<String>> expected = new ArrayList<>();
        for (int c = 0; c < connections; c++) {
            servers.add(Protocol.server(options, bench));
            heard.add(Endpoint.of(Role.SERVER));
            expected.add(new ArrayList<>());
            Endpoint client = deflating(Role.CLIENT, terms);
            for (int i = 0; i < 6; i++) {
                byte[] part =
                        ("connection " + c + ", message " + i + ". ").repeat(20).getBytes(StandardCharsets.UTF_8);
                Compression choice = i % 3 == c ? Compression.OFF : Compression.ON;
                client.protocol.sendPart(MessageType.TEXT, choice, part, 0, part.length, false);
                client.protocol.sendPart(MessageType.TEXT, choice, part, 0, 0, false);
                client.protocol.sendPart(MessageType.TEXT, choice, part, 0, part.length, true);
                expected.get(c).add("text " + new String(part, StandardCharsets.UTF_8).repeat(2));
            }
            wires.add(client.sentBytes());
        }
        int longest = wires.stream().mapToInt(wire -> wire.length).max().orElseThrow();
        for (int at = 0; at < longest; at += 7) {
            for (int c = 0; c < connections; c++) {
                byte[] wire = wires.get(c);
                int from = Math.min(at, wire.length);
                ByteBuffer in = ByteBuffer.wrap(wire, from, Math.min(7, wire.length - from));
                while (servers.get(c).receive(in, heard.get(c))) {
                    // At most one event a call.
                }
            }
        }
        for (int c = 0; c < connections; c++) {
            assertThat(heard.get(c).events).isEqualTo(expected.get(c));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBombEndsOneByteAboveTheLimitAndTheLimitItselfPassesWhole(boolean fragmented) {
        for (int size : new int[] {LIMIT, LIMIT + 1, 4 << 20}) {
            Endpoint server = limited();
            byte[] wire = zeros(size, fragmented);
            assertThat(wire.length).isLessThan(size / 500);
            server.receives(wire);
            if (size == LIMIT) {
                assertThat(server.events).containsExactly("binary " + "00".repeat(LIMIT));
            } else {
                assertThat(server.events).isEmpty();
                assertThat(server.sent()).startsWith("88").contains("03f1");
                CloseOutcome outcome = server.end();
                assertThat(outcome.error()).hasMessageContaining("at least " + (LIMIT + 1) + " bytes");
            }
        }
    }

    /** One read may show a fault and, behind it, too many bytes. Byte by byte, only the fault shows. */
    @ParameterizedTest
    @ValueSource(ints = {0, 100, LIMIT - 1, LIMIT})
    void theFirstFaultDecidesHoweverItIsCut(int bad) {
        byte[] text = new byte[LIMIT + 1];
        Arrays.fill(text, (byte) 'a');
        text[bad] = (byte) 0xFF;
        Endpoint client = deflating(Role.CLIENT, new DeflateTerms(true, true, 15, 15));
        client.protocol.sendBinary(text, 0, text.length, Compression.ON);
        byte[] wire = client.sentBytes();
        // The message is sent as binary, because no engine sends such text.
        wire[0] = (byte) 0xC1;
        for (int piece : new int[] {1, 10, 100, wire.length}) {
            Endpoint server = limited();
            for (int at = 0; at < wire.length; at += piece) {
                server.receives(Arrays.copyOfRange(wire, at, Math.min(wire.length, at + piece)));
            }
            assertThat(server.end().error())
                    .as("%d bytes at a time", piece)
                    .hasMessageStartingWith(bad < LIMIT ? "TEXT_NOT_UTF8" : "MESSAGE_TOO_BIG");
        }
    }

    private static Endpoint limited() {
        return Endpoint.deflating(
                Role.SERVER,
                new DeflateTerms(true, true, 15, 15),
                DeflateOptions.defaults(),
                Limits.defaults().withMaxMessageBytes(LIMIT));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBombCostsNoMoreMemoryThanTheLimit(boolean fragmented) {
        byte[] wire = zeros(64 << 20, fragmented);
        Endpoint server = limited();
        long allocated = Allocation.of(() -> server.receives(wire));
        assertThat(server.protocol.isOpen()).isFalse();
        assertThat(allocated).isLessThan(6L * LIMIT);
    }

    private static byte[] zeros(int size, boolean fragmented) {
        Endpoint client = deflating(Role.CLIENT, new DeflateTerms(true, true, 15, 15));
        byte[] zeros = new byte[size];
        if (fragmented) {
            for (int at = 0; at < size; at += 100_000) {
                int n = Math.min(100_000, size - at);
                client.protocol.sendPart(MessageType.BINARY, Compression.ON, zeros, at, n, at + n == size);
            }
        } else {
            client.protocol.sendBinary(zeros, 0, size, Compression.ON);
        }
        return client.sentBytes();
    }

    private static Endpoint deflating(Role role, DeflateTerms terms) {
        return Endpoint.deflating(role, terms, DeflateOptions.defaults());
    }
}
