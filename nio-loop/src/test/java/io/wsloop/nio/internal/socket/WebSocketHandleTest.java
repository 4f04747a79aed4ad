package io.wsloop.nio.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.CloseCause;
import io.wsloop.FragmentedMessage;
import io.wsloop.Limits;
import io.wsloop.ListenerFactory;
import io.wsloop.MessageType;
import io.wsloop.OverflowPolicy;
import io.wsloop.SendResult;
import io.wsloop.WebSocket;
import io.wsloop.nio.FaultyKernel;
import io.wsloop.nio.Steps;
import io.wsloop.server.Route;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What is sent on the loop's thread and on others, by turns and in the midst of each other. */
class WebSocketHandleTest {
    private static final Executor ANOTHER_THREAD = task -> new Thread(task).start();

    private final Steps.Heard heard = new Steps.Heard();

    @Test
    void theDrainIsNeverToldBeforeTheSendHasSaidCongested() throws Exception {
        Limits limits = Limits.defaults().withOutgoing(1_000, 2_000, 1 << 20);
        try (Steps steps = new Steps(limits, request -> new Steps.Echo())) {
            WebSocket ws = steps.connect(heard);
            assertThat(ws.sendBinary(new byte[20_000])).isEqualTo(SendResult.CONGESTED);
            assertThat(heard.events)
                    .as("whoever stops after the drain waits for ever")
                    .containsExactly("open");
            steps.settle();
            assertThat(heard.events).containsExactlyInAnyOrder("open", "drained", "binary 20000");
        }
    }

    @Test
    void partsOfTwoThreadsKeepTheOrderOfTheirCalls() throws Exception {
        try (Steps steps = new Steps(Limits.defaults(), request -> new Steps.Echo())) {
            WebSocket ws = steps.connect(heard);
            FragmentedMessage message = ws.begin(MessageType.TEXT);
            elsewhere(() -> message.write("first, "));
            message.write("then");
            message.finish();
            ws.sendText("and the next");
            steps.settle();
            assertThat(heard.events).containsExactly("open", "text first, then", "text and the next");
        }
    }

    @Test
    void aMessageHandedInBeforeAnotherWasBegunGoesFirst() throws Exception {
        try (Steps steps = new Steps(Limits.defaults(), request -> new Steps.Echo())) {
            WebSocket ws = steps.connect(heard);
            assertThat(elsewhere(() -> ws.sendText("whole"))).isEqualTo(SendResult.QUEUED);
            FragmentedMessage message = ws.begin(MessageType.TEXT);
            message.write("in ");
            steps.settle();
            message.write("parts");
            message.finish();
            steps.settle();
            assertThat(heard.events).containsExactly("open", "text whole", "text in parts");
            assertThat(ws.pendingBytes()).isZero();
            assertThat(steps.errors).isEmpty();
        }
    }

    @Test
    void controlFramesGoBetweenTheFragmentsOnEveryThread() throws Exception {
        try (Steps steps = new Steps(Limits.defaults(), request -> new Steps.Echo())) {
            WebSocket ws = steps.connect(heard);
            FragmentedMessage message = ws.begin(MessageType.TEXT);
            elsewhere(() -> message.write("text"));
            assertThat(elsewhere(() -> ws.sendText("behind"))).isEqualTo(SendResult.QUEUED);
            assertThat(elsewhere(() -> ws.sendPing(new byte[] {'a'}))).isEqualTo(SendResult.QUEUED);
            assertThat(elsewhere(() -> ws.sendPong(new byte[0]))).isEqualTo(SendResult.QUEUED);
            assertThat(ws.sendPing(new byte[] {'b'})).isEqualTo(SendResult.QUEUED);
            steps.settle();
            assertThat(heard.events).as("before the message's end").containsExactly("open", "pong a", "pong b");
            elsewhere(message::finish);
            steps.settle();
            assertThat(heard.events).containsExactly("open", "pong a", "pong b", "text text", "text behind");
        }
    }

