package io.wsloop.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.CloseCause;
import io.wsloop.CloseOutcome;
import io.wsloop.CloseOutcome.Initiator;
import io.wsloop.Limits;
import io.wsloop.Role;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.deflate.DeflateTerms;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each rule, broken on the wire: the engine fails at the byte that shows it, and not earlier.
 *
 * <p>Against reserved opcodes that escape the size check: opcodes 3-7 and B-F with a huge length fail at the first
 * byte.
 */
class ViolationTest {
    private static final Limits LIMITS =
            Limits.defaults().withMaxMessageBytes(1000).withMaxFrameBytes(600).withMaxFragments(3);

    /**
     * One way to break a rule.
     *
     * @param violation the rule
     * @param receiver of the bytes
     * @param deflate whether both ends agreed on compression
     * @param wire the bytes
     * @param at the number of bytes that show the fault
     */
    record Broken(Violation violation, Role receiver, boolean deflate, String wire, int at) {
        Endpoint endpoint() {
            return deflate
                    ? Endpoint.deflating(
                            receiver, new DeflateTerms(true, true, 15, 15), DeflateOptions.defaults(), LIMITS)
                    : Endpoint.of(receiver, LIMITS);
        }
    }

    static List<Broken> broken() {
        return List.of(
                server(Violation.RESERVED_BITS, "c1 81 00000000 61", 1),
                server(Violation.RESERVED_BITS, "a2 80 00000000", 1),
                server(Violation.RESERVED_BITS, "99 80 00000000", 1),
                client(Violation.RESERVED_BITS, "b1 00", 1),
                deflating(Role.SERVER, Violation.RESERVED_BITS, "e1 80 00000000", 1),
                deflating(Role.SERVER, Violation.COMPRESSED_BIT_MISPLACED, "c9 80 00000000", 1),
                deflating(Role.SERVER, Violation.COMPRESSED_BIT_MISPLACED, "41 80 00000000 c0 80 00000000", 7),
                deflating(Role.CLIENT, Violation.COMPRESSED_BIT_MISPLACED, "01 00 c0 00", 3),
                server(Violation.RESERVED_OPCODE, "83 ff 7fffffffffffffff", 1),
                server(Violation.RESERVED_OPCODE, "84 80", 1),
                server(Violation.RESERVED_OPCODE, "85 80", 1),
                server(Violation.RESERVED_OPCODE, "86 80", 1),
                server(Violation.RESERVED_OPCODE, "87 ff 8000000000000000", 1),
                server(Violation.RESERVED_OPCODE, "8b ff 7fffffffffffffff", 1),
                server(Violation.RESERVED_OPCODE, "8c 80", 1),
                server(Violation.RESERVED_OPCODE, "8d 80", 1),
                server(Violation.RESERVED_OPCODE, "8e 80", 1),
                client(Violation.RESERVED_OPCODE, "8f 7f 7fffffffffffffff", 1),
                server(Violation.MASK_MISSING, "81 05 48656c6c6f", 2),
                server(Violation.MASK_MISSING, "88 00", 2),
                client(Violation.MASK_UNEXPECTED, "81 85 37fa213d 7f9f4d5158", 2),
                client(Violation.MASK_UNEXPECTED, "8a 80 00000000", 2),
                server(Violation.LENGTH_NOT_MINIMAL, "82 fe 007d 00000000", 4),
                client(Violation.LENGTH_NOT_MINIMAL, "82 7e 0000", 4),
                server(Violation.LENGTH_NOT_MINIMAL, "82 ff 000000000000ffff 00000000", 10),
                client(Violation.LENGTH_NOT_MINIMAL, "81 7f 000000000000007e", 10),
                server(Violation.LENGTH_NEGATIVE, "82 ff 8000000000000000 00000000", 3),
                client(Violation.LENGTH_NEGATIVE, "82 7f ffffffffffffffff", 3),
                server(Violation.CONTROL_FRAGMENTED, "09 80 00000000", 1),
                client(Violation.CONTROL_FRAGMENTED, "08 00", 1),
                server(Violation.CONTROL_TOO_LONG, "89 fe 007e 00000000", 2),
                client(Violation.CONTROL_TOO_LONG, "8a 7f 0000000000010000", 2),
                server(Violation.CONTINUATION_UNEXPECTED, "80 80 00000000", 1),
                client(Violation.CONTINUATION_UNEXPECTED, "81 00 00 00", 3),
                server(Violation.CONTINUATION_EXPECTED, "01 80 00000000 82 80 00000000", 7),
                client(Violation.CONTINUATION_EXPECTED, "02 01 61 89 00 01 01 62", 6),
                server(Violation.CLOSE_BODY_TOO_SHORT, "88 81 00000000 03", 2),
                client(Violation.CLOSE_BODY_TOO_SHORT, "88 01 03", 2),
                server(Violation.CLOSE_CODE, "88 82 00000000 03ec", 8),
                client(Violation.CLOSE_CODE, "88 03 1388 61", 5),
                server(Violation.CLOSE_REASON_NOT_UTF8, "88 83 00000000 03e8 ff", 9),
                client(Violation.CLOSE_REASON_NOT_UTF8, "88 04 03e8 c328", 6),
                server(Violation.TEXT_NOT_UTF8, "81 84 00000000 61 ff 61 61", 8),
                server(Violation.TEXT_NOT_UTF8, "81 82 00000000 e282", 8),
                client(Violation.TEXT_NOT_UTF8, "01 01 c3 80 01 28", 6),
                client(Violation.TEXT_NOT_UTF8, "01 02 f490 00 00", 4),
                deflating(Role.SERVER, Violation.TEXT_NOT_UTF8, "c1 88 00000000 00 0200 fdff 61 ff 00", 13),
                deflating(Role.CLIENT, Violation.TEXT_NOT_UTF8, "41 06 00 0200 fdff 61 80 02 ff 00", 11),
                deflating(Role.SERVER, Violation.DEFLATE_BROKEN, "c2 81 00000000 07", 7),
                deflating(Role.CLIENT, Violation.DEFLATE_BROKEN, "41 01 00 00 00 80 04 010000ff", 11),
                server(Violation.FRAME_TOO_BIG, "82 fe 0259 00000000", 4),
                client(Violation.FRAME_TOO_BIG, "82 7f 7fffffffffffffff", 10),
                server(Violation.MESSAGE_TOO_BIG, "02 fe 0258 00000000 61*600 80 fe 0191 00000000", 616),
                client(Violation.MESSAGE_TOO_BIG, "02 7e 0258 61*600 80 7e 0191", 608),
                server(Violation.TOO_MANY_FRAGMENTS, "02 80 00000000 00 80 00000000 00 80 00000000 80 80 00000000", 24),
                client(Violation.TOO_MANY_FRAGMENTS, "02 00 00 00 00 00 00 00", 8));
    }

