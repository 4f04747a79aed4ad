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
        Bench.Heard client = new Bench.Heard();
        List<Bench.Heard> servers = new ArrayList<>();
        ListenerFactory echo = request -> {
            Bench.Heard server = new Bench.Heard() {
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
        try (Bench bench = new Bench(LIMITS, echo, serverKernel, clientKernel, builder -> builder)) {
            CompletableFuture<WebSocket> connecting = bench.client.connect(bench.uri(), client);
            settle(bench);
            if (connecting.isDone() && !connecting.isCompletedExceptionally()) {
                WebSocket ws = connecting.get();
                ws.sendText("small");
                settle(bench);
                ws.sendBinary(new byte[300_000]);
                settle(bench);
                ws.close(CloseStatus.NORMAL);
                settle(bench);
            }
            assertThat(connecting).as("call %d", counted.failAt).isDone();
            for (Bench.Heard heard : servers) {
                assertThat(heard.outcomes).as("server, call %d", counted.failAt).hasSize(1);
                assertThat(heard.events).last().asString().startsWith("close");
            }
            assertThat(client.outcomes).hasSize(connecting.isCompletedExceptionally() ? 0 : 1);
            assertThat(bench.server.connections()).as("call %d", counted.failAt).isZero();
            assertThat(bench.client.connections()).as("call %d", counted.failAt).isZero();
            assertThat(bench.clientLoop.registered()).isEmpty();
            assertThat(bench.serverLoop.registered()).hasSize(1);

            counted.failAt = 0;
            Bench.Heard next = new Bench.Heard();
            bench.connect(next).sendText("the server goes on");
            bench.until(() -> next.events.size() == 2);
        }
        return counted.calls;
    }

    /** Until nothing happens any more, with a deadline's time in between for whoever waits for one. */
    private static void settle(Bench bench) throws IOException {
        bench.settle();
        bench.pass(Acceptor.REST);
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
        Bench.Heard client = new Bench.Heard();
        Bench.Heard server = new Bench.Heard();
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
        try (Bench bench = new Bench(LIMITS, listeners)) {
            WebSocket ws = bench.connect(client);
            for (Act act : acts) {
                switch (act) {
                    case CLOSE -> ws.close();
                    case SEND -> ws.sendText("from the client");
                    case SEND_LARGE -> ws.sendBinary(new byte[100_000]);
                    case ABORT -> ws.abort();
                    case PEER_CLOSE -> peer[0].close();
                    case PEER_SEND -> peer[0].sendText("from the server");
                    case PEER_ABORT -> peer[0].abort();
                    case STEP -> bench.step();
                    case PASS -> bench.pass(LIMITS.pingAfter());
                }
            }
            bench.settle();
            ws.abort();
            bench.until(() -> client.outcomes.size() == 1 && server.outcomes.size() == 1);
            bench.settle();
            assertThat(client.outcomes).as("%s", (Object) acts).hasSize(1);
            assertThat(server.outcomes).as("%s", (Object) acts).hasSize(1);
            assertThat(bench.server.connections() + bench.client.connections()).isZero();
            assertThat(bench.errors).isEmpty();
        }
    }

    @Test
    void anErrorOfTheSocketsEndsOneConnectionAndTheOthersKeepTheStagingBuffer() throws Exception {
        FaultyKernel kernel = new FaultyKernel();
        try (Bench bench =
                new Bench(LIMITS, request -> new Bench.Echo(), kernel, new FaultyKernel(), builder -> builder)) {
            Bench.Heard victim = new Bench.Heard();
            WebSocket ws = bench.connect(victim);
            Bench.Heard witness = new Bench.Heard();
            WebSocket other = bench.connect(witness);
            kernel.error = new OutOfMemoryError("no direct memory");
            ws.sendText("whose echo meets it");
            bench.until(() -> !victim.outcomes.isEmpty());
            assertThat(victim.events).containsExactly("open", "close 1006 END_OF_STREAM");
            int before = kernel.calls;
            for (int i = 0; i < 10; i++) {
                other.sendText("small");
            }
            bench.settle();
            assertThat(witness.events).hasSize(11);
            assertThat(kernel.calls - before).as("one read and one write").isEqualTo(2);
            assertThat(Desk.of(bench.serverLoop).cork().isFree()).isTrue();
        }
    }

    @Test
    void anAcceptThatFailsIsToldOnceAndTriedAgainAfterARest() throws Exception {
        FaultyKernel kernel = new FaultyKernel();
        kernel.failAt = 1;
        try (Bench bench =
                new Bench(LIMITS, request -> new Bench.Echo(), kernel, new FaultyKernel(), builder -> builder)) {
            CompletableFuture<WebSocket> connecting = bench.client.connect(bench.uri(), new Bench.Heard());
            bench.settle();
            assertThat(connecting).isNotDone();
            assertThat(bench.errors).hasSize(1);
            bench.pass(Acceptor.REST);
            bench.until(connecting::isDone);
            assertThat(connecting.get().isOpen()).isTrue();
            assertThat(bench.errors).hasSize(1);
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
        try (Bench bench = new Bench(LIMITS, request -> new Bench.Echo())) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> WebSocketServer.builder()
                            .loops(bench.serverLoop)
                            .port(bench.server.port())
                            .start())
                    .isInstanceOf(BindException.class)
                    .hasMessageContainingAll("127.0.0.1", String.valueOf(bench.server.port()), "another port");
        }
    }
}