    /** Between two rests of a connection, other threads judged by what had waited before. */
    @Test
    void whatWasAnsweredQueuedIsNeverDroppedAfterwards() throws Exception {
        Limits limits = Limits.defaults().withOutgoing(1_000, 2_000, 20_000);
        List<WebSocket> servers = new ArrayList<>();
        FaultyKernel kernel = new FaultyKernel();
        ListenerFactory listeners = request -> new Steps.Heard() {
            @Override
            public void onOpen(WebSocket ws) {
                servers.add(ws);
            }
        };
        try (Steps steps = new Steps(
                limits,
                request -> new Steps.Echo(),
                kernel,
                new FaultyKernel(),
                builder -> builder.route("/drop", Route.to(listeners).overflow(OverflowPolicy.DROP_NEW)))) {
            CompletableFuture<WebSocket> connecting = steps.client.connect(URI.create(steps.uri() + "drop"), heard);
            steps.until(connecting::isDone);
            WebSocket ws = servers.get(0);
            int taken = 0;
            for (int round = 0; round < 50; round++) {
                kernel.clogged = round % 5 != 0;
                for (int i = 0; i < 10; i++) {
                    SendResult result =
                            i % 3 == 0 ? ws.sendBinary(new byte[700]) : elsewhere(() -> ws.sendBinary(new byte[900]));
                    taken += result == SendResult.DROPPED ? 0 : 1;
                }
                steps.turns(1);
            }
            kernel.clogged = false;
            steps.settle();
            assertThat(ws.pendingBytes()).isZero();
            assertThat(heard.events.stream().filter(event -> event.startsWith("binary")))
                    .hasSize(taken)
                    .hasSizeLessThan(500);
        }
    }

    @Test
    void aMessageThatIsBegunAfterTheCloseIsNotTaken() throws Exception {
        try (Steps steps = new Steps(Limits.defaults(), request -> new Steps.Echo())) {
            WebSocket ws = steps.connect(heard);
            elsewhere(() -> ws.sendText("before"));
            ws.close();
            FragmentedMessage late = ws.begin(MessageType.TEXT);
            assertThat(late.write("late")).isEqualTo(SendResult.CLOSED);
            assertThat(elsewhere(() -> late.write("later"))).isEqualTo(SendResult.CLOSED);
            assertThat(late.finish()).isEqualTo(SendResult.CLOSED);
            assertThat(ws.sendText("late")).isEqualTo(SendResult.CLOSED);
            steps.until(() -> !heard.outcomes.isEmpty());
            assertThat(heard.events).containsExactly("open", "text before", "close 1000 CLOSING_HANDSHAKE");
        }
    }

    @Test
    void aCloseWaitsForAMessageInFragmentsOnlyAsLongAsItsTimeout() throws Exception {
        try (Steps steps = new Steps(Limits.defaults(), request -> new Steps.Echo())) {
            WebSocket ws = steps.connect(heard);
            FragmentedMessage message = ws.begin(MessageType.TEXT);
            message.write("without end");
            assertThat(ws.sendText("behind")).isEqualTo(SendResult.QUEUED);
            ws.close();
            assertThat(ws.isOpen()).isFalse();
            steps.settle();
            for (int second = 0; second < 4; second++) {
                steps.pass(Duration.ofSeconds(1));
                assertThat(message.write("and on")).isEqualTo(SendResult.QUEUED);
            }
            assertThat(heard.outcomes).isEmpty();
            steps.pass(Duration.ofSeconds(1));
            assertThat(message.write("too late")).isEqualTo(SendResult.CLOSED);
            steps.until(() -> !heard.outcomes.isEmpty());
            assertThat(ws.pendingBytes()).isZero();
        }
    }

    @Test
    void aMessageThatEndsInTimeLetsWhatIsBehindItAndTheCloseGo() throws Exception {
        try (Steps steps = new Steps(Limits.defaults(), request -> new Steps.Echo())) {
            WebSocket ws = steps.connect(heard);
            FragmentedMessage message = ws.begin(MessageType.TEXT);
            message.write("in ");
            ws.sendText("behind");
            elsewhere(() -> {
                ws.close();
                return true;
            });
            steps.settle();
            assertThat(elsewhere(() -> message.write("parts"))).isEqualTo(SendResult.QUEUED);
            assertThat(message.finish()).isEqualTo(SendResult.QUEUED);
            steps.until(() -> !heard.outcomes.isEmpty());
            assertThat(heard.events)
                    .containsExactly("open", "text in parts", "text behind", "close 1000 CLOSING_HANDSHAKE");
        }
    }

    @Test
    void fragmentsAreRefusedOnceTheConnectionHasEnded() throws Exception {
        try (Steps steps = new Steps(Limits.defaults(), request -> new Steps.Echo())) {
            WebSocket ws = steps.connect(heard);
            FragmentedMessage message = ws.begin(MessageType.TEXT);
            ws.abort();
            assertThat(elsewhere(() -> message.write("x"))).isEqualTo(SendResult.CLOSED);
            steps.until(() -> !heard.outcomes.isEmpty());
            assertThat(elsewhere(() -> message.write("x"))).isEqualTo(SendResult.CLOSED);
            assertThat(elsewhere(message::finish)).isEqualTo(SendResult.CLOSED);
            assertThat(ws.pendingBytes()).isZero();
        }
    }

