package io.wsloop.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Order, counting, and the owner of each buffer, with and without a cork. */
class OutboxTest {
    private static final int BINARY = 0x82;

    private final Outbox outbox = new Outbox();
    private final SlowSocket socket = new SlowSocket();

    @Test
    void ownsNoBufferWhileNothingWaits() {
        assertThat(outbox.isEmpty()).isTrue();
        assertThat(outbox.pending()).isZero();
        assertThat(outbox.count()).isZero();
        assertThat(outbox.buffers()).isEmpty();
        assertThat(outbox.staged()).isNull();
    }

    @Test
    void ownsNoBufferAgainAfterAllWasTaken() {
        frame(3);
        frame(10_000);
        view(5);
        socket.takesAll().writeAll(outbox);
        assertThat(outbox.isEmpty()).isTrue();
        assertThat(outbox.buffers()).isEmpty();
        assertThat(outbox.isStalled()).isFalse();
    }

    @Test
    void writesAnUnmaskedFrame() {
        outbox.frame(0x81, bytes("ff48656c6c6fff"), 1, 5);
        socket.takesAll().write(outbox);
        assertThat(socket.hex()).isEqualTo("810548656c6c6f");
    }

    /** The result is the same as with an array: with and without a cork, on a socket that takes all or stalls. */
    @ParameterizedTest
    @CsvSource({"0, 0", "5, 0", "5, 64", "200, 64", "200, 1000", "100000, 0", "100000, 64", "100000, 4096"})
    void sendsABufferWithoutAnArrayAsItSendsAnArray(int length, int cork) {
        byte[] payload = new byte[length + 3];
        new Random(length).nextBytes(payload);
        ByteBuffer direct = ByteBuffer.allocateDirect(payload.length).put(payload);
        int position = direct.position();
        for (long willing : new long[] {0, 1, 70, 5000, Long.MAX_VALUE}) {
            for (boolean masked : new boolean[] {false, true}) {
                byte[] asArray = sent(cork, willing, outbox -> {
                    if (masked) {
                        outbox.maskedFrame(BINARY, payload, 2, length, 0x01020304, new byte[48]);
                    } else {
                        outbox.frame(BINARY, payload, 2, length);
                    }
                });
                byte[] asBuffer = sent(cork, willing, outbox -> {
                    if (masked) {
                        outbox.maskedFrame(BINARY, direct, 2, length, 0x01020304, new byte[48]);
                    } else {
                        outbox.frame(BINARY, direct, 2, length);
                    }
                });
                assertThat(asBuffer)
                        .as("willing %d, masked %s", willing, masked)
                        .isEqualTo(asArray);
                assertThat(asArray).hasSizeGreaterThan(length);
                assertThat(direct.position()).isEqualTo(position);
            }
        }
    }

    /** Sends one frame before, the frames, and one after. */
    private static byte[] sent(int cork, long willing, Consumer<Outbox> frames) {
        Outbox outbox = new Outbox();
        SlowSocket socket = new SlowSocket().takes(willing);
        if (cork > 0) {
            outbox.lend(ByteBuffer.allocate(cork), socket);
        }
        outbox.frame(BINARY, bytes("aa"), 0, 1);
        frames.accept(outbox);
        outbox.frame(BINARY, bytes("bb"), 0, 1);
        socket.uncork(outbox);
        socket.takesAll().writeAll(outbox);
        return socket.bytes();
    }

