package io.wsloop.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.Compression;
import io.wsloop.Limits;
import io.wsloop.MessageType;
import io.wsloop.Role;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.deflate.DeflateTerms;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * The engine understands a stream, valid or not, in the same way wherever it is cut: same events, same violation, same
 * replies.
 */
class ProtocolPropertyTest {
    private static final Limits LIMITS =
            Limits.defaults().withMaxMessageBytes(20_000).withMaxFragments(20);

    /** The events of a stream, the replies and the end. */
    private record Heard(List<String> events, String sent, String end) {}

    @Property(tries = 400)
    void aValidStreamGivesTheSameEventsHoweverItIsCut(
            @ForAll Role role,
            @ForAll @Size(min = 1, max = 12) List<Long> messages,
            @ForAll long cuts,
            @ForAll("terms") @Nullable DeflateTerms terms) {
        byte[] wire = wire(role, messages, terms);
        Heard whole = hear(role, terms, wire, new int[0]);
        assertThat(whole.end()).doesNotContain("VIOLATION");
        assertThat(whole.events()).hasSizeGreaterThanOrEqualTo(messages.size());
        assertThat(hear(role, terms, wire, cuts(wire.length, cuts))).isEqualTo(whole);
    }

    @Property(tries = 800)
    void aCorruptedStreamFailsTheSameHoweverItIsCut(
            @ForAll Role role,
            @ForAll @Size(min = 1, max = 6) List<Long> messages,
            @ForAll long corruption,
            @ForAll long cuts,
            @ForAll("terms") @Nullable DeflateTerms terms) {
        byte[] wire = corrupt(wire(role, messages, terms), new Random(corruption));
        Heard whole = hear(role, terms, wire, new int[0]);
        assertThat(hear(role, terms, wire, cuts(wire.length, cuts))).isEqualTo(whole);
    }

    @Property(tries = 500)
    void bytesOfChanceAreUnderstoodTheSameHoweverTheyAreCut(
            @ForAll Role role,
            @ForAll @Size(max = 200) byte[] wire,
            @ForAll long cuts,
            @ForAll("terms") @Nullable DeflateTerms terms) {
        Heard whole = hear(role, terms, wire, new int[0]);
        assertThat(hear(role, terms, wire, cuts(wire.length, cuts))).isEqualTo(whole);
    }

    /** The parts put together are the messages. A message that a fault left without an end does not count. */
    @Property(tries = 400)
    void piecesMakeUpTheMessagesHoweverTheStreamIsCutAndCorrupted(
            @ForAll Role role,
            @ForAll @Size(min = 1, max = 6) List<Long> messages,
            @ForAll boolean corrupted,
            @ForAll long seed,
            @ForAll("terms") @Nullable DeflateTerms terms) {
        byte[] valid = wire(role, messages, terms);
        byte[] wire = corrupted ? corrupt(valid, new Random(seed)) : valid;
        Heard whole = hear(role, terms, wire, new int[0]);
        Heard pieces = hear(Endpoint.inParts(role, terms, LIMITS), wire, cuts(wire.length, seed));
        assertThat(new Heard(joined(pieces.events()), pieces.sent(), pieces.end()))
                .isEqualTo(new Heard(joined(whole.events()), whole.sent(), whole.end()));
    }

    @Property(tries = 400)
    void viewsShowWhatArraysHoldHoweverTheStreamIsCutAndCorrupted(
            @ForAll Role role,
            @ForAll @Size(min = 1, max = 6) List<Long> messages,
            @ForAll boolean corrupted,
            @ForAll long seed,
            @ForAll("terms") @Nullable DeflateTerms terms) {
        byte[] valid = wire(role, messages, terms);
        byte[] wire = corrupted ? corrupt(valid, new Random(seed)) : valid;
        Heard whole = hear(role, terms, wire, new int[0]);
        for (boolean textToo : new boolean[] {false, true}) {
            Endpoint viewing = Endpoint.inViews(role, terms, LIMITS);
            if (textToo) {
                viewing.whenTextSeen = view -> {};
            }
            Heard views = hear(viewing, wire, cuts(wire.length, seed));
            List<String> events = views.events().stream()
                    .map(event -> event.startsWith("text view ") ? "text " + decoded(event.substring(10)) : event)
                    .map(event -> event.replaceFirst("^view ", "binary "))
                    .toList();
            assertThat(new Heard(events, views.sent(), views.end())).isEqualTo(whole);
        }
    }

    private static String decoded(String hex) {
        return new String(HexFormat.of().parseHex(hex), UTF_8);
    }

