package io.wsloop.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.CloseOutcome;
import io.wsloop.Compression;
import io.wsloop.Limits;
import io.wsloop.Role;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/**
 * A text is sent on as it was received, while its bytes are still in the bench's scratch array. Meanwhile the
 * application does other things, on this connection and on others of the thread. Each peer must read the right text.
 */
class RelayTest {
    private static final String[] TEXTS = {"", "Hello", "доброе утро 😀", "ü".repeat(300), "x".repeat(70_000)};

    /** The things that an application does with a received text. */
    private enum Step {
        SEND_BACK,
        PASS_ON_AS_CLIENT,
        PASS_ON_AS_SERVER,
        ANSWER_WITH_ANOTHER,
        ANSWER_WITH_A_COPY,
        PASS_BYTES_ON_AS_CLIENT,
        LET_ANOTHER_RECEIVE
    }

    private final Workbench bench = new Workbench(() -> 0x01020304, () -> 0);
    private final Protocol server = Protocol.server(ProtocolOptions.of(Limits.defaults()), bench);
    private final Protocol otherServer = Protocol.server(ProtocolOptions.of(Limits.defaults()), bench);
    private final Protocol client = Protocol.client(ProtocolOptions.of(Limits.defaults()), bench);

    @Property(tries = 300)
    void everyPeerReadsWhatItWasSent(@ForAll @Size(max = 6) List<Step> steps, @ForAll @Size(max = 4) List<Byte> texts) {
        List<String> back = new ArrayList<>();
        List<String> asClient = new ArrayList<>();
        List<String> asServer = new ArrayList<>();
        Sink sink = text -> {
            for (Step step : steps) {
                switch (step) {
                    case SEND_BACK -> sent(server, text, back);
                    case PASS_ON_AS_CLIENT -> sent(client, text, asClient);
                    case PASS_ON_AS_SERVER -> sent(otherServer, text, asServer);
                    case ANSWER_WITH_ANOTHER -> sent(server, "re: " + text, back);
                    case ANSWER_WITH_A_COPY -> sent(server, new String(text.toCharArray()), back);
                    case PASS_BYTES_ON_AS_CLIENT -> {
                        byte[] bytes = text.getBytes(UTF_8);
                        client.sendBinary(bytes, 0, bytes.length, Compression.OFF);
                        asClient.add(text);
                    }
                    case LET_ANOTHER_RECEIVE ->
                        receive(otherServer, "another's message", inner -> sent(otherServer, inner, asServer));
                }
            }
        };
        for (byte text : texts) {
            receive(server, TEXTS[Math.floorMod(text, TEXTS.length)], sink);
        }
        assertThat(read(server, Role.CLIENT)).isEqualTo(back);
        assertThat(read(otherServer, Role.CLIENT)).isEqualTo(asServer);
        assertThat(read(client, Role.SERVER)).isEqualTo(asClient);
    }

    private static void sent(Protocol by, String text, List<String> expected) {
        by.sendText(text, Compression.OFF);
        expected.add(text);
    }

    private static void receive(Protocol by, String text, Sink sink) {
        by.receive(ByteBuffer.wrap(Wire.frame(Role.SERVER, 0x81, text.getBytes(UTF_8))), sink);
    }

    /** The texts that a peer with another bench reads from the wire. */
    private static List<String> read(Protocol sender, Role peer) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        SlowSocket socket = new SlowSocket().takesAll();
        while (!sender.outbox().isEmpty()) {
            sender.flushed(socket.writeAll(sender.outbox()), (Sink) text -> {});
        }
        wire.writeBytes(socket.fresh());
        List<String> texts = new ArrayList<>();
        Protocol reader = Endpoint.of(peer).protocol;
        ByteBuffer in = ByteBuffer.wrap(wire.toByteArray());
        while (reader.receive(in, (Sink) texts::add)) {
            // At most one event a call.
        }
        return texts;
    }

    @FunctionalInterface
    private interface Sink extends ProtocolSink {
        @Override
        void onText(String text);

        @Override
        default void onBinary(byte[] payload) {
            onText(new String(payload, UTF_8));
        }

        @Override
        default void onBinaryView(ByteBuffer payload) {}

        @Override
        default void onTextPart(String part, boolean last) {}

        @Override
        default void onBinaryPart(byte[] part, boolean last) {}

        @Override
        default void onPing(byte[] payload) {}

        @Override
        default void onPong(byte[] payload) {}

        @Override
        default void onDrained() {}

        @Override
        default void onEnd(CloseOutcome outcome) {}
    }
}
