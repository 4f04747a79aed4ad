package io.wsloop.nio.internal.opening;

import io.wsloop.CloseCause;
import io.wsloop.Delivery;
import io.wsloop.Limits;
import io.wsloop.OverflowPolicy;
import io.wsloop.Role;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.handshake.ClientHandshake;
import io.wsloop.handshake.HandshakeException;
import io.wsloop.handshake.HandshakeResult;
import io.wsloop.handshake.HeadException;
import io.wsloop.handshake.HeadReader;
import io.wsloop.handshake.ResponseHead;
import io.wsloop.loop.EventLoop;
import io.wsloop.nio.internal.report.Faults;
import io.wsloop.nio.internal.socket.Agreement;
import io.wsloop.nio.internal.socket.Upgraded;
import io.wsloop.nio.internal.socket.WebSocketHandle;
import io.wsloop.nio.internal.wire.Connection;
import io.wsloop.nio.internal.wire.Phase;
import io.wsloop.protocol.ProtocolOptions;
import io.wsloop.protocol.TransportAction;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection until the server has answered its opening handshake (RFC 6455 §4.1). After a refusal it waits for the
 * first bytes of the body, because they usually say why. Loop thread.
 */
public final class ClientPhase implements Phase {
    /** The most interim responses (RFC 9110 §15.2) that are passed over. One more fails the opening handshake. */
    private static final int MOST_INTERIM = 16;

    private final Connection connection;
    private final ClientHandshake handshake;
    private final ClientChoices choices;
    private final WebSocketListener listener;
    private final CompletableFuture<WebSocket> result;
    private final HeadReader reader;
    private final long deadline;

    /** The server's refusal, or null. Once it is here, only its body is read, and the future fails with it. */
    private @Nullable ServerRefusal refusal;

    private int interim;
    private TransportAction action = TransportAction.NONE;

    public ClientPhase(
            EventLoop loop,
            Connection connection,
            ClientHandshake handshake,
            ClientChoices choices,
            WebSocketListener listener,
            CompletableFuture<WebSocket> result) {
        this.connection = connection;
        this.handshake = handshake;
        this.choices = choices;
        this.listener = listener;
        this.result = result;
        reader = HeadReader.of(choices.limits());
        deadline = loop.now() + choices.limits().handshakeTimeout().toNanos();
        result.whenComplete((ws, error) -> {
            // The application may have cancelled the future. Without this the connection would wait for the server's
            // next byte.
            if (error != null) {
                loop.onLoop(this::wakeIfOpen);
            }
        });
    }

    @Override
    public void begin() {
        connection.send(handshake.bytes());
    }

    /** The server and path, for messages. */
    private String server() {
        return nameOf(handshake);
    }

    /**
     * The server and path of a handshake, for messages. They are as sent, so they have no control characters. The query is
     * left out, because it may hold a token.
     */
    public static String nameOf(ClientHandshake handshake) {
        String target = handshake.request().target();
        int query = target.indexOf('?');
        return "ws://" + handshake.request().headers().first("Host")
                + (query < 0 ? target : target.substring(0, query));
    }

    private void wakeIfOpen() {
        if (action == TransportAction.NONE) {
            connection.flushLater();
        }
    }

    @Override
    public boolean receive(ByteBuffer in) {
        if (action != TransportAction.NONE || result.isDone()) {
            in.position(in.limit());
            return false;
        }
        if (refusal != null) {
            return receiveBody(refusal, in);
        }
        try {
            ResponseHead head = reader.readResponse(in);
            if (head == null) {
                return false;
            }
            if (head.status() / 100 == 1 && head.status() != 101 && interim < MOST_INTERIM) {
                interim++;
                return true;
            }
            open(handshake.check(head));
        } catch (HeadException e) {
            fail(new HandshakeException("the server's answer breaks HTTP/1.1: " + e.getMessage(), null, new byte[0])
                    .of(server()));
        } catch (HandshakeException e) {
            refusal = ServerRefusal.of(e.of(server()));
            return receiveBody(refusal, in);
        }
        return true;
    }

    private boolean receiveBody(ServerRefusal refusal, ByteBuffer in) {
        if (refusal.receive(in)) {
            end(refusal.told(null));
        }
        return in.hasRemaining();
    }

    private void open(HandshakeResult.Accepted accepted) {
        Limits limits = choices.limits();
        ProtocolOptions options = new ProtocolOptions(
                limits, accepted.deflate(), choices.deflateOrDefaults(), Delivery.WHOLE, OverflowPolicy.CLOSE);
        AnsweredHandshake answered = new AnsweredHandshake(
                handshake.request(),
                accepted.response(),
                new Agreement(path -> Map.of(), accepted.subprotocol(), options, choices.errors()),
                connection.remoteAddress());
        connection.opened();
        WebSocket ws;
        try {
            ws = WebSocketHandle.open(connection, Role.CLIENT, new Upgraded(answered, listener, delivery()));
        } catch (Throwable e) {
            // The connection may have its next phase already, so nobody would tell this one of the end.
            result.completeExceptionally(
                    new IOException("the WebSocket with " + server() + " could not be opened: " + e, e));
            throw e;
        }
        if (!result.complete(ws)) {
            // The application has cancelled the future and does not know this WebSocket, so it will not close it.
            ws.abort();
        }
    }

    private Delivery delivery() {
        try {
            return Objects.requireNonNull(
                    listener.delivery(), "delivery() of the listener returned null: expected WHOLE, VIEWS or PARTS");
        } catch (Throwable e) {
            Faults.tell(choices.errors(), "delivery() of the listener of " + connection.peer(), e);
            return Delivery.WHOLE;
        }
    }

    /** Fails the future: after a refusal with the refusal, to which the later error is added as suppressed. */
    private void fail(IOException error) {
        if (action == TransportAction.NONE) {
            end(refusal == null ? error : refusal.told(error));
        }
    }

    private void end(IOException told) {
        if (action == TransportAction.NONE) {
            action = TransportAction.CLOSE_NOW;
            result.completeExceptionally(told);
        }
    }

    @Override
    public boolean canBeHeld() {
        return true;
    }

    @Override
    public void receiveEof() {
        // A body may end with its connection (RFC 9112 §6.3), which is no fault.
        end(
                refusal != null
                        ? refusal.told(null)
                        : new EOFException(server() + " ended the connection before it had answered"));
    }

    @Override
    public void flushed(long bytes) {}

    @Override
    public long nextDeadline() {
        return deadline;
    }

    @Override
    public void onDeadline() {
        fail(new SocketTimeoutException(server() + " did not answer the opening handshake "
                + (refusal == null ? "" : "with a whole body ") + "within "
                + choices.limits().handshakeTimeout().toMillis() + " ms"));
    }

    @Override
    public TransportAction action() {
        return result.isDone() ? TransportAction.CLOSE_NOW : action;
    }

    @Override
    public void settled() {}

    @Override
    public void stop() {
        fail(new IOException("the client was stopped before " + server() + " had answered"));
    }

    @Override
    public void abort(CloseCause cause, Throwable error) {
        fail(new IOException("the opening handshake with " + server() + " was cut short: " + cause, error));
    }

    @Override
    public void transportFailed(Throwable error) {
        fail(new IOException("the connection failed before " + server() + " had answered", error));
    }

    @Override
    public void transportClosed() {
        fail(new IOException("the connection was closed before " + server() + " had answered"));
    }

    @Override
    public String state() {
        return "opening handshake" + (refusal == null ? "" : " " + refusal);
    }
}
