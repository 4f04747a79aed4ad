package io.wsloop.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.CloseCause;
import io.wsloop.CloseOutcome;
import io.wsloop.CloseOutcome.Initiator;
import io.wsloop.CloseStatus;
import io.wsloop.Handshake;
import io.wsloop.Limits;
import io.wsloop.ListenerFactory;
import io.wsloop.MessageType;
import io.wsloop.PreparedMessage;
import io.wsloop.Role;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.deflate.DeflateSharing;
import io.wsloop.deflate.DeflateTerms;
import io.wsloop.deflate.MessageDeflater;
import io.wsloop.deflate.MessageInflater;
import io.wsloop.handshake.Authority;
import io.wsloop.handshake.ClientHandshake;
import io.wsloop.handshake.HandshakeException;
import io.wsloop.handshake.HeadException;
import io.wsloop.handshake.HeadReader;
import io.wsloop.handshake.Headers;
import io.wsloop.handshake.RequestHead;
import io.wsloop.handshake.ResponseHead;
import io.wsloop.loop.EventLoop;
import io.wsloop.loop.LoopOptions;
import io.wsloop.loop.Registered;
import io.wsloop.loop.Timer;
import io.wsloop.nio.internal.site.ReceivedRequest;
import io.wsloop.protocol.GatheringWriter;
import io.wsloop.protocol.MaskingKeys;
import io.wsloop.protocol.Outbox;
import io.wsloop.protocol.Protocol;
import io.wsloop.protocol.ProtocolOptions;
import io.wsloop.protocol.ProtocolSink;
import io.wsloop.protocol.Workbench;
import io.wsloop.server.HttpHandler;
import io.wsloop.server.HttpRequest;
import io.wsloop.server.HttpResponse;
import io.wsloop.server.OriginPolicy;
import io.wsloop.server.Route;
import io.wsloop.server.Upgrade;
import io.wsloop.server.UpgradeHook;
import io.wsloop.watch.ErrorHandler;
import java.io.IOException;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Null is refused at the call, by a message that names the parameter: walks over every public method and constructor of
 * the exported packages and passes null for one parameter at a time.
 */
class NullArgumentsTest {
    /** What an application or a driver implements: the library calls it, so nobody passes null. */
    private static final Set<Class<?>> CALLED_BY_THE_LIBRARY = Set.of(
            WebSocketListener.class,
            ListenerFactory.class,
            ErrorHandler.class,
            HttpHandler.class,
            HttpHandler.Async.class,
            UpgradeHook.class,
            UpgradeHook.Async.class,
            OriginPolicy.class,
            ProtocolSink.class,
            MaskingKeys.class,
            GatheringWriter.class,
            Outbox.Drain.class,
            Registered.class,
            Timer.class);

    private final Map<Class<?>, Callable<Object>> samples = new HashMap<>();
    private final List<String> taken = new ArrayList<>();
    private int asked;
    private SelectableChannel unused;

    @Test
    void everyMethodNamesTheParameterThatIsNull() throws Exception {
        Object[] connected = new Object[1];
        try (Steps steps = new Steps(Limits.defaults(), handshake -> new WebSocketListener() {});
                SocketChannel unused = SocketChannel.open()) {
            this.unused = unused;
            WebSocket ws = steps.connect(new WebSocketListener() {
                @Override
                public void onOpen(WebSocket ws) {
                    connected[0] = ws;
                    // On the connection's own thread, where calls go straight to the engine.
                    askOf(WebSocket.class, ws);
                }
            });
            assertThat(connected[0]).isSameAs(ws);
            fillSamples(steps, ws);
            Thread other = new Thread(() -> askOf(WebSocket.class, ws));
            other.start();
            other.join();
            for (Class<?> type : LibraryClasses.exported()) {
                if (isPublic(type)) {
                    ask(type);
                }
            }
        }
        assertThat(taken).isEmpty();
        assertThat(asked).isGreaterThan(250);
    }

    @Test
    void aMethodThatTakesNullIsFound() {
        samples.put(Careless.class, Careless::new);
        askOf(Careless.class, new Careless());
        assertThat(taken)
                .hasSize(2)
                .anyMatch(line -> line.contains("keep") && line.endsWith("value: taken"))
                .anyMatch(line -> line.contains("useLater"));
        assertThat(asked).isEqualTo(3);
    }

    /** Refuses null in one of three methods. */
    @SuppressWarnings("unused")
    public static final class Careless {
        private @Nullable Object kept;

        /** Takes it. */
        public void keep(Object value) {
            kept = value;
        }

        /** Says so. */
        public void keepOrClear(@Nullable Object value) {
            kept = value;
        }

        /** Fails, but without its name. */
        public int useLater(String text) {
            String other = text;
            return other.length();
        }

        /** Refuses it. */
        public int use(String text) {
            return text.length();
        }
    }

