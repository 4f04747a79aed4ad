package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.CloseStatus;
import io.wsloop.Limits;
import io.wsloop.ListenerFactory;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.nio.internal.accept.Acceptor;
import io.wsloop.nio.internal.wire.Desk;
import java.io.IOException;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * The n-th accept, read, write or shutdown fails, for every n, on the server or on the client; and close, send, abort,
 * idleness and reset meet in every order. Against races at the close.
 */
class FaultTest {
    private static final Limits LIMITS = Limits.defaults();

    @Test
    void whateverFailsOnTheServerEachOpenIsClosedOnceAndNothingIsLeft() throws Exception {
        int calls = talk(new FaultyKernel(), new FaultyKernel(), true);
        assertThat(calls).isGreaterThan(10);
        for (int n = 1; n <= calls; n++) {
            FaultyKernel faulty = new FaultyKernel();
            faulty.failAt = n;
            talk(faulty, new FaultyKernel(), true);
        }
    }

    @Test
    void whateverFailsOnTheClientEachOpenIsClosedOnceAndNothingIsLeft() throws Exception {
        int calls = talk(new FaultyKernel(), new FaultyKernel(), false);
        assertThat(calls).isGreaterThan(8);
        for (int n = 1; n <= calls; n++) {
            FaultyKernel faulty = new FaultyKernel();
            faulty.failAt = n;
            talk(new FaultyKernel(), faulty, false);
        }
    }

    /** A whole conversation, cut off anywhere; returns how many calls of the kernel it took. */
    private static int talk(FaultyKernel serverKernel, FaultyKernel clientKernel, boolean countServer)
            throws Exception {
        FaultyKernel counted = countServer ? serverKernel : clientKernel;
        Steps.Heard client = new Steps.Heard();
        List<Steps.Heard> servers = new ArrayList<>();
        ListenerFactory echo = request -> {
            Steps.Heard server = new Steps.Heard() {
                @Override
                public void onText(WebSocket ws, String text) {
                    ws.sendText(text);
                }

                @Override
                public void onBinary(WebSocket ws, byte[] payload) {
                    ws.sendBinary(payload);
                }
            };
            servers.add(server);
            return server;
        };
        try (Steps steps = new Steps(LIMITS, echo, serverKernel, clientKernel, builder -> builder)) {
            CompletableFuture<WebSocket> connecting = steps.client.connect(steps.uri(), client);
            settle(steps);
            if (connecting.isDone() && !connecting.isCompletedExceptionally()) {
                WebSocket ws = connecting.get();
                ws.sendText("small");
                settle(steps);
                ws.sendBinary(new byte[300_000]);
                settle(steps);
                ws.close(CloseStatus.NORMAL);
                settle(steps);
            }
            assertThat(connecting).as("call %d", counted.failAt).isDone();
            for (Steps.Heard heard : servers) {
                assertThat(heard.outcomes).as("server, call %d", counted.failAt).hasSize(1);
                assertThat(heard.events).last().asString().startsWith("close");
            }
            assertThat(client.outcomes).hasSize(connecting.isCompletedExceptionally() ? 0 : 1);
            assertThat(steps.server.connections()).as("call %d", counted.failAt).isZero();
            assertThat(steps.client.connections()).as("call %d", counted.failAt).isZero();
            assertThat(steps.clientLoop.registered()).isEmpty();
            assertThat(steps.serverLoop.registered()).hasSize(1);

            counted.failAt = 0;
            Steps.Heard next = new Steps.Heard();
            steps.connect(next).sendText("the server goes on");
            steps.until(() -> next.events.size() == 2);
        }
        return counted.calls;
    }

    /** Until nothing happens any more, with a deadline's time in between for whoever waits for one. */
    private static void settle(Steps steps) throws IOException {
        steps.settle();
        steps.pass(Acceptor.REST);
    }

    /** What can happen to a connection, by either end. */
    private enum Act {
        CLOSE,
        SEND,
        SEND_LARGE,
        ABORT,
        PEER_CLOSE,
        PEER_SEND,
        PEER_ABORT,
        STEP,
        PASS
    }

    @Test
    void closeSendAbortIdleAndResetInEveryOrderEndOnceEach() throws Exception {
        for (Act first : Act.values()) {
            for (Act second : Act.values()) {
                for (Act third : Act.values()) {
                    meet(first, second, third);
                }
            }
        }
    }

