package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.ListenerFactory;
import io.wsloop.PreparedMessage;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.loop.DrivenLoop;
import io.wsloop.loop.EventLoop;
import io.wsloop.loop.LoopOptions;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Loops share no state that a message writes. Two loops of one server echo on threads of their own, over real sockets: text,
 * binary, compressed, large, pings, and prepared messages to all of a loop. What a loop can get to is compared before and
 * after; {@link Reach} says how.
 *
 * <p>One test lets one loop work while the other rests: nothing may change in what the resting one gets to from itself and
 * its connections, its own or shared, nor in any static field of the library and what hangs off that. The acceptor knows
 * all loops; so the working loop itself, its selector and its keys are not entered. Looked at is also from within a callback
 * of the working loop, for what is taken back when a message is done. Another lets both work at once: what both get to may
 * not change. The others prove that a shared write is found.
 *
 * <p>What this does not show: a write of the value that is there already; a lock or a counter that is taken and given back
 * between two looks; what a loop reads of another's own fields; memory outside the heap; static fields of the JDK; objects
 * of closed packages ({@code java.lang} and the like: strings, threads, thread locals); fields of two owners in one cache
 * line.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SharedStateTest {
    /** Of twelve messages to each loop and thirteen back. */
    private static final int ROUNDS = 100;

    /** A text that all connections of the same loop are to hear of, by a prepared message. */
    private static final String TO_ALL = "to all";

    /** A text in whose callback {@link #look} is run. */
    private static final String LOOK = "look";

    /** The connections of the loop whose thread this is. */
    private static final ThreadLocal<List<WebSocket>> ROOM = ThreadLocal.withInitial(ArrayList::new);

    private static volatile Runnable look = () -> {};

    private static final PreparedMessage NEWS = PreparedMessage.text("news ".repeat(100));

    /** Values that do not change, a client's masking keys, the logger, and how JDK 25 knows the threads of a pool for files. */
    private static final List<String> CLOSED =
            List.of("java.lang.", "java.time.", "java.security.", "sun.util.logging.", "jdk.internal.vm.");

    private static final String[] OF_EACH = {
        "EventLoop",
        "Turn",
        "Selecting",
        "Desk",
        "TaskQueue",
        "TimerQueue",
        "Cork",
        "Workbench",
        "EngineGroup",
        "Connection",
        "WebSocketHandle",
        "AgreedHandshake",
        "Protocol",
        "Outbox",
        "Member",
        "SocketChannelImpl",
        "SelectionKeyImpl"
    };

    private static final String[] OF_BOTH = {
        "Acceptor", "Agreement", "Agreements", "LoopOptions", "Population", "PreparedMessage", "Site"
    };

    private final LoopOptions options = LoopOptions.defaults();
    private final DrivenLoop first = new DrivenLoop(options);
    private final DrivenLoop second = new DrivenLoop(options);

    SharedStateTest() throws IOException {}

    @AfterEach
    void close() throws Exception {
        look = () -> {};
        first.close();
        second.close();
    }

    @Test
    void whileOneLoopWorksNothingChangesInWhatTheOtherGetsTo() throws Exception {
        serve(request -> new Member());
        assertThat(changesIn(first, second)).isEmpty();
        assertThat(changesIn(second, first)).isEmpty();
    }

    @Test
    void whileBothLoopsWorkNothingChangesInWhatBothGetTo() throws Exception {
        serve(request -> new Member());
        Reach firsts = reach(first, second);
        Reach seconds = reach(second, first);
        Reach shared = reach(first, second).retain(seconds);
        assertThat(shared.has(NEWS)).isTrue();
        exchangeAtOnce();
        assertThat(shared.changes()).isEmpty();
        assertThat(firsts.changes()).as("what the first has for itself").isNotEmpty();
        assertThat(seconds.changes()).as("what the second has for itself").isNotEmpty();
    }

    @Test
    void theWalkGetsToWhatMatters() throws Exception {
        serve(request -> new Member());
        Reach firsts = reach(first, second);
        Reach seconds = reach(second, first);
        for (Reach each : List.of(firsts, seconds)) {
            assertThat(each.size()).isGreaterThan(500);
            assertThat(each.classes()).contains(OF_EACH).contains(OF_BOTH);
            assertThat(each.closed())
                    .as("closed to reflection; the build opens what is to be looked at, by --add-opens")
                    .allMatch(name -> CLOSED.stream().anyMatch(name::startsWith));
        }
        assertThat(firsts.has(first.loop)).isTrue();
        assertThat(firsts.has(second.loop)).isFalse();
        assertThat(seconds.has(second.loop)).isTrue();
        assertThat(seconds.has(first.loop)).isFalse();
        Reach shared = firsts.retain(seconds);
        assertThat(shared.classes()).contains(OF_BOTH).doesNotContain(OF_EACH);
    }

    @Test
    void aCounterThatListenersShareIsFound() throws Exception {
        AtomicLong messages = new AtomicLong();
        serve(request -> new Counting(messages));
        assertThat(changesIn(first, second)).singleElement().asString().contains("AtomicLong.value was ");
        assertThat(changesIn(second, first)).singleElement().asString().contains("AtomicLong.value was ");
        Reach shared = reach(first, second).retain(reach(second, first));
        exchangeAtOnce();
        assertThat(shared.changes()).singleElement().asString().contains("AtomicLong.value was ");
    }

    @Test
    void whatIsTakenBackAtTheEndOfACallbackIsFound() throws Exception {
        AtomicLong callbacks = new AtomicLong();
        serve(request -> new CountingCallbacks(callbacks));
        assertThat(changesIn(first, second)).singleElement().asString().contains("AtomicLong.value was 0 and is 1");
    }

    @Test
    void aTaskForTheOtherLoopIsFound() throws Exception {
        serve(request -> new Handing(first.loop, second.loop));
        assertThat(changesIn(first, second)).anyMatch(change -> change.contains("TaskQueue.addedCount was 0 "));
        assertThat(changesIn(second, first)).anyMatch(change -> change.contains("TaskQueue.addedCount was 0 "));
    }

    /** What changed in what the resting one gets to, while the other worked and after. */
    private Set<String> changesIn(DrivenLoop resting, DrivenLoop working) throws Exception {
        Reach reach = reach(resting, working);
        Set<String> changes = ConcurrentHashMap.newKeySet();
        look = () -> {
            try {
                changes.addAll(reach.changes());
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        };
        working.begin();
        exchange(working);
        working.rest();
        changes.addAll(reach.changes());
        look = () -> {};
        return changes;
    }

    private static Reach reach(DrivenLoop own, DrivenLoop other) throws Exception {
        Object foreign = other.selector();
        return Reach.of(
                Map.of("loop", own.loop),
                LibraryClasses.all(),
                object -> object == other.loop
                        || object == foreign
                        || (object instanceof SelectionKey key && key.selector() == foreign));
    }

    /** Starts a server on both loops, with two connections on each, one of them compressed, and lets them exchange some. */
    private void serve(ListenerFactory listeners) throws Exception {
        WebSocketServer server = WebSocketServer.builder()
                .loops(first.loop, second.loop)
                .deflate(DeflateOptions.defaults())
                .route("/echo", listeners)
                .start();
        first.begin();
        second.begin();
        // The acceptor deals them out in turn.
        for (String field : List.of("", "Sec-WebSocket-Extensions: permessage-deflate\r\n")) {
            first.peers.add(ScriptedPeer.open(server.port(), field));
            second.peers.add(ScriptedPeer.open(server.port(), field));
        }
        exchange(first);
        exchange(second);
        first.rest();
        second.rest();
    }

    private void exchangeAtOnce() throws Exception {
        first.begin();
        second.begin();
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<?> others = other.submit(() -> {
                exchange(first);
                return null;
            });
            exchange(second);
            others.get(20, TimeUnit.SECONDS);
        } finally {
            other.shutdown();
        }
        first.rest();
        second.rest();
    }

    private static void exchange(DrivenLoop loop) throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            for (ScriptedPeer peer : loop.peers) {
                peer.exchange();
            }
            loop.peers.get(0).say(TO_ALL);
            for (ScriptedPeer peer : loop.peers) {
                peer.hear(1);
            }
        }
        loop.peers.get(0).say(LOOK);
        loop.peers.get(0).hear(1);
    }

    /** Sends back what comes, and the prepared message to all of its loop when it is asked to. */
    private static class Member implements WebSocketListener {
        /** A field, so that it is among what a loop gets to. */
        private final PreparedMessage news = NEWS;

        @Override
        public void onOpen(WebSocket ws) {
            ROOM.get().add(ws);
        }

        @Override
        public void onText(WebSocket ws, String text) {
            if (text.equals(TO_ALL)) {
                for (WebSocket each : ROOM.get()) {
                    each.send(news);
                }
                return;
            }
            if (text.equals(LOOK)) {
                look.run();
            }
            ws.sendText(text);
        }

        @Override
        public void onBinary(WebSocket ws, byte[] payload) {
            ws.sendBinary(payload);
        }
    }

    private static final class Counting extends Member {
        private final AtomicLong messages;

        Counting(AtomicLong messages) {
            this.messages = messages;
        }

        @Override
        public void onBinary(WebSocket ws, byte[] payload) {
            messages.incrementAndGet();
            super.onBinary(ws, payload);
        }
    }

    private static final class CountingCallbacks extends Member {
        private final AtomicLong callbacks;

        CountingCallbacks(AtomicLong callbacks) {
            this.callbacks = callbacks;
        }

        @Override
        public void onText(WebSocket ws, String text) {
            callbacks.incrementAndGet();
            super.onText(ws, text);
            callbacks.decrementAndGet();
        }
    }

    private static final class Handing extends Member {
        private final EventLoop one;
        private final EventLoop other;

        Handing(EventLoop one, EventLoop other) {
            this.one = one;
            this.other = other;
        }

        @Override
        public void onBinary(WebSocket ws, byte[] payload) {
            (one.inLoop() ? other : one).execute(() -> {});
            super.onBinary(ws, payload);
        }
    }
}