    private void fillSamples(Steps steps, WebSocket ws) throws Exception {
        Headers headers = Headers.of("X-Test", "a");
        RequestHead request = new RequestHead("GET", "/", "HTTP/1.1", "/", "", headers);
        ResponseHead response = new ResponseHead("HTTP/1.1", 200, "OK", headers);
        DeflateOptions deflate = DeflateOptions.defaults();
        DeflateTerms terms = new DeflateTerms(true, true, 15, 15);
        ProtocolOptions options = ProtocolOptions.of(Limits.defaults());
        DeflateSharing sharing = new DeflateSharing();
        put(byte[].class, () -> new byte[16]);
        put(String.class, () -> "a");
        put(String[].class, () -> new String[] {"a"});
        put(ByteBuffer.class, () -> ByteBuffer.allocate(16));
        put(ByteBuffer[].class, () -> new ByteBuffer[] {ByteBuffer.allocate(16)});
        put(Object.class, Object::new);
        put(Runnable.class, () -> (Runnable) () -> {});
        put(Throwable.class, () -> new IOException("of a test"));
        put(URI.class, () -> URI.create("ws://localhost/"));
        put(Path.class, () -> Path.of("."));
        put(Duration.class, () -> Duration.ofSeconds(1));
        put(List.class, () -> List.of());
        put(Map.class, () -> Map.of());
        put(ClassLoader.class, NullArgumentsTest.class::getClassLoader);
        put(ThreadFactory.class, () -> (ThreadFactory) Thread::new);
        put(LongSupplier.class, () -> (LongSupplier) () -> 0);

        put(CloseOutcome.class, () -> new CloseOutcome(null, null, Initiator.PEER, CloseCause.END_OF_STREAM, null));
        put(CloseStatus.class, () -> CloseStatus.NORMAL);
        put(Limits.class, Limits::defaults);
        put(PreparedMessage.class, () -> PreparedMessage.text("a"));
        put(WebSocket.class, () -> ws);
        put(Handshake.class, ws::handshake);
        put(io.wsloop.FragmentedMessage.class, () -> {
            ws.abort();
            return steps.connect(new WebSocketListener() {}).begin(MessageType.TEXT);
        });
        put(io.wsloop.handshake.KeptHandshake.class, ws::handshake);
        put(ListenerFactory.class, () -> (ListenerFactory) handshake -> new WebSocketListener() {});
        put(WebSocketListener.class, () -> new WebSocketListener() {});
        put(DeflateOptions.class, () -> deflate);
        put(DeflateTerms.class, () -> terms);
        put(DeflateSharing.class, () -> sharing);
        put(MessageDeflater.class, () -> MessageDeflater.of(Role.SERVER, terms, deflate, sharing));
        put(MessageInflater.class, () -> MessageInflater.of(Role.SERVER, terms, sharing));
        put(Authority.class, () -> Authority.parse("localhost:80"));
        put(
                ClientHandshake.class,
                () -> ClientHandshake.of(URI.create("ws://localhost/"), List.of(), null, headers, new byte[16]));
        put(HandshakeException.class, () -> new HandshakeException("m", null, new byte[0]));
        put(HeadException.class, () -> new HeadException(400, "m"));
        put(HeadReader.class, () -> HeadReader.of(Limits.defaults()));
        put(Headers.class, () -> headers);
        put(Headers.Builder.class, Headers::builder);
        put(RequestHead.class, () -> request);
        put(ResponseHead.class, () -> response);
        put(GatheringWriter.class, () -> (GatheringWriter) (buffers, count) -> {});
        put(MaskingKeys.class, () -> (MaskingKeys) () -> 7);
        put(Outbox.Drain.class, () -> (Outbox.Drain) full -> {});
        put(
                Outbox.class,
                () -> Protocol.server(options, new Workbench(() -> 7, System::nanoTime))
                        .outbox());
        put(ProtocolOptions.class, () -> options);
        put(ProtocolSink.class, () -> new ProtocolSink() {});
        put(Workbench.class, () -> new Workbench(() -> 7, System::nanoTime));
        put(Protocol.class, () -> Protocol.server(options, new Workbench(() -> 7, System::nanoTime)));

        put(EventLoop.class, () -> steps.clientLoop);
        put(Registered.class, () -> new Registered() {
            @Override
            public void ready(SelectionKey key) {}

            @Override
            public void moved(SelectionKey key) {}

            @Override
            public void drop(Throwable cause) {}
        });
        put(SelectableChannel.class, () -> unused);
        put(Function.class, Function::identity);
        put(Class.class, () -> String.class);
        put(SelectorProvider.class, SelectorProvider::provider);
        put(RandomGenerator.class, RandomGenerator::getDefault);
        put(Timer.class, () -> new Timer() {
            @Override
            protected void expired() {}
        });
        put(EventLoop[].class, () -> new EventLoop[] {steps.clientLoop});
        put(ErrorHandler.class, () -> (ErrorHandler) (where, error) -> {});
        put(HttpHandler.class, () -> (HttpHandler) http -> HttpResponse.text(200, "a"));
        put(HttpHandler.Async.class, () ->
                (HttpHandler.Async) http -> new java.util.concurrent.CompletableFuture<HttpResponse>());
        put(HttpRequest.class, () -> ReceivedRequest.of(request, false, new InetSocketAddress(80)));
        put(HttpResponse.class, () -> HttpResponse.text(200, "a"));
        put(LoopOptions.class, LoopOptions::defaults);
        put(OriginPolicy.class, OriginPolicy::any);
        put(Route.class, () -> Route.to(handshake -> new WebSocketListener() {}));
        put(UpgradeHook.Async.class, () ->
                (UpgradeHook.Async) asked -> new java.util.concurrent.CompletableFuture<Upgrade>());
        put(UpgradeHook.class, () -> (UpgradeHook) asked -> Upgrade.accept());
        put(Upgrade.Accept.class, Upgrade::accept);
        put(WebSocketServer.class, () -> steps.server);
        put(WebSocketServer.Builder.class, WebSocketServer::builder);
        put(WebSocketClient.class, () -> steps.client);
        put(WebSocketClient.Builder.class, WebSocketClient::builder);
        put(ClientRequest.class, () -> ClientRequest.to(URI.create("ws://localhost/")));
    }