    /** More calls wait behind a message than the loop gives at a time, and another message begins among them. */
    @Test
    void goesOnWhereABatchEndsWithinAMessage() throws Exception {
        try (Steps steps = new Steps(Limits.defaults(), request -> new Steps.Heard())) {
            WebSocket ws = steps.connect(heard);
            FragmentedMessage message = ws.begin(MessageType.TEXT);
            message.write("a");
            for (int i = 0; i < 1500; i++) {
                ws.sendText("x");
            }
            steps.turns(3);
            elsewhere(message::finish);
            FragmentedMessage next = ws.begin(MessageType.TEXT);
            elsewhere(() -> next.write("p1"));
            steps.turns(1);
            elsewhere(() -> next.write("p2"));
            elsewhere(next::finish);
            elsewhere(() -> ws.sendText("last"));
            steps.settle();
            assertThat(ws.pendingBytes()).isZero();
            assertThat(steps.errors).isEmpty();
        }
    }

    @Test
    void anotherThreadsTextThatIsNotUtf8EndsTheConnectionAndIsTold() throws Exception {
        try (Steps steps = new Steps(Limits.defaults(), request -> new Steps.Echo())) {
            WebSocket ws = steps.connect(heard);
            FragmentedMessage message = ws.begin(MessageType.TEXT);
            elsewhere(() -> message.write(ByteBuffer.wrap(new byte[] {(byte) 0xFF})));
            steps.until(() -> !heard.outcomes.isEmpty());
            assertThat(heard.outcomes.get(0).cause()).isEqualTo(CloseCause.LISTENER_FAILED);
            assertThat(heard.outcomes.get(0).error()).isInstanceOf(IllegalArgumentException.class);
            assertThat(steps.errors).containsExactly(heard.outcomes.get(0).error());
        }
    }

    @Test
    void aFragmentIsNeverDroppedFromTheMidstOfItsMessage() throws Exception {
        Limits limits = Limits.defaults().withOutgoing(1_000, 2_000, 4_000);
        List<WebSocket> servers = new ArrayList<>();
        FaultyKernel kernel = new FaultyKernel();
        ListenerFactory listeners = request -> new Steps.Heard() {
            @Override
            public void onOpen(WebSocket ws) {
                servers.add(ws);
            }
        };
        try (Steps steps = new Steps(
                limits,
                request -> new Steps.Echo(),
                kernel,
                new FaultyKernel(),
                builder -> builder.route("/drop", Route.to(listeners).overflow(OverflowPolicy.DROP_NEW)))) {
            CompletableFuture<WebSocket> connecting = steps.client.connect(URI.create(steps.uri() + "drop"), heard);
            steps.until(connecting::isDone);
            WebSocket ws = servers.get(0);
            kernel.clogged = true;
            FragmentedMessage message = ws.begin(MessageType.BINARY);
            elsewhere(() -> message.write(ByteBuffer.allocate(3_000)));
            assertThat(elsewhere(() -> message.write(ByteBuffer.allocate(3_000))))
                    .isEqualTo(SendResult.CLOSED);
        }
    }

    @Test
    void aMessageAboveTheCapIsTakenFromNoThread() throws Exception {
        Limits limits = Limits.defaults().withOutgoing(1_000, 2_000, 4_000);
        try (Steps steps = new Steps(limits, request -> new Steps.Heard())) {
            WebSocket ws = steps.connect(heard);
            assertThat(elsewhere(() -> ws.sendBinary(new byte[4_000]))).isEqualTo(SendResult.CONGESTED);
            steps.settle();
            assertThat(elsewhere(() -> ws.sendBinary(new byte[4_001]))).isEqualTo(SendResult.CLOSED);
        }
    }

    @Test
    void aMessageThatNoLoopTakesAnyMoreDoesNotWait() throws Exception {
        try (Steps steps = new Steps(Limits.defaults(), request -> new Steps.Echo())) {
            WebSocket ws = steps.connect(heard);
            elsewhere(() -> ws.sendBinary(new byte[5]));
            steps.clientLoop.close();
            assertThat(elsewhere(() -> ws.sendBinary(new byte[5]))).isEqualTo(SendResult.CLOSED);
            assertThat(ws.pendingBytes()).isZero();
        }
    }

    private static <T> T elsewhere(Supplier<T> call) {
        return CompletableFuture.supplyAsync(call, ANOTHER_THREAD).join();
    }
}