    private static Broken server(Violation violation, String wire, int at) {
        return new Broken(violation, Role.SERVER, false, wire, at);
    }

    private static Broken client(Violation violation, String wire, int at) {
        return new Broken(violation, Role.CLIENT, false, wire, at);
    }

    private static Broken deflating(Role receiver, Violation violation, String wire, int at) {
        return new Broken(violation, receiver, true, wire, at);
    }

    @Test
    void everyRuleIsBrokenByATestForEachRoleThatItBinds() {
        for (Role role : Role.values()) {
            Set<Violation> tested = EnumSet.noneOf(Violation.class);
            broken().stream().filter(b -> b.receiver() == role).forEach(b -> tested.add(b.violation()));
            // RFC 6455 §5.1: a client masks and a server does not, so each can break only one of these two rules.
            Violation foreign = role == Role.SERVER ? Violation.MASK_UNEXPECTED : Violation.MASK_MISSING;
            assertThat(tested).isEqualTo(EnumSet.complementOf(EnumSet.of(foreign)));
        }
    }

    @Test
    void everyRuleNamesItsSectionAndAnswersWithACodeThatMayCrossTheWire() {
        assertThat(Violation.values()).allSatisfy(v -> {
            assertThat(v.section()).matches("RFC (6455|7692) §\\d+(\\.\\d+)*");
            assertThat(v.closeCode()).isIn(1002, 1007, 1008, 1009);
        });
    }

    @ParameterizedTest
    @MethodSource("broken")
    void itFailsAtTheByteThatShowsIt(Broken broken) {
        Endpoint peer = broken.endpoint();
        byte[] wire = Wire.hex(broken.wire());
        int needed = 0;
        while (needed < wire.length && peer.protocol.isOpen()) {
            peer.receives(Arrays.copyOfRange(wire, needed, needed + 1));
            needed++;
        }
        assertThat(peer.protocol.isOpen()).isFalse();
        assertThat(needed).isEqualTo(broken.at());
        failedRightly(broken, peer);
    }

    @ParameterizedTest
    @MethodSource("broken")
    void itFailsTheSameInOnePiece(Broken broken) {
        Endpoint peer = broken.endpoint();
        peer.receives(Wire.hex(broken.wire()));
        failedRightly(broken, peer);
    }

