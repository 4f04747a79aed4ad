package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.wsloop.Limits;
import io.wsloop.loop.EventLoop;
import io.wsloop.loop.LoopOptions;
import io.wsloop.nio.internal.http.Talk;
import io.wsloop.nio.internal.site.Site;
import io.wsloop.nio.internal.wire.Durations;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every duration that an application can hand in is either refused at once, with a text that names the setting and the
 * value, or waited for: none overflows later in a task, where nobody would hear of it.
 */
class DurationsTest {
    private static final List<Duration> EDGES = List.of(
            Duration.ofSeconds(Long.MIN_VALUE),
            Duration.ofDays(-36_500),
            Duration.ofSeconds(-1),
            Duration.ofNanos(-1),
            Duration.ZERO,
            Duration.ofNanos(1),
            Durations.LONGEST,
            Durations.LONGEST.plusNanos(1),
            Duration.ofNanos(Long.MAX_VALUE),
            Duration.ofNanos(Long.MAX_VALUE).plusNanos(1),
            Duration.ofSeconds(Long.MAX_VALUE),
            ChronoUnit.FOREVER.getDuration());

    /** What an application does with a duration. */
    private interface Use {
        void with(Duration value) throws Exception;
    }

    private record Setting(String name, Set<Duration> refused, Use use) {}

    private static final Set<Duration> NEGATIVE = edges(Duration.ofSeconds(Long.MIN_VALUE), Duration.ofNanos(-1));
    private static final Set<Duration> NOT_POSITIVE = edges(Duration.ofSeconds(Long.MIN_VALUE), Duration.ZERO);
    private static final Set<Duration> TOO_LONG =
            edges(Durations.LONGEST.plusNanos(1), ChronoUnit.FOREVER.getDuration());
    private static final Set<Duration> ABOVE_A_MINUTE = edges(Durations.LONGEST, ChronoUnit.FOREVER.getDuration());

    private static Set<Duration> edges(Duration from, Duration to) {
        return EDGES.stream()
                .filter(edge -> edge.compareTo(from) >= 0 && edge.compareTo(to) <= 0)
                .collect(Collectors.toSet());
    }

    private static Set<Duration> union(Set<Duration> one, Set<Duration> other) {
        Set<Duration> both = new TreeSet<>(one);
        both.addAll(other);
        return both;
    }

    private static Map<String, Setting> settings() {
        Limits limits = Limits.defaults();
        LoopOptions options = LoopOptions.defaults();
        Map<String, Setting> all = new LinkedHashMap<>();
        Set<Duration> positive = union(NOT_POSITIVE, TOO_LONG);
        Set<Duration> notNegative = union(NEGATIVE, TOO_LONG);
        all.put("Limits.withHandshakeTimeout", new Setting("handshakeTimeout", positive, limits::withHandshakeTimeout));
        all.put("Limits.withPingAfter", new Setting("pingAfter", notNegative, limits::withPingAfter));
        all.put("Limits.withPongTimeout", new Setting("pongTimeout", positive, limits::withPongTimeout));
        all.put("Limits.withCloseTimeout", new Setting("closeTimeout", positive, limits::withCloseTimeout));
        all.put("Limits.withWriteTimeout", new Setting("writeTimeout", notNegative, limits::withWriteTimeout));
        all.put(
                "LoopOptions.withBusyPoll",
                new Setting("busyPoll", union(NEGATIVE, ABOVE_A_MINUTE), options::withBusyPoll));
        all.put(
                "WebSocketClient$Builder.connectTimeout",
                new Setting("connectTimeout", positive, value -> connect(value)));
        all.put("ClientRequest.connectTimeout", new Setting("connectTimeout", positive, DurationsTest::connectOnce));
        all.put(
                "WebSocketServer$Builder.answerTimeout",
                new Setting("answerTimeout", positive, DurationsTest::answerWithin));
        all.put("WebSocketClient.stop", new Setting("grace", NEGATIVE, DurationsTest::stopClient));
        all.put("WebSocketServer.stop", new Setting("grace", NEGATIVE, DurationsTest::stopServer));
        all.put("EventLoop.schedule", new Setting("delay", Set.of(), DurationsTest::schedule));
        all.put("EventLoop.runOnce", new Setting("timeout", Set.of(), DurationsTest::runOnce));
        return all;
    }

    private static void connect(Duration timeout) throws Exception {
        connect(WebSocketClient.builder().connectTimeout(timeout), request -> request);
    }

    private static void connectOnce(Duration timeout) throws Exception {
        connect(WebSocketClient.builder(), request -> request.connectTimeout(timeout));
    }

