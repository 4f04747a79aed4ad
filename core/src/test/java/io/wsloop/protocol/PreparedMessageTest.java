package io.wsloop.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.MessageType;
import io.wsloop.PreparedMessage;
import io.wsloop.Role;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.deflate.DeflateTerms;
import io.wsloop.frame.PreparedFrames;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Encoded once, sent to many: the connections that share the bytes, and those that encode again. */
class PreparedMessageTest {
    private static final String LONG = "broadcast ".repeat(2000);

    @Test
    void isAFrameFromTheStart() {
        PreparedMessage text = PreparedMessage.text("hä");
        PreparedMessage binary = PreparedMessage.binary(new byte[] {1, 2});
        assertThat(text.length()).isEqualTo(3);
        assertThat(binary.length()).isEqualTo(2);
        assertThat(sent(plain(), text)).isEqualTo("810368c3a4");
        assertThat(sent(plain(), binary)).isEqualTo("82020102");
        assertThat(sent(plain(), PreparedMessage.text(""))).isEqualTo("8100");
    }

    @Test
    void copiesItsPayload() {
        byte[] payload = {1};
        PreparedMessage message = PreparedMessage.binary(payload);
        payload[0] = 2;
        assertThat(sent(plain(), message)).isEqualTo("820101");
    }

