package io.wsloop.nio.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.CloseCause;
import io.wsloop.CloseStatus;
import io.wsloop.Delivery;
import io.wsloop.FragmentedMessage;
import io.wsloop.Limits;
import io.wsloop.MessageType;
import io.wsloop.PreparedMessage;
import io.wsloop.SendResult;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.nio.FaultyKernel;
import io.wsloop.nio.Steps;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One connection, seen from the wire. Against an error of one listener that stops the server. */
class ConnectionTest {
    private static final Limits LIMITS = Limits.defaults().withMaxMessageBytes(8 << 20);

    private final Steps.Heard heard = new Steps.Heard();

    @Test
    void everyKindOfMessageComesBackAndTheClosingHandshakeIsClean() throws Exception {
        try (Steps steps = new Steps(LIMITS, request -> new Steps.Echo())) {
            WebSocket ws = steps.connect(heard);
            assertThat(ws.sendText("text")).isEqualTo(SendResult.QUEUED);
            ws.sendBinary(new byte[3]);
            ws.sendBinary(ByteBuffer.allocateDirect(4));
            ws.send(PreparedMessage.text("prepared"));
            FragmentedMessage parts = ws.begin(MessageType.TEXT);
            assertThatThrownBy(() -> ws.begin(MessageType.TEXT)).isInstanceOf(IllegalStateException.class);
            parts.write("in ");
            parts.write(ByteBuffer.wrap(new byte[] {'p', 'a', 'r', 't', 's'}));
            assertThat(parts).hasToString("FragmentedMessage[TEXT, unfinished]");
            parts.finish();
            assertThat(parts).hasToString("FragmentedMessage[TEXT, finished]");
            assertThatThrownBy(parts::finish).isInstanceOf(IllegalStateException.class);
            ws.sendPing(new byte[] {'p'});
            ws.sendPong(new byte[] {'q'});
            steps.settle();
            ws.close(new CloseStatus(4000, "done"));
            ws.close();
            assertThat(ws.sendText("late")).isEqualTo(SendResult.CLOSED);
            steps.settle();
            assertThat(heard.events)
                    .containsExactly(
                            "open",
                            "text text",
                            "binary 3",
                            "binary 4",
                            "text prepared",
                            "text in parts",
                            "pong p",
                            "close 4000 CLOSING_HANDSHAKE");
            assertThat(heard.outcomes.get(0).clean()).isTrue();
            assertGone(steps);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 125, 126, 16_383, 16_384, 65_523, 65_536, 131_073, 1 << 20, 5_000_001})
    void anyLengthPassesWholeHoweverLittleTheSocketMovesAtOnce(int length) throws Exception {
        FaultyKernel kernel = new FaultyKernel();
        kernel.most = Math.max(7, length / 100);
        try (Steps steps = new Steps(LIMITS, request -> new Steps.Echo(), kernel, kernel, builder -> builder)) {
            WebSocket ws = steps.connect(heard);
            ws.sendBinary(new byte[length]);
            steps.until(() -> heard.events.stream().anyMatch(event -> event.startsWith("binary")));
            assertThat(heard.events).contains("binary " + length);
        }
    }

    @Test
    void repliesOfOneReadingLeaveInOneWrite() throws Exception {
        FaultyKernel kernel = new FaultyKernel();
        try (Steps steps =
                new Steps(LIMITS, request -> new Steps.Echo(), kernel, new FaultyKernel(), builder -> builder)) {
            WebSocket ws = steps.connect(heard);
            steps.settle();
            int before = kernel.calls;
            for (int i = 0; i < 100; i++) {
                ws.sendText("small");
            }
            steps.settle();
            assertThat(heard.events).hasSize(101);
            assertThat(kernel.calls - before).as("one read and one write").isEqualTo(2);
        }
    }