    private static void failedRightly(Broken broken, Endpoint peer) {
        List<String> before = List.copyOf(peer.events);
        // RFC 6455 §7.1.7: an endpoint must not process data after it has failed the connection.
        peer.receives(Wire.frame(broken.receiver(), 0x81, new byte[] {'x'}));
        assertThat(peer.events).isEqualTo(before);
        assertThat(peer.protocol.transportAction())
                .isEqualTo(
                        broken.receiver() == Role.SERVER
                                ? TransportAction.HALF_CLOSE_WHEN_FLUSHED
                                : TransportAction.NONE);
        byte[] sent = peer.sentBytes();
        Endpoint other = Endpoint.of(broken.receiver() == Role.SERVER ? Role.CLIENT : Role.SERVER);
        other.receives(sent);
        CloseOutcome theirs = other.end();
        assertThat(theirs.code()).isEqualTo(broken.violation().closeCode());
        assertThat(theirs.reason())
                .startsWith(broken.violation() + " (" + broken.violation().section() + "): ");
        CloseOutcome ours = peer.end();
        assertThat(ours.cause()).isEqualTo(CloseCause.VIOLATION);
        assertThat(ours.initiator()).isEqualTo(Initiator.LOCAL);
        assertThat(ours.received()).isNull();
        assertThat(ours.code()).isEqualTo(1006);
        assertThat(ours.error())
                .isInstanceOfSatisfying(
                        ViolationException.class, e -> assertThat(e.violation()).isEqualTo(broken.violation()))
                .hasMessageContaining(expectedAndCame(broken.violation()));
        // RFC 6455 §5.5: a close frame has room for 123 bytes of reason, so a longer error is cut.
        assertThat(theirs.reason().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(123);
        assertThat(String.valueOf(ours.error().getMessage())).startsWith(theirs.reason());
    }

    /** The part of the message about what was expected and what came. It does not depend on the bytes. */
    private static String expectedAndCame(Violation violation) {
        return switch (violation) {
            case RESERVED_BITS -> "expected no reserved bit";
            case COMPRESSED_BIT_MISPLACED -> "expected RSV1 on a message's first frame only, first byte 0xC";
            case RESERVED_OPCODE -> "expected opcode 0-2 or 8-A, came 0x";
            case MASK_MISSING -> "a client's frame must be masked, this one is not";
            case MASK_UNEXPECTED -> "a server's frame must not be masked, this one is";
            case LENGTH_NOT_MINIMAL -> "bits, expected its shortest form";
            case LENGTH_NEGATIVE -> "the most significant bit of a 64-bit length must be 0, it is 1";
            case CONTROL_FRAGMENTED -> "expected a final control frame, first byte 0x0";
            case CONTROL_TOO_LONG -> "a control frame holds at most 125 bytes, this one announces more (12";
            case CONTINUATION_UNEXPECTED -> "a continuation frame came while no message was unfinished";
            case CONTINUATION_EXPECTED -> "came while a fragmented message was unfinished";
            case CLOSE_BODY_TOO_SHORT -> "a close frame's body has no byte or at least two, not one";
            case CLOSE_CODE -> "a close frame carries 1000-1003, 1007-1014 or 3000-4999, this one ";
            case CLOSE_REASON_NOT_UTF8 -> "a close frame's reason must be UTF-8, this one is not";
            case TEXT_NOT_UTF8 -> "a text message must be UTF-8, this one is not";
            case DEFLATE_BROKEN -> "expected a deflate stream (RFC 1951), but: ";
            case FRAME_TOO_BIG -> " bytes is above the limit of 600";
            case MESSAGE_TOO_BIG -> "a message of at least 1001 bytes is above the limit of 1000";
            case TOO_MANY_FRAGMENTS -> "a message of more than 3 fragments is above the limit";
        };
    }

    /**
     * No array can hold as many bytes as this limit allows. The longest array is then the limit, and the error says so.
     */
    @Test
    void aMessageThatNoArrayHoldsIsTooBigWhateverTheLimit() {
        Endpoint server = Endpoint.of(Role.SERVER, Limits.defaults().withMaxMessageBytes(1L << 33));
        server.receives(Wire.hex("02 82 00000000 6161 80 ff 000000007ffffff7"));
        assertThat(server.protocol.isOpen()).isTrue();
        server.receives(Wire.hex("00000000"));
        assertThat(server.end().error())
                .hasMessageEndingWith("a message of at least 2147483641 bytes is above the limit of 2147483638");
    }
}