    @Test
    void canBeReadBackAndNotChanged() {
        PreparedMessage text = PreparedMessage.text("hä 😀");
        assertThat(text.type()).isEqualTo(MessageType.TEXT);
        assertThat(text.text()).isEqualTo("hä 😀");
        assertThat(text.payload()).isEqualTo(ByteBuffer.wrap("hä 😀".getBytes(UTF_8)));
        PreparedMessage binary = PreparedMessage.binary(new byte[] {1, 2});
        assertThat(binary.type()).isEqualTo(MessageType.BINARY);
        for (ByteBuffer payload : List.of(binary.payload(), text.payload())) {
            assertThat(payload.isReadOnly()).isTrue();
            assertThat(payload.hasArray()).isFalse();
            assertThat(payload.capacity()).isEqualTo(payload.remaining());
        }
        binary.payload().get();
        assertThat(binary.payload()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
        assertThatThrownBy(binary::text)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("expected a text message, this one is binary: payload() has its 2 bytes");
    }

    @Test
    void givesCopiesOfItsBytes() {
        PreparedMessage text = PreparedMessage.text("hä");
        byte[] copy = text.bytes();
        assertThat(copy).isEqualTo("hä".getBytes(UTF_8));
        copy[0] = 0;
        assertThat(text.bytes()).isEqualTo("hä".getBytes(UTF_8));
        assertThat(text.text()).isEqualTo("hä");
    }

    @Test
    void takesTheRemainingBytesOfABuffer() {
        for (boolean direct : new boolean[] {false, true}) {
            ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(4) : ByteBuffer.allocate(4);
            buffer.put(new byte[] {1, 2, 3, 4}).position(1).limit(3);
            assertThat(PreparedMessage.binary(buffer).bytes()).containsExactly(2, 3);
            assertThat(PreparedMessage.binary(buffer.asReadOnlyBuffer()).bytes())
                    .containsExactly(2, 3);
            assertThat(buffer.position()).isEqualTo(1);
            assertThat(buffer.limit()).isEqualTo(3);
        }
    }

    @Test
    void isMadeOfUtf8AsOfItsText() {
        byte[] utf8 = "hä 😀".getBytes(UTF_8);
        ByteBuffer buffer = ByteBuffer.allocateDirect(utf8.length + 2)
                .put(1, utf8)
                .position(1)
                .limit(1 + utf8.length);
        assertThat(PreparedMessage.utf8(utf8)).isEqualTo(PreparedMessage.text("hä 😀"));
        assertThat(PreparedMessage.utf8(buffer)).isEqualTo(PreparedMessage.text("hä 😀"));
        assertThat(buffer.position()).isEqualTo(1);
        PreparedMessage message = PreparedMessage.utf8(utf8);
        utf8[0] = 0;
        assertThat(message.text()).isEqualTo("hä 😀");
        assertThatThrownBy(() -> PreparedMessage.utf8(new byte[] {'a', (byte) 0xC3}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected UTF-8 (RFC 3629), but the character at offset 1 is not complete");
    }

    @Test
    void equalsAnotherOfTheSameTypeAndPayload() {
        PreparedMessage text = PreparedMessage.text("hi");
        PreparedMessage same = PreparedMessage.text("hi");
        PreparedMessage binary = PreparedMessage.binary(new byte[] {'h', 'i'});
        assertThat(text).isEqualTo(text).isEqualTo(same).hasSameHashCodeAs(same);
        assertThat(text)
                .isNotEqualTo(binary)
                .isNotEqualTo(PreparedMessage.text("ho"))
                .isNotEqualTo("hi");
        assertThat(binary).isEqualTo(PreparedMessage.binary(ByteBuffer.wrap(new byte[] {'h', 'i'})));
        assertThat(text.hashCode()).isNotEqualTo(binary.hashCode());
    }

    /** The content stays out of a log. */
    @Test
    void saysWhatItIs() {
        assertThat(PreparedMessage.text("secret")).hasToString("PreparedMessage[TEXT, 6 bytes]");
        assertThat(PreparedMessage.binary(new byte[3])).hasToString("PreparedMessage[BINARY, 3 bytes]");
    }

    @Test
    void refusesAnUnpairedSurrogate() {
        assertThatThrownBy(() -> PreparedMessage.text("\uDC00")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isQueuedAsAReadOnlyViewOfTheSameBytes() {
        PreparedMessage message = PreparedMessage.text(LONG);
        for (int i = 0; i < 3; i++) {
            Endpoint end = plain();
            end.socket.takes(0);
            end.protocol.send(message);
            ByteBuffer queued = end.protocol.outbox().buffers()[0];
            assertThat(end.protocol.outbox().count()).isEqualTo(1);
            assertThat(queued.isReadOnly()).isTrue();
            assertThat(queued).isEqualTo(frames(message).plain());
            end.sent();
            assertThat(frames(message).plain().position()).isZero();
        }
    }

    @Test
    void isSentAgainAndAgainToTheSameConnection() {
        PreparedMessage message = PreparedMessage.text("x");
        Endpoint end = plain();
        end.protocol.send(message);
        end.protocol.send(message);
        assertThat(end.sent()).isEqualTo("810178810178");
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
    void isCompressedOnceForEachWindow(int window) {
        PreparedMessage message = PreparedMessage.text(LONG);
        assertThat(frames(message).compressed(window)).isNull();
        String first = sent(deflating(Role.SERVER, true, window), message);
        ByteBuffer form = frames(message).compressed(window);
        assertThat(first).startsWith("c1").isEqualTo(hex(form)).hasSizeLessThan(LONG.length());
        assertThat(sent(deflating(Role.SERVER, true, window), message)).isEqualTo(first);
        assertThat(frames(message).compressed(window)).isSameAs(form);
        assertThat(form.isReadOnly()).isTrue();
        for (int other = 8; other <= 15; other++) {
            assertThat(frames(message).compressed(other) != null).isEqualTo(other == window);
        }
        Endpoint reader = deflating(Role.CLIENT, true, window);
        reader.receives(first);
        assertThat(reader.events).containsExactly("text " + LONG);
    }

    @Test
    void staysPlainBelowTheThreshold() {
        PreparedMessage message = PreparedMessage.text("x".repeat(255));
        assertThat(sent(deflating(Role.SERVER, true, 15), message)).startsWith("817e00ff");
        assertThat(frames(message).compressed(15)).isNull();
    }

    @Test
    void staysPlainWhereCompressingMadeItNoShorter() {
        byte[] noise = new byte[1000];
        new Random(1).nextBytes(noise);
        PreparedMessage message = PreparedMessage.binary(noise);
        for (int i = 0; i < 2; i++) {
            assertThat(sent(deflating(Role.SERVER, true, 15), message)).startsWith("827e03e8");
            assertThat(frames(message).compressed(15))
                    .as("tried once")
                    .isSameAs(frames(message).plain());
        }
    }

    @Test
    void isEncodedAnewWhereAContextIsTakenOver() {
        PreparedMessage message = PreparedMessage.text(LONG);
        Endpoint end = deflating(Role.SERVER, false, 15);
        String first = sent(end, message);
        String second = sent(end, message);
        assertThat(first).startsWith("c1");
        assertThat(second).startsWith("c1").hasSizeLessThan(first.length());
        assertThat(frames(message).compressed(15)).isNull();
        Endpoint reader = deflating(Role.CLIENT, false, 15);
        reader.receives(first);
        reader.receives(second);
        assertThat(reader.events).containsExactly("text " + LONG, "text " + LONG);
    }

    /** A short message is not compressed there either. It does not touch the context, so it can be shared. */
    @Test
    void isSharedPlainWhereAContextIsTakenOver() {
        PreparedMessage message = PreparedMessage.binary(new byte[] {1});
        assertThat(sent(deflating(Role.SERVER, false, 15), message)).isEqualTo("820101");
    }

    @Test
    void isMaskedAnewByEachClient() {
        PreparedMessage message = PreparedMessage.text("hi");
        Endpoint client = Endpoint.of(Role.CLIENT);
        assertThat(sent(client, message)).isEqualTo("81820a0b0c016262");
        assertThat(sent(client, message)).isEqualTo("81820a0b0c026262");
        assertThat(sent(client, PreparedMessage.binary(new byte[] {0}))).isEqualTo("82810a0b0c030a");
        Endpoint deflating = deflating(Role.CLIENT, true, 15);
        PreparedMessage big = PreparedMessage.text(LONG);
        assertThat(sent(deflating, big)).startsWith("c1c5");
        assertThat(frames(big).compressed(15)).isNull();
    }

    @Test
    void isSentByManyThreadsAtTheSameTime() throws Exception {
        int threads = 4;
        int rounds = 100;
        List<PreparedMessage> messages = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            messages.add(PreparedMessage.text(i + " " + LONG));
        }
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<List<String>>> read = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                read.add(pool.submit(() -> {
                    Endpoint end = deflating(Role.SERVER, true, 12);
                    Endpoint reader = deflating(Role.CLIENT, true, 12);
                    for (PreparedMessage message : messages) {
                        start.await();
                        end.protocol.send(message);
                        reader.receives(end.sentBytes());
                    }
                    return reader.events;
                }));
            }
            for (Future<List<String>> events : read) {
                assertThat(events.get()).hasSize(rounds);
                for (int i = 0; i < rounds; i++) {
                    assertThat(events.get().get(i)).isEqualTo("text " + i + " " + LONG);
                }
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static PreparedFrames frames(PreparedMessage message) {
        return (PreparedFrames) message.encoded();
    }

    private static Endpoint plain() {
        return Endpoint.of(Role.SERVER);
    }

    private static Endpoint deflating(Role role, boolean noTakeover, int window) {
        DeflateTerms terms = new DeflateTerms(noTakeover, noTakeover, window, window);
        return Endpoint.deflating(role, terms, DeflateOptions.defaults());
    }

    private static String sent(Endpoint end, PreparedMessage message) {
        end.protocol.send(message);
        return end.sent();
    }

    private static String hex(ByteBuffer frame) {
        byte[] bytes = new byte[frame.remaining()];
        frame.duplicate().get(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