    @Test
    void aPauseHoldsWhatWasReadAlreadyAndAResumeGoesOnInOrder() throws Exception {
        List<WebSocket> servers = new ArrayList<>();
        List<String> got = new ArrayList<>();
        try (Steps steps = new Steps(LIMITS, request -> new WebSocketListener() {
            @Override
            public void onOpen(WebSocket ws) {
                servers.add(ws);
            }

            @Override
            public void onText(WebSocket ws, String text) {
                got.add(text);
                ws.pause();
            }
        })) {
            WebSocket ws = steps.connect(heard);
            for (int i = 1; i <= 3; i++) {
                ws.sendText(String.valueOf(i));
            }
            steps.settle();
            assertThat(got).containsExactly("1");
            ws.sendText("4");
            for (int i = 2; i <= 4; i++) {
                servers.get(0).resume();
                steps.settle();
                assertThat(got).hasSize(i);
            }
            assertThat(got).containsExactly("1", "2", "3", "4");
        }
    }

    @Test
    void whoeverPausesInOnOpenHearsNothingUntilTheResume() throws Exception {
        Steps.Heard paused = new Steps.Heard() {
            @Override
            public void onOpen(WebSocket ws) {
                ws.pause();
            }
        };
        try (Steps steps = new Steps(LIMITS, request -> new WebSocketListener() {
            @Override
            public void onOpen(WebSocket ws) {
                ws.sendText("early");
            }
        })) {
            WebSocket ws = steps.connect(paused);
            steps.settle();
            assertThat(paused.events).isEmpty();
            ws.resume();
            steps.settle();
            assertThat(paused.events).containsExactly("text early");
        }
    }

    @Test
    void aCloggedSocketIsToldAsCongestionAndItsDrainOnce() throws Exception {
        FaultyKernel kernel = new FaultyKernel();
        Limits limits = LIMITS.withOutgoing(1_000, 2_000, 1 << 20);
        try (Steps steps =
                new Steps(limits, request -> new Steps.Echo(), new FaultyKernel(), kernel, builder -> builder)) {
            WebSocket ws = steps.connect(heard);
            kernel.clogged = true;
            assertThat(ws.sendBinary(new byte[1_990])).isEqualTo(SendResult.QUEUED);
            assertThat(ws.sendBinary(new byte[10])).isEqualTo(SendResult.CONGESTED);
            assertThat(ws.pendingBytes()).isGreaterThan(2_000);
            steps.turns(20);
            assertThat(heard.events).containsExactly("open");
            kernel.clogged = false;
            steps.settle();
            assertThat(heard.events).containsExactlyInAnyOrder("open", "drained", "binary 1990", "binary 10");
            assertThat(ws.pendingBytes()).isZero();
        }
    }

    @Test
    void aListenerThatThrowsLosesItsConnectionWith1011AndNoOther() throws Exception {
        try (Steps steps = new Steps(LIMITS, request -> new Steps.Echo() {
            @Override
            public void onText(WebSocket ws, String text) {
                switch (text) {
                    case "exception" -> throw new IllegalStateException(text);
                    case "error" -> throw new AssertionError(text);
                    case "overflow" -> onText(ws, text);
                    default -> ws.sendText(text);
                }
            }
        })) {
            Steps.Heard witness = new Steps.Heard();
            WebSocket other = steps.connect(witness);
            int expected = 0;
            for (String fault : List.of("exception", "error", "overflow")) {
                Steps.Heard victim = new Steps.Heard();
                steps.connect(victim).sendText(fault);
                steps.until(() -> !victim.outcomes.isEmpty());
                assertThat(victim.outcomes.get(0).code()).isEqualTo(1011);
                assertThat(steps.errors).hasSize(++expected);
            }
            other.sendText("still here");
            steps.settle();
            assertThat(witness.events).containsExactly("open", "text still here");
            assertThat(steps.server.connections()).isEqualTo(1);
        }
    }