    /** Pings, pongs and the end stand where they came; a message stands where it ended. */
    private static List<String> joined(List<String> events) {
        List<String> joined = new ArrayList<>();
        StringBuilder message = new StringBuilder();
        for (String event : events) {
            int piece = event.indexOf(" part ");
            if (piece < 0 || piece > 6) {
                joined.add(event);
                continue;
            }
            String kind = event.substring(0, piece + 1);
            boolean last = event.endsWith(" last");
            message.append(message.isEmpty() ? kind : "");
            message.append(event, piece + 6, event.length() - (last ? 5 : 0));
            if (last) {
                joined.add(message.toString());
                message.setLength(0);
            }
        }
        return joined;
    }

    @Provide
    Arbitrary<DeflateTerms> terms() {
        return Arbitraries.of(
                new DeflateTerms(true, true, 15, 15),
                new DeflateTerms(false, false, 15, 15),
                new DeflateTerms(true, false, 10, 15),
                new DeflateTerms(false, true, 15, 9),
                null);
    }

    private static byte[] wire(Role receiver, List<Long> messages, @Nullable DeflateTerms terms) {
        Endpoint sender = Endpoint.deflating(
                receiver == Role.SERVER ? Role.CLIENT : Role.SERVER,
                terms,
                DeflateOptions.defaults(),
                Limits.defaults());
        for (long seed : messages) {
            send(sender, new Random(seed));
        }
        return sender.sentBytes();
    }

    private static void send(Endpoint sender, Random random) {
        Compression choice = Compression.values()[random.nextInt(3)];
        byte[] payload = new byte[random.nextInt(4) == 0 ? random.nextInt(15_000) : random.nextInt(200)];
        random.nextBytes(payload);
        String text = random.ints(payload.length / 4, 0, 0x11000)
                .filter(c -> c < 0xD800 || c > 0xDFFF)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        switch (random.nextInt(5)) {
            case 0 -> sender.protocol.sendText(text, choice);
            case 1 -> sender.protocol.sendBinary(payload, 0, payload.length, choice);
            case 2 -> sender.protocol.sendPing(Arrays.copyOf(payload, random.nextInt(126)));
            default -> {
                MessageType type = random.nextBoolean() ? MessageType.TEXT : MessageType.BINARY;
                byte[] bytes = type == MessageType.TEXT ? text.getBytes(StandardCharsets.UTF_8) : payload;
                int from = 0;
                for (int left = random.nextInt(6); left > 0; left--) {
                    int to = from + random.nextInt(bytes.length - from + 1);
                    sender.protocol.sendPart(type, choice, bytes, from, to - from, false);
                    if (random.nextInt(3) == 0) {
                        sender.protocol.sendPing(new byte[] {1});
                    }
                    from = to;
                }
                sender.protocol.sendPart(type, choice, bytes, from, bytes.length - from, true);
            }
        }
    }

    /** Turns one bit, adds or removes one byte, or cuts the end off. */
    private static byte[] corrupt(byte[] wire, Random random) {
        int at = random.nextInt(wire.length);
        byte[] head = Arrays.copyOf(wire, at);
        byte[] tail = Arrays.copyOfRange(wire, at, wire.length);
        switch (random.nextInt(4)) {
            case 0 -> {
                tail[0] ^= (byte) (1 << random.nextInt(8));
                return Wire.concat(head, tail);
            }
            case 1 -> {
                return Wire.concat(head, new byte[] {(byte) random.nextInt()}, tail);
            }
            case 2 -> {
                return Wire.concat(head, Arrays.copyOfRange(tail, 1, tail.length));
            }
            default -> {
                return head;
            }
        }
    }

    private static int[] cuts(int length, long seed) {
        Random random = new Random(seed);
        if (random.nextInt(4) == 0) {
            return java.util.stream.IntStream.range(1, Math.max(1, length)).toArray();
        }
        return random.ints(1 + random.nextInt(12), 0, length + 1).sorted().toArray();
    }

    private static Heard hear(Role role, @Nullable DeflateTerms terms, byte[] wire, int[] cuts) {
        return hear(Endpoint.deflating(role, terms, DeflateOptions.defaults(), LIMITS), wire, cuts);
    }

    private static Heard hear(Endpoint peer, byte[] wire, int[] cuts) {
        int from = 0;
        for (int cut : cuts) {
            peer.receives(Arrays.copyOfRange(wire, from, cut));
            from = cut;
        }
        peer.receives(Arrays.copyOfRange(wire, from, wire.length));
        String sent = peer.sent();
        peer.protocol.receiveEof();
        String end = String.valueOf(peer.end());
        return new Heard(List.copyOf(peer.events), sent, end);
    }
}
