package io.wsloop.nio;

import io.wsloop.CloseCause;
import io.wsloop.Limits;
import io.wsloop.Role;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.handshake.ClientHandshake;
import io.wsloop.handshake.HandshakeException;
import io.wsloop.handshake.HandshakeResult;
import io.wsloop.handshake.HeadException;
import io.wsloop.handshake.HeadReader;
import io.wsloop.handshake.ResponseHead;
import io.wsloop.protocol.Delivery;
import io.wsloop.protocol.Outbox;
import io.wsloop.protocol.OverflowPolicy;
import io.wsloop.protocol.ProtocolOptions;
import io.wsloop.protocol.TransportAction;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection until the server has answered its opening handshake (RFC 6455 §4.1). After a refusal the first
 * bytes of the body are awaited, for they usually say why. Loop thread.
 */
final class ClientPhase implements Phase {
    /** So much of a refusal's body is kept. */
    static final int BODY = 4096;

    /** Interim responses (RFC 9110 §15.2) that are passed over before it is taken for a fault. */
    private static final int MOST_INTERIM = 16;

    private final Connection connection;
    private final ClientHandshake handshake;
    private final ClientChoices choices;
    private final WebSocketListener listener;
    private final CompletableFuture<WebSocket> result;
    private final HeadReader reader;
    private final long deadline;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable HandshakeException refusal;
    private long bodyLeft;
    private int interim;
    private TransportAction action = TransportAction.NONE;

    ClientPhase(
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
        connection.send(handshake.bytes());
        result.whenComplete((ws, error) -> {
            // Else a cancel would be noticed at the server's next byte only.
            if (result.isCancelled() && !loop.hasEnded()) {
                loop.onLoop(connection::flushLater);
            }
        });
    }

    @Override
    public boolean receive(ByteBuffer in) {
        if (action != TransportAction.NONE) {
            in.position(in.limit());
            return false;
        }
        if (refusal != null) {
            return receiveBody(refusal, in);
        }
        ResponseHead head = null;
        try {
            head = reader.readResponse(in);
            if (head == null) {
                return false;
            }
            if (head.status() / 100 == 1 && head.status() != 101 && interim < MOST_INTERIM) {
                interim++;
                return true;
            }
            open(handshake.check(head));
        } catch (HeadException e) {
            fail(new HandshakeException("the server's answer breaks HTTP/1.1: " + e.getMessage(), null, new byte[0]));
        } catch (HandshakeException e) {
            refusal = e;
            bodyLeft = head == null ? 0 : bodyLength(head);
            return receiveBody(e, in);
        }
        return true;
    }

    private static long bodyLength(ResponseHead head) {
        String length = head.headers().first("Content-Length");
        if (head.status() / 100 == 1 || head.status() == 204 || head.status() == 304) {
            return 0;
        }
        try {
            return length == null ? BODY : Math.min(BODY, Long.parseLong(length));
        } catch (NumberFormatException e) {
            return BODY;
        }
    }

    private boolean receiveBody(HandshakeException refused, ByteBuffer in) {
        int count = (int) Math.min(in.remaining(), bodyLeft);
        byte[] piece = new byte[count];
        in.get(piece);
        body.writeBytes(piece);
        bodyLeft -= count;
        if (bodyLeft <= 0) {
            fail(refused);
        }
        return in.hasRemaining();
    }

    private void open(HandshakeResult.Accepted accepted) {
        Limits limits = choices.limits();
        ProtocolOptions options = new ProtocolOptions(
                limits, accepted.deflate(), choices.deflateOrDefaults(), delivery(), OverflowPolicy.CLOSE);
        AgreedHandshake agreed = new AgreedHandshake(
                handshake.request(),
                new Agreement(PathTemplate.NONE, accepted.subprotocol(), options, choices.errors()));
        connection.opened();
        WebSocket ws = WebSocketHandle.open(connection, Role.CLIENT, new Upgraded(agreed, listener));
        if (!result.complete(ws)) {
            // Cancelled in the meantime: nobody is going to close it.
            ws.abort();
        }
    }

    private Delivery delivery() {
        try {
            return Delivery.wantedBy(listener);
        } catch (Throwable e) {
            Faults.tell(choices.errors(), "wantsParts or wantsViews of " + connection.peer(), e);
            return Delivery.WHOLE;
        }
    }

    private void fail(IOException error) {
        if (action == TransportAction.NONE) {
            action = TransportAction.CLOSE_NOW;
            IOException told = error;
            if (error instanceof HandshakeException refused && refused.response() != null) {
                told = refused.withBody(body.toByteArray());
            }
            result.completeExceptionally(told);
        }
    }

    @Override
    public boolean canBeHeld() {
        return true;
    }

    @Override
    public void receiveEof() {
        fail(refusal != null ? refusal : new EOFException("the server ended the connection before it had answered"));
    }

    @Override
    public void flushed(long bytes) {}

    @Override
    public @Nullable Outbox outbox() {
        return null;
    }

    @Override
    public long nextDeadline() {
        return deadline;
    }

    @Override
    public void onDeadline() {
        fail(
                refusal != null
                        ? refusal
                        : new SocketTimeoutException("the server did not answer the opening handshake within "
                                + choices.limits().handshakeTimeout().toMillis() + " ms"));
    }

    @Override
    public TransportAction action() {
        return result.isCancelled() ? TransportAction.CLOSE_NOW : action;
    }

    @Override
    public void settled() {}

    @Override
    public void stop() {
        fail(new IOException("the client was stopped before the server had answered"));
    }

    @Override
    public void abort(CloseCause cause, Throwable error) {
        fail(new IOException("the opening handshake was cut short: " + cause, error));
    }

    @Override
    public void transportFailed(Throwable error) {
        fail(
                refusal != null
                        ? refusal
                        : new IOException("the connection failed before the server had answered", error));
    }

    @Override
    public void transportClosed() {
        fail(new IOException("the connection was closed before the server had answered"));
    }

    @Override
    public String state() {
        return "opening handshake" + (refusal == null ? "" : " refused: " + refusal.getMessage());
    }
}