    private void put(Class<?> type, Callable<Object> sample) {
        samples.put(type, sample);
    }

    private static boolean isPublic(Class<?> type) {
        for (Class<?> outer = type; outer != null; outer = outer.getEnclosingClass()) {
            if (!Modifier.isPublic(outer.getModifiers())) {
                return false;
            }
        }
        return true;
    }

    private void ask(Class<?> type) throws Exception {
        for (Constructor<?> constructor : type.getConstructors()) {
            ask(constructor, null);
        }
        for (Method found : type.getMethods()) {
            Method method = written(found);
            boolean isStatic = Modifier.isStatic(method.getModifiers());
            if (isOurs(method) && (isStatic || !CALLED_BY_THE_LIBRARY.contains(type))) {
                ask(method, isStatic ? null : type);
            }
        }
    }

    private void askOf(Class<?> type, Object receiver) {
        samples.putIfAbsent(byte[].class, () -> new byte[16]);
        samples.putIfAbsent(ByteBuffer.class, () -> ByteBuffer.allocate(16));
        samples.putIfAbsent(String.class, () -> "a");
        samples.put(type, () -> receiver);
        try {
            for (Method method : type.getMethods()) {
                if (isOurs(method)) {
                    ask(method, type);
                }
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The method in the source, of which the compiler made a bridge because its class is hidden. */
    private static Method written(Method method) {
        Class<?> above = method.getDeclaringClass().getSuperclass();
        while (method.isBridge() && above != null && !Modifier.isPublic(above.getModifiers())) {
            for (Method candidate : above.getDeclaredMethods()) {
                if (!candidate.isBridge()
                        && candidate.getName().equals(method.getName())
                        && Arrays.equals(candidate.getParameterTypes(), method.getParameterTypes())) {
                    candidate.setAccessible(true);
                    return candidate;
                }
            }
            above = above.getSuperclass();
        }
        return method;
    }

    private static boolean isOurs(Method method) {
        return method.getDeclaringClass().getName().startsWith("io.wsloop.")
                && !method.isSynthetic()
                && !method.getName().equals("equals")
                // The compiler's.
                && !(method.getDeclaringClass().isEnum() && method.getName().equals("valueOf"));
    }

    private void ask(Executable called, @Nullable Class<?> receiver) throws Exception {
        Parameter[] parameters = called.getParameters();
        for (int i = 0; i < parameters.length; i++) {
            if (!parameters[i].getType().isPrimitive() && !isNullable(parameters[i].getAnnotatedType())) {
                asked++;
                String answer = answer(called, receiver, i);
                if (!answer.isEmpty()) {
                    taken.add(called + ", " + parameters[i].getName() + ": " + answer);
                }
            }
        }
    }

    /** Empty when the parameter is named. */
    private String answer(Executable called, @Nullable Class<?> receiver, int which) throws Exception {
        Parameter[] parameters = called.getParameters();
        Object[] arguments = new Object[parameters.length];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = i == which ? null : sample(parameters[i].getType());
        }
        called.setAccessible(true);
        try {
            if (called instanceof Method method) {
                method.invoke(receiver == null ? null : sample(receiver), arguments);
            } else {
                ((Constructor<?>) called).newInstance(arguments);
            }
            return "taken";
        } catch (InvocationTargetException e) {
            Throwable thrown = e.getCause();
            boolean named = thrown instanceof NullPointerException
                    && String.valueOf(thrown.getMessage())
                            .matches("(?s)(.*\\W)?" + parameters[which].getName() + "(\\W.*)?");
            return named ? "" : String.valueOf(thrown);
        }
    }

    private static boolean isNullable(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class);
    }

    private @Nullable Object sample(Class<?> type) throws Exception {
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        if (type == boolean.class) {
            return false;
        }
        if (type == int.class) {
            return 8;
        }
        if (type == long.class) {
            return 8L;
        }
        Callable<Object> sample = samples.get(type);
        if (sample == null) {
            throw new AssertionError("expected a sample of " + type);
        }
        return sample.call();
    }
}