    /** The example of RFC 6455 §5.7. */
    @Test
    void writesAMaskedFrameAndLeavesThePayloadAsItWas() {
        byte[] payload = bytes("ff48656c6c6fff");
        outbox.maskedFrame(0x81, payload, 1, 5, 0x37fa213d, new byte[64]);
        socket.takesAll().write(outbox);
        assertThat(socket.hex()).isEqualTo("818537fa213d7f9f4d5158");
        assertThat(payload).isEqualTo(bytes("ff48656c6c6fff"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 8, 64, 1000})
    void goesOnWithTheRotatedKeyHoweverSmallTheScratchIs(int scratch) {
        outbox.maskedFrame(0x81, new byte[301], 0, 301, 0x01020304, new byte[scratch]);
        socket.takesAll().writeAll(outbox);
        byte[] sent = socket.bytes();
        for (int i = 8; i < sent.length; i++) {
            assertThat(sent[i]).isEqualTo((byte) (1 + (i - 8) % 4));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "125,   827d",
        "126,   827e007e",
        "65535, 827effff",
        "65536, 827f0000000000010000",
    })
    void usesTheShortestLength(int length, String header) {
        frame(length);
        assertThat(outbox.pending()).isEqualTo(header.length() / 2 + length);
        socket.takesAll().writeAll(outbox);
        assertThat(socket.hex()).startsWith(header).hasSize(header.length() + 2 * length);
    }

    @Test
    void letsSmallFramesShareAChunk() {
        for (int i = 0; i < 100; i++) {
            frame(3);
        }
        assertThat(outbox.count()).isEqualTo(1);
        assertThat(outbox.pending()).isEqualTo(500);
    }

    @Test
    void goesOnInABiggerChunkWhenTheFirstIsFull() {
        for (int i = 0; i < 200; i++) {
            frame(3);
        }
        assertThat(outbox.count()).isEqualTo(2);
        assertThat(outbox.pending()).isEqualTo(1000);
    }

    @Test
    void fillsTheChunkBeforeItCutsALongPayloadIntoPieces() {
        byte[] payload = new byte[40_000];
        outbox.frame(BINARY, payload, 0, payload.length);
        Arrays.fill(payload, (byte) 7);
        assertThat(outbox.count()).isEqualTo(3);
        assertThat(outbox.buffers()[0].remaining()).isEqualTo(512);
        assertThat(outbox.buffers()[1].remaining()).isEqualTo(32 << 10);
        assertThat(outbox.buffers()[2].remaining()).isEqualTo(40_004 - 512 - (32 << 10));
        socket.takesAll().writeAll(outbox);
        assertThat(Arrays.copyOfRange(socket.bytes(), 4, 40_004)).containsOnly(0);
    }

    @Test
    void takesTheFramesThatFollowAPartialWriteIntoTheSameChunk() {
        outbox.frame(BINARY, bytes("0102"), 0, 2);
        socket.takes(3).write(outbox);
        assertThat(outbox.isStalled()).isTrue();
        outbox.frame(BINARY, bytes("0304"), 0, 2);
        assertThat(outbox.count()).isEqualTo(1);
        assertThat(outbox.pending()).isEqualTo(5);
        socket.takesAll().write(outbox);
        assertThat(socket.hex()).isEqualTo("8202010282020304");
    }

    @Test
    void isOfferedInSixtyFours() {
        for (int i = 0; i < 160; i++) {
            view(2000);
        }
        socket.takesAll();
        assertThat(outbox.count()).isEqualTo(64);
        assertThat(socket.write(outbox)).isEqualTo(64 * 2000);
        assertThat(outbox.isStalled()).isFalse();
        assertThat(outbox.pending()).isEqualTo(96 * 2000);
        assertThat(socket.write(outbox)).isEqualTo(64 * 2000);
        assertThat(outbox.count()).isEqualTo(32);
        assertThat(socket.write(outbox)).isEqualTo(32 * 2000);
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void letsGoOfWhatAGatheringWriteTookAndKeepsTheTornBuffer() {
        for (int i = 0; i < 20; i++) {
            byte[] bytes = new byte[2000];
            Arrays.fill(bytes, (byte) i);
            outbox.view(ByteBuffer.wrap(bytes));
        }
        socket.takes(2000 * 5 + 1).write(outbox);
        assertThat(outbox.isStalled()).isTrue();
        assertThat(outbox.pending()).isEqualTo(20 * 2000 - 2000 * 5 - 1);
        assertThat(outbox.buffers()[0].remaining()).isEqualTo(1999);
        assertThat(outbox.buffers()[15].hasRemaining())
                .as("the places behind the fifteen left")
                .isFalse();
        socket.takesAll().writeAll(outbox);
        byte[] sent = socket.bytes();
        assertThat(sent).hasSize(40_000);
        for (int i = 0; i < sent.length; i++) {
            assertThat(sent[i]).isEqualTo((byte) (i / 2000));
        }
    }

    @Test
    void copiesSmallViewsOnceAFewBuffersWait() {
        for (int i = 0; i < 100; i++) {
            outbox.view(ByteBuffer.wrap(new byte[] {(byte) i, (byte) i}));
        }
        assertThat(outbox.count()).as("four views, then one chunk").isEqualTo(5);
        assertThat(outbox.pending()).isEqualTo(200);
        view(1025);
        assertThat(outbox.count()).as("a longer one is never copied").isEqualTo(6);
        outbox.frame(BINARY, bytes("0102"), 0, 2);
        assertThat(outbox.count()).as("a window onto the chunk's rest").isEqualTo(7);
        socket.takesAll().writeAll(outbox);
        assertThat(socket.hex())
                .startsWith("000001010202")
                .contains("6262" + "6363")
                .endsWith("0000" + "82020102");
    }

    @Test
    void countsNothingTwiceWhenASocketTakesNothing() {
        frame(3);
        for (int i = 0; i < 3; i++) {
            assertThat(socket.takes(0).write(outbox)).isZero();
            assertThat(outbox.pending()).isEqualTo(5);
            assertThat(outbox.isStalled()).isTrue();
        }
    }

    @Test
    void refusesASecondStagingBuffer() {
        outbox.lend(ByteBuffer.allocate(64), socket);
        assertThatThrownBy(() -> outbox.lend(ByteBuffer.allocate(64), socket))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a staging buffer is lent already: reclaim it first");
    }

    @Test
    void aDriverThatSendsBeforeItHasReclaimedIsTold() {
        Outbox outbox = new Outbox();
        outbox.lend(ByteBuffer.allocate(4), full -> {});
        outbox.frame(0x82, new byte[1], 0, 1);
        outbox.staged();
        assertThatThrownBy(() -> outbox.frame(0x82, new byte[100], 0, 100))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the staging buffer is being written out: reclaim it before the next send");
    }

    @Test
    void reclaimsNothingWhenNothingIsLent() {
        outbox.reclaim();
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void givesAnUnusedStagingBufferBackAsItWas() {
        ByteBuffer staging = ByteBuffer.allocate(64);
        outbox.lend(staging, socket);
        assertThat(outbox.staged()).isNull();
        outbox.reclaim();
        assertThat(staging.position()).isZero();
        assertThat(staging.limit()).isEqualTo(64);
        assertThat(outbox.isStalled()).isFalse();
    }

    /** The socket takes nothing, one byte, a part, all but one and all. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 6, 11, 12})
    void keepsWhatTheSocketDidNotTakeOfTheCork(int taken) {
        ByteBuffer staging = ByteBuffer.allocate(64);
        outbox.lend(staging, socket);
        outbox.frame(BINARY, bytes("01020304"), 0, 4);
        outbox.frame(BINARY, bytes("05060708"), 0, 4);
        assertThat(outbox.pending()).isEqualTo(12);
        assertThat(outbox.count()).isZero();
        assertThat(outbox.waitingBytes()).isZero();

        ByteBuffer staged = outbox.staged();
        assertThat(outbox.pending()).isEqualTo(12);
        socket.takes(taken).take(staged);
        assertThat(outbox.pending()).isEqualTo(12 - taken);
        outbox.reclaim();

        assertThat(outbox.pending()).isEqualTo(12 - taken);
        assertThat(outbox.waitingBytes()).isEqualTo(12 - taken);
        assertThat(outbox.isEmpty()).isEqualTo(taken == 12);
        assertThat(outbox.isStalled()).isEqualTo(taken < 12);
        assertThat(staging.position()).isZero();
        assertThat(staging.limit()).isEqualTo(64);
        socket.takesAll().writeAll(outbox);
        assertThat(socket.hex()).isEqualTo("820401020304820405060708");
    }

    @Test
    void keepsTheCorkWhenItWasNeverOffered() {
        outbox.lend(ByteBuffer.allocate(64), socket);
        frame(3);
        outbox.reclaim();
        assertThat(outbox.pending()).isEqualTo(5);
        assertThat(outbox.waitingBytes()).isEqualTo(5);
    }

    /** The staging buffer holds 20 of 32 bytes, so there may be no room for the longest header. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 19, 20, 22, 1000})
    void drainsAFullStagingBufferBeforeAHeader(long taken) {
        socket.takes(taken);
        outbox.lend(ByteBuffer.allocate(32), socket);
        frame(18);
        assertThat(socket.drains()).isZero();
        outbox.frame(BINARY, bytes("aabb"), 0, 2);
        assertThat(socket.drains()).isEqualTo(1);
        assertThat(outbox.pending()).isEqualTo(24 - Math.min(taken, 20));
        assertThat(outbox.isStalled()).isEqualTo(taken < 20);
        socket.takesAll().uncork(outbox);
        socket.writeAll(outbox);
        assertThat(socket.hex()).isEqualTo("8212" + "00".repeat(18) + "8202aabb");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 31, 32, 33, 64, 90, 95, 104, 1000})
    void drainsAFullStagingBufferInThePayload(long taken) {
        socket.takes(taken);
        outbox.lend(ByteBuffer.allocate(32), socket);
        byte[] payload = new byte[102];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) i;
        }
        outbox.frame(BINARY, payload, 0, payload.length);
        assertThat(outbox.pending() + socket.size()).isEqualTo(104);
        outbox.frame(BINARY, bytes("aabb"), 0, 2);
        assertThat(outbox.pending() + socket.size()).isEqualTo(108);
        socket.takesAll().uncork(outbox);
        assertThat(outbox.pending() + socket.size()).isEqualTo(108);
        socket.writeAll(outbox);
        assertThat(socket.hex()).isEqualTo("8266" + HexFormat.of().formatHex(payload) + "8202aabb");
    }

    @Test
    void neverCorksWhatWouldOvertakeOlderBytes() {
        outbox.frame(BINARY, bytes("01"), 0, 1);
        outbox.lend(ByteBuffer.allocate(64), socket);
        outbox.frame(BINARY, bytes("02"), 0, 1);
        outbox.view(ByteBuffer.wrap(bytes("820103")));
        frame(100);
        assertThat(socket.drains()).as("of an empty staging buffer").isZero();
        assertThat(outbox.staged()).isNull();
        assertThat(outbox.waitingBytes()).isEqualTo(9 + 102);
        outbox.reclaim();
        socket.takesAll().writeAll(outbox);
        assertThat(socket.hex()).startsWith("820101820102820103" + "8264");
    }

    @Test
    void corksAgainOnceTheOlderBytesAreGone() {
        outbox.frame(BINARY, bytes("01"), 0, 1);
        outbox.lend(ByteBuffer.allocate(64), socket);
        socket.takesAll().write(outbox);
        outbox.frame(BINARY, bytes("02"), 0, 1);
        assertThat(outbox.count()).isZero();
        assertThat(outbox.pending()).isEqualTo(3);
        socket.uncork(outbox);
        assertThat(socket.hex()).isEqualTo("820101820102");
    }

    @Test
    void copiesAViewThatFitsIntoTheCork() {
        ByteBuffer frames = ByteBuffer.wrap(bytes("8201aa")).asReadOnlyBuffer();
        outbox.lend(ByteBuffer.allocate(3), socket);
        outbox.view(frames);
        assertThat(outbox.count()).isZero();
        assertThat(frames.position()).as("of what others share").isZero();
        socket.takesAll().uncork(outbox);
        assertThat(socket.hex()).isEqualTo("8201aa");
    }

    @Test
    void drainsTheCorkBeforeAViewThatDoesNotFit() {
        outbox.lend(ByteBuffer.allocate(32), socket);
        outbox.frame(BINARY, bytes("01"), 0, 1);
        socket.takes(2);
        outbox.view(ByteBuffer.wrap(new byte[30]));
        assertThat(socket.drains()).isEqualTo(1);
        assertThat(outbox.pending()).isEqualTo(31);
        outbox.frame(BINARY, bytes("02"), 0, 1);
        socket.takesAll().uncork(outbox);
        socket.writeAll(outbox);
        assertThat(socket.hex()).isEqualTo("820101" + "00".repeat(30) + "820102");
    }

    @Test
    void doesNotDrainAnEmptyCorkForAViewThatDoesNotFit() {
        outbox.lend(ByteBuffer.allocate(16), socket);
        view(17);
        assertThat(socket.drains()).isZero();
        assertThat(outbox.waitingBytes()).isEqualTo(17);
    }

    @Test
    void queuesAViewWithoutCopyingAndWithoutMovingIt() {
        ByteBuffer frames = ByteBuffer.allocate(10);
        outbox.view(frames);
        frames.put(9, (byte) 5);
        assertThat(outbox.buffers()[0].get(9)).as("of the same bytes").isEqualTo((byte) 5);
        assertThat(outbox.buffers()[0].isReadOnly()).isTrue();
        socket.takes(4).write(outbox);
        assertThat(frames.remaining()).isEqualTo(10);
    }

    @Test
    void neverAppendsASmallFrameToAView() {
        byte[] shared = new byte[100];
        outbox.view(ByteBuffer.wrap(shared, 0, 10));
        outbox.frame(BINARY, bytes("01"), 0, 1);
        assertThat(outbox.count()).isEqualTo(2);
        assertThat(shared).containsOnly(0);
    }

    private void frame(int length) {
        outbox.frame(BINARY, new byte[length], 0, length);
    }

    private void view(int length) {
        outbox.view(ByteBuffer.allocate(length));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