    private static void meet(Act... acts) throws Exception {
        Steps.Heard client = new Steps.Heard();
        Steps.Heard server = new Steps.Heard();
        WebSocket[] peer = new WebSocket[1];
        ListenerFactory listeners = request -> new WebSocketListener() {
            @Override
            public void onOpen(WebSocket ws) {
                peer[0] = ws;
            }

            @Override
            public void onClose(WebSocket ws, io.wsloop.CloseOutcome outcome) {
                server.onClose(ws, outcome);
            }
        };
        try (Steps steps = new Steps(LIMITS, listeners)) {
            WebSocket ws = steps.connect(client);
            for (Act act : acts) {
                switch (act) {
                    case CLOSE -> ws.close();
                    case SEND -> ws.sendText("from the client");
                    case SEND_LARGE -> ws.sendBinary(new byte[100_000]);
                    case ABORT -> ws.abort();
                    case PEER_CLOSE -> peer[0].close();
                    case PEER_SEND -> peer[0].sendText("from the server");
                    case PEER_ABORT -> peer[0].abort();
                    case STEP -> steps.step();
                    case PASS -> steps.pass(LIMITS.pingAfter());
                }
            }
            steps.settle();
            ws.abort();
            steps.until(() -> client.outcomes.size() == 1 && server.outcomes.size() == 1);
            steps.settle();
            assertThat(client.outcomes).as("%s", (Object) acts).hasSize(1);
            assertThat(server.outcomes).as("%s", (Object) acts).hasSize(1);
            assertThat(steps.server.connections() + steps.client.connections()).isZero();
            assertThat(steps.errors).isEmpty();
        }
    }

    @Test
    void anErrorOfTheSocketsEndsOneConnectionAndTheOthersKeepTheStagingBuffer() throws Exception {
        FaultyKernel kernel = new FaultyKernel();
        try (Steps steps =
                new Steps(LIMITS, request -> new Steps.Echo(), kernel, new FaultyKernel(), builder -> builder)) {
            Steps.Heard victim = new Steps.Heard();
            WebSocket ws = steps.connect(victim);
            Steps.Heard witness = new Steps.Heard();
            WebSocket other = steps.connect(witness);
            kernel.error = new OutOfMemoryError("no direct memory");
            ws.sendText("whose echo meets it");
            steps.until(() -> !victim.outcomes.isEmpty());
            assertThat(victim.events).containsExactly("open", "close 1006 END_OF_STREAM");
            int before = kernel.calls;
            for (int i = 0; i < 10; i++) {
                other.sendText("small");
            }
            steps.settle();
            assertThat(witness.events).hasSize(11);
            assertThat(kernel.calls - before).as("one read and one write").isEqualTo(2);
            assertThat(Desk.of(steps.serverLoop).cork().isFree()).isTrue();
        }
    }

    @Test
    void anAcceptThatFailsIsToldOnceAndTriedAgainAfterARest() throws Exception {
        FaultyKernel kernel = new FaultyKernel();
        kernel.failAt = 1;
        try (Steps steps =
                new Steps(LIMITS, request -> new Steps.Echo(), kernel, new FaultyKernel(), builder -> builder)) {
            CompletableFuture<WebSocket> connecting = steps.client.connect(steps.uri(), new Steps.Heard());
            steps.settle();
            assertThat(connecting).isNotDone();
            assertThat(steps.errors).hasSize(1);
            steps.pass(Acceptor.REST);
            steps.until(connecting::isDone);
            assertThat(connecting.get().isOpen()).isTrue();
            assertThat(steps.errors).hasSize(1);
        }
    }

    @Test
    void anAddressThatIsNotThisMachinesIsNamedAsThat() {
        assertThatThrownBy(() -> WebSocketServer.builder().host("192.0.2.1").start())
                .isInstanceOf(BindException.class)
                .hasMessageContaining("192.0.2.1")
                .hasMessageContaining("this machine has no such address");
    }

    @Test
    void aPortThatIsTakenIsSaidWithWhatToDo() throws Exception {
        try (Steps steps = new Steps(LIMITS, request -> new Steps.Echo())) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> WebSocketServer.builder()
                            .loops(steps.serverLoop)
                            .port(steps.server.port())
                            .start())
                    .isInstanceOf(BindException.class)
                    .hasMessageContainingAll("127.0.0.1", String.valueOf(steps.server.port()), "another port");
        }
    }
}