    @Test
    void everyCallbackMayThrow() throws Exception {
        WebSocketListener throwing = new WebSocketListener() {
            @Override
            public void onOpen(WebSocket ws) {
                throw new IllegalStateException("onOpen");
            }

            @Override
            public void onClose(WebSocket ws, io.wsloop.CloseOutcome outcome) {
                assertThat(outcome.cause()).isEqualTo(CloseCause.LISTENER_FAILED);
                throw new IllegalStateException("onClose");
            }
        };
        try (Steps steps = new Steps(LIMITS, request -> throwing)) {
            steps.connect(heard);
            steps.until(() -> steps.errors.size() == 2);
            steps.settle();
            assertThat(steps.errors).extracting(Throwable::getMessage).containsExactly("onOpen", "onClose");
            assertGone(steps);
        }
        for (String kind : List.of("ping", "pong", "binary", "view", "text view", "part")) {
            Steps.Heard client = new Steps.Heard();
            try (Steps steps = new Steps(LIMITS, request -> new Thrower(kind))) {
                WebSocket ws = steps.connect(client);
                switch (kind) {
                    case "ping" -> ws.sendPing(new byte[1]);
                    case "pong" -> ws.sendPong(new byte[1]);
                    case "binary", "view" -> ws.sendBinary(new byte[1]);
                    default -> ws.sendText("part");
                }
                steps.until(() -> !client.outcomes.isEmpty());
                assertThat(client.outcomes.get(0).code()).as(kind).isEqualTo(1011);
                assertThat(steps.errors).extracting(Throwable::getMessage).containsExactly(kind);
            }
        }
    }

    @Test
    void aMessageInPartsReachesWhoeverWantsParts() throws Exception {
        StringBuilder text = new StringBuilder();
        List<Integer> binary = new ArrayList<>();
        try (Steps steps = new Steps(LIMITS, request -> new WebSocketListener() {
            @Override
            public Delivery delivery() {
                return Delivery.PARTS;
            }

            @Override
            public void onTextPart(WebSocket ws, String part, boolean last) {
                text.append(part).append(last ? "." : "");
            }

            @Override
            public void onBinaryPart(WebSocket ws, byte[] part, boolean last) {
                binary.add(part.length);
            }
        })) {
            WebSocket ws = steps.connect(heard);
            ws.sendText("parts");
            ws.sendBinary(new byte[200_000]);
            steps.until(() -> binary.stream().mapToInt(size -> size).sum() == 200_000);
            assertThat(text).hasToString("parts.");
            assertThat(binary).hasSizeGreaterThan(1);
        }
    }

    /** The server's view is of an array, the client's of the read buffer; 200,000 bytes do not come in one piece. */
    @Test
    void aBinaryMessageIsLentToWhoeverWantsViews() throws Exception {
        List<byte[]> back = new ArrayList<>();
        byte[] large = new byte[200_000];
        new Random(1).nextBytes(large);
        try (Steps steps = new Steps(LIMITS, request -> new Viewer() {
            @Override
            public void onBinaryView(WebSocket ws, ByteBuffer payload) {
                ws.sendBinary(payload);
            }
        })) {
            WebSocket ws = steps.connect(new Viewer() {
                @Override
                public void onBinaryView(WebSocket ws, ByteBuffer payload) {
                    byte[] copy = new byte[payload.remaining()];
                    payload.get(copy);
                    back.add(copy);
                }
            });
            ws.sendBinary(new byte[] {1, 2, 3});
            ws.sendBinary(large);
            ws.sendBinary(new byte[0]);
            steps.until(() -> back.size() == 3);
            assertThat(back).containsExactly(new byte[] {1, 2, 3}, large, new byte[0]);
        }
    }

    private abstract static class Viewer implements WebSocketListener {
        @Override
        public Delivery delivery() {
            return Delivery.VIEWS;
        }
    }

