package io.wsloop.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.Allocation;
import io.wsloop.frame.Mask;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Payload that comes in pieces.
 *
 * <p>Against floods of tiny fragments: the number of copied bytes grows only with the bytes that came. Against text
 * that keeps a decoder busy without end: text fails at its first wrong byte, wherever it is cut.
 */
class MessageAssemblerTest {
    private static final int LIMIT = 1 << 20;
    private final Workbench bench = new Workbench(() -> 7, () -> 0);
    private final MessageAssembler assembler = new MessageAssembler(bench, LIMIT);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 4096, 65_535, 65_536, 65_537, 200_000})
    void whatIsAppendedUnderOneKeyIsUnmaskedAndExactlySized(int piece) throws ViolationException {
        byte[] message = random(200_000);
        byte[] wire = message.clone();
        Mask.apply(wire, 0, wire.length, Wire.KEY);
        assembler.begin(false);
        int key = Wire.KEY;
        for (int at = 0; at < wire.length; at += piece) {
            int n = Math.min(piece, wire.length - at);
            key = assembler.append(ByteBuffer.wrap(wire, at, n), n, key, wire.length - at);
            assembler.leaveDraft();
        }
        assertThat(assembler.allowance()).isEqualTo(LIMIT - 200_000);
        assembler.end();
        assertThat(assembler.takeBytes()).isEqualTo(message);
        assertThat(assembler.available()).isZero();
    }

    /**
     * All engines of a bench share the draft. An unfinished message of one connection must survive the use by another.
     */
    @Test
    void unfinishedMessagesOfOneBenchDoNotMix() throws ViolationException {
        MessageAssembler other = new MessageAssembler(bench, LIMIT);
        assembler.begin(true);
        other.begin(true);
        for (int i = 0; i < 100; i++) {
            append(assembler, "abc");
            append(other, "xy");
        }
        assertThat(assembler.takeText()).isEqualTo("abc".repeat(100));
        assertThat(other.takeText()).isEqualTo("xy".repeat(100));
    }

    private static void append(MessageAssembler to, String text) throws ViolationException {
        append(to, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void append(MessageAssembler to, byte[] bytes) throws ViolationException {
        to.append(ByteBuffer.wrap(bytes), bytes.length, 0, bytes.length);
        to.leaveDraft();
    }

    /** The number of bytes after which each text proves to be no UTF-8 (RFC 3629 §4), or -1 when only its end does. */
    @ParameterizedTest
    @CsvSource({
        "80, 1",
        "ff, 1",
        "c080, 1",
        "c1bf, 1",
        "c328, 2",
        "e08080, 2",
        "e28228, 3",
        "eda080, 2",
        "edbfbf, 2",
        "f0808080, 2",
        "f09f2880, 3",
        "f09f9828, 4",
        "f4908080, 2",
        "f5808080, 1",
        "e282, -1",
        "f09f98, -1"
    })
    void textFailsAtItsFirstBadByteWhereverItIsCut(String bad, int shown) throws ViolationException {
        byte[] before = "é€😀 good ".getBytes(StandardCharsets.UTF_8);
        byte[] text = Wire.concat(before, Wire.hex(bad));
        int fails = shown < 0 ? text.length + 1 : before.length + shown;
        for (int cut = 0; cut <= text.length; cut++) {
            MessageAssembler fresh = new MessageAssembler(bench, LIMIT);
            fresh.begin(true);
            byte[] head = Arrays.copyOf(text, cut);
            byte[] tail = Arrays.copyOfRange(text, cut, text.length);
            if (cut >= fails) {
                notUtf8(() -> append(fresh, head));
                continue;
            }
            append(fresh, head);
            if (text.length >= fails) {
                notUtf8(() -> append(fresh, tail));
            } else {
                append(fresh, tail);
                notUtf8(fresh::end);
            }
        }
    }

    private static void notUtf8(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ViolationException.class, e -> assertThat(e.violation()).isEqualTo(Violation.TEXT_NOT_UTF8));
    }

    @Test
    void aCharacterThatIsTornStaysForTheNextPiece() throws ViolationException {
        assembler.begin(true);
        append(assembler, Wire.hex("61 f0 9f"));
        assertThat(assembler.available()).isEqualTo(1);
        assertThat(assembler.takeTextPart()).isEqualTo("a");
        assertThat(assembler.available()).isZero();
        append(assembler, Wire.hex("98"));
        assertThat(assembler.available()).isZero();
        append(assembler, Wire.hex("80 62 c3"));
        assertThat(assembler.available()).isEqualTo(5);
        assertThat(assembler.takeTextPart()).isEqualTo("😀b");
        append(assembler, Wire.hex("a9"));
        assembler.end();
        assertThat(assembler.takeTextPart()).isEqualTo("é");
    }

    /** A new message does not depend on the one before: not on its bytes, its type or a torn character. */
    @Test
    void aMessageBeginsAnew() throws ViolationException {
        assembler.begin(true);
        append(assembler, Wire.hex("61 c3"));
        assembler.release();
        assembler.begin(false);
        assertThat(assembler.isText()).isFalse();
        assertThat(assembler.allowance()).isEqualTo(LIMIT);
        append(assembler, Wire.hex("ff"));
        assembler.end();
        assertThat(assembler.takeBytes()).containsExactly(0xFF);
    }

    /** The bytes come one at a time: in one frame, whose rest is known, and in fragments, where the next is not. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void copyingIsLinearInWhatCame(boolean oneFrame) {
        copied(1000, oneFrame);
        for (int length : new int[] {10_000, 100_000, LIMIT}) {
            // All arrays of a growing one add up to a few times the last. The earlier ones are garbage.
            assertThat(copied(length, oneFrame)).isLessThan(4096 + 6L * length);
        }
    }

    /** The first read also holds the frame's header, so its payload is a few bytes less than a quarter of the frame. */
    @Test
    void aFrameThatIsALittleLongerThanFourTimesWhatCameGetsItsArrayAtOnce() throws ViolationException {
        int length = LIMIT;
        int came = length / 4 - 14;
        ByteBuffer in = ByteBuffer.allocate(length);
        assembler.begin(false);
        assembler.append(in.limit(came), came, 0, length);
        assertThat(Allocation.of(() -> {
                    try {
                        assembler.append(in.limit(length), length - came, 0, length - came);
                    } catch (ViolationException e) {
                        throw new AssertionError(e);
                    }
                }))
                .isLessThan(1000);
        assertThat(assembler.takeBytes()).hasSize(length);
    }

    private long copied(int length, boolean oneFrame) {
        bench.draft();
        MessageAssembler fresh = new MessageAssembler(bench, LIMIT);
        ByteBuffer in = ByteBuffer.allocate(1);
        fresh.begin(false);
        return Allocation.of(() -> {
            for (int left = length; left > 0; left--) {
                try {
                    fresh.append(in.clear(), 1, 0, oneFrame ? left : 1);
                } catch (ViolationException e) {
                    throw new AssertionError(e);
                }
                fresh.leaveDraft();
            }
        });
    }

    /** The draft is never given to a sink, because a sink that keeps a message must not see the next one. */
    @Test
    void aMessageThatFillsTheDraftIsStillItsOwnArray() throws ViolationException {
        byte[] message = random(Workbench.SCRATCH_BYTES);
        assembler.begin(false);
        assembler.append(ByteBuffer.wrap(message), message.length, 0, message.length);
        byte[] taken = assembler.takeBytes();
        assertThat(taken).isEqualTo(message).isNotSameAs(bench.draft());
        Arrays.fill(bench.draft(), (byte) 's');
        assertThat(taken).isEqualTo(message);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