    private static void connect(WebSocketClient.Builder builder, UnaryOperator<ClientRequest> choice) throws Exception {
        try (EventLoop loop = EventLoop.open(LoopOptions.defaults());
                WebSocketClient client = builder.loop(loop).build();
                ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ClientRequest request = ClientRequest.to(URI.create("ws://127.0.0.1:" + silent.getLocalPort() + "/"));
            client.connect(choice.apply(request), new Steps.Heard());
            // It connects, or its time is over: either way without an error of the loop.
            for (int i = 0;
                    i < 1000 && client.connections() == 0 && !client.toString().contains("[0 connecting");
                    i++) {
                loop.runOnce(Duration.ofMillis(1));
            }
            assertThat(client.toString()).contains("[0 connecting");
        }
    }

    /** The deadline of an answer is a sum with a clock that is about to overflow. */
    private static void answerWithin(Duration timeout) throws Exception {
        WebSocketServer.builder().answerTimeout(timeout);
        Talk talk = new Talk(Site.builder()
                .answerTimeout(timeout)
                .handlerAsync("GET", "/", request -> new CompletableFuture<>())
                .build());
        talk.get("/").pass(0);
        assertThat(talk.out.text()).isEmpty();
    }

    private static void stopClient(Duration grace) throws Exception {
        try (WebSocketClient client = WebSocketClient.builder().build()) {
            client.stop(grace).get(20, TimeUnit.SECONDS);
        }
    }

    private static void stopServer(Duration grace) throws Exception {
        try (WebSocketServer server = WebSocketServer.builder().loops(1).start()) {
            server.stop(grace).get(20, TimeUnit.SECONDS);
        }
    }

    private static void schedule(Duration delay) throws Exception {
        try (EventLoop loop = EventLoop.open(LoopOptions.defaults().withClock(() -> Long.MAX_VALUE - 5))) {
            List<Duration> ran = new ArrayList<>();
            loop.schedule(delay, () -> ran.add(delay));
            loop.runOnce(Duration.ZERO);
            loop.runOnce(Duration.ZERO);
            assertThat(ran.isEmpty()).as("waits").isEqualTo(delay.compareTo(Duration.ZERO) > 0);
        }
    }

    private static void runOnce(Duration timeout) throws Exception {
        try (EventLoop loop = EventLoop.open(LoopOptions.defaults())) {
            // Else it would wait as it is told.
            loop.execute(() -> {});
            loop.runOnce(timeout);
        }
    }

    @TestFactory
    Stream<DynamicTest> everyDurationIsRefusedByNameOrWaitedFor() {
        return settings().entrySet().stream()
                .flatMap(entry -> EDGES.stream()
                        .map(edge -> DynamicTest.dynamicTest(
                                entry.getKey() + " " + edge, () -> check(entry.getValue(), edge))));
    }

    private static void check(Setting setting, Duration edge) throws Exception {
        if (setting.refused.contains(edge)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> setting.use.with(edge))
                    .withMessageStartingWith(setting.name + " must ")
                    .withMessageEndingWith(", not " + edge);
        } else {
            setting.use.with(edge);
        }
    }

    @TestFactory
    Stream<DynamicTest> noDurationIsNull() {
        return settings().entrySet().stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(),
                        () -> assertThatNullPointerException()
                                .isThrownBy(() -> entry.getValue().use.with(nothing()))
                                .withMessage(entry.getValue().name)));
    }

    @SuppressWarnings("NullAway")
    private static Duration nothing() {
        return null;
    }

    /** Whoever adds a method with a duration adds it to the table above. */
    @Test
    void theTableKnowsEveryPublicMethodThatTakesADuration() throws Exception {
        Set<String> found = new TreeSet<>();
        for (Class<?> type : LibraryClasses.exported()) {
            collect(type, found);
        }
        assertThat(found).isEqualTo(new TreeSet<>(settings().keySet()));
    }

    private static void collect(Class<?> type, Set<String> found) {
        if (!Modifier.isPublic(type.getModifiers())) {
            return;
        }
        List<Executable> all = new ArrayList<>(List.of(type.getDeclaredMethods()));
        all.addAll(List.of(type.getDeclaredConstructors()));
        for (Executable method : all) {
            // A record's constructor is what its with methods call.
            boolean ofRecord = type.isRecord() && method instanceof Constructor;
            if (Modifier.isPublic(method.getModifiers())
                    && !ofRecord
                    && Arrays.asList(method.getParameterTypes()).contains(Duration.class)) {
                String simple = type.getName().substring(type.getPackageName().length() + 1);
                found.add(simple + "." + method.getName());
            }
        }
    }
}