    @Test
    void anAbortEndsBothEndsWithoutACloseFrame() throws Exception {
        Steps.Heard server = new Steps.Heard();
        try (Steps steps = new Steps(LIMITS, request -> server)) {
            WebSocket ws = steps.connect(heard);
            steps.settle();
            ws.abort();
            ws.abort();
            steps.settle();
            assertThat(heard.events).containsExactly("open", "close 1006 ABORTED");
            assertThat(server.outcomes).hasSize(1);
            assertThat(server.outcomes.get(0).code()).isEqualTo(1006);
            assertThat(ws.isOpen()).isFalse();
            assertGone(steps);
        }
    }

    @Test
    void aClosedLoopEndsItsConnectionsOnce() throws Exception {
        try (Steps steps = new Steps(LIMITS, request -> new Steps.Echo())) {
            WebSocket ws = steps.connect(heard);
            steps.clientLoop.close();
            assertThat(heard.events).containsExactly("open", "close 1006 TRANSPORT_FAILED");
            assertThat(ws.sendText("late")).isEqualTo(SendResult.CLOSED);
            ws.close();
            ws.abort();
            ws.resume();
            assertThat(heard.outcomes).hasSize(1);
            assertThat(steps.client.connections()).isZero();
        }
    }

    @Test
    void aConnectionTellsItsStory() throws Exception {
        try (Steps steps = new Steps(LIMITS, request -> new Steps.Echo())) {
            WebSocket ws = steps.connect(heard);
            assertThat(ws.peer()).isEqualTo("127.0.0.1:" + steps.server.port());
            assertThat(ws).hasToString("WebSocket " + ws.peer() + " /");
            assertThat(steps.clientLoop.registered().toString()).contains(ws.peer(), "OPEN", "CLIENT");
            assertThat(ws.handshake().path()).isEqualTo("/");
            assertThat(ws.subprotocol()).isNull();
        }
    }

    @Test
    void aListenersSendToAnotherConnectionLeavesInTheSameTurn() throws Exception {
        List<WebSocket> all = new ArrayList<>();
        try (Steps steps = new Steps(LIMITS, request -> new WebSocketListener() {
            @Override
            public void onOpen(WebSocket ws) {
                all.add(ws);
            }

            @Override
            public void onText(WebSocket ws, String text) {
                PreparedMessage once = PreparedMessage.text(text);
                all.forEach(one -> one.send(once));
            }
        })) {
            Steps.Heard other = new Steps.Heard();
            steps.connect(other);
            WebSocket ws = steps.connect(heard);
            steps.settle();
            ws.sendText("to all");
            steps.clientLoop.runOnce(Duration.ZERO);
            steps.serverLoop.runOnce(Duration.ofSeconds(1));
            steps.clientLoop.runOnce(Duration.ofSeconds(1));
            steps.settle();
            assertThat(other.events).containsExactly("open", "text to all");
            assertThat(heard.events).containsExactly("open", "text to all");
        }
    }

    private static void assertGone(Steps steps) {
        assertThat(steps.server.connections()).isZero();
        assertThat(steps.client.connections()).isZero();
    }

    /** Throws the callback's name. */
    private static final class Thrower implements WebSocketListener {
        private final String kind;

        Thrower(String kind) {
            this.kind = kind;
        }

        @Override
        public Delivery delivery() {
            return switch (kind) {
                case "part" -> Delivery.PARTS;
                case "view", "text view" -> Delivery.VIEWS;
                default -> Delivery.WHOLE;
            };
        }

        @Override
        public void onBinaryView(WebSocket ws, ByteBuffer payload) {
            throw new IllegalStateException("view");
        }

        @Override
        public void onTextView(WebSocket ws, ByteBuffer utf8) {
            throw new IllegalStateException("text view");
        }

        @Override
        public void onTextPart(WebSocket ws, String part, boolean last) {
            throw new IllegalStateException("part");
        }

        @Override
        public void onBinary(WebSocket ws, byte[] payload) {
            throw new IllegalStateException("binary");
        }

        @Override
        public void onPing(WebSocket ws, byte[] payload) {
            throw new IllegalStateException("ping");
        }

        @Override
        public void onPong(WebSocket ws, byte[] payload) {
            throw new IllegalStateException("pong");
        }
    }
}
