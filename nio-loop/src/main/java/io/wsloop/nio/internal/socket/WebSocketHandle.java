package io.wsloop.nio.internal.socket;

import io.wsloop.CloseCause;
import io.wsloop.CloseStatus;
import io.wsloop.Compression;
import io.wsloop.FragmentedMessage;
import io.wsloop.Handshake;
import io.wsloop.MessageType;
import io.wsloop.PreparedMessage;
import io.wsloop.Role;
import io.wsloop.SendResult;
import io.wsloop.WebSocket;
import io.wsloop.frame.Utf8;
import io.wsloop.nio.internal.wire.Connection;
import io.wsloop.protocol.Protocol;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * The WebSocket that the application holds. Every method may be called from any thread: {@link OrderedCalls} decides whether
 * a call goes straight to the engine or is enqueued with a copy of its payload.
 */
public final class WebSocketHandle extends OrderedCalls {
    private WebSocketHandle(Connection connection, Role role, Upgraded upgraded) {
        super(connection, role, upgraded);
    }

    /** Lets a connection speak WebSocket from here on, and tells the listener that it is open. */
    public static WebSocket open(Connection connection, Role role, Upgraded upgraded) {
        WebSocketHandle handle = new WebSocketHandle(connection, role, upgraded);
        connection.become(handle);
        handle.onOpen();
        return handle;
    }

    @Override
    public SendResult sendText(String text, Compression compression) {
        Objects.requireNonNull(text, "text must not be null");
        Objects.requireNonNull(compression, "compression must not be null");
        if (!isDirect()) {
            return enqueue(new Call.Text(this, Utf8.encode(text), compression), true);
        }
        boolean through = connection.beginWrite(text.length());
        try {
            return protocol.sendText(text, compression);
        } finally {
            connection.endWrite(through);
            publishSent();
        }
    }

    @Override
    public SendResult sendUtf8(byte[] utf8) {
        Objects.requireNonNull(utf8, "utf8 must not be null");
        if (!isDirect()) {
            return enqueueUtf8(utf8.clone(), Compression.AUTO);
        }
        boolean through = connection.beginWrite(utf8.length);
        try {
            return protocol.sendUtf8(utf8, 0, utf8.length, Compression.AUTO);
        } finally {
            connection.endWrite(through);
            publishSent();
        }
    }

    @Override
    public SendResult sendUtf8(ByteBuffer utf8, Compression compression) {
        Objects.requireNonNull(utf8, "utf8 must not be null");
        Objects.requireNonNull(compression, "compression must not be null");
        if (!isDirect()) {
            byte[] copy = new byte[utf8.remaining()];
            utf8.get(utf8.position(), copy);
            return enqueueUtf8(copy, compression);
        }
        boolean through = connection.beginWrite(utf8.remaining());
        try {
            return protocol.sendUtf8(utf8, compression);
        } finally {
            connection.endWrite(through);
            publishSent();
        }
    }

    @Override
    public SendResult sendBinary(byte[] payload) {
        Objects.requireNonNull(payload, "payload must not be null");
        if (!isDirect()) {
            return enqueue(new Call.Binary(this, payload.clone(), Compression.AUTO), true);
        }
        boolean through = connection.beginWrite(payload.length);
        try {
            return protocol.sendBinary(payload, 0, payload.length, Compression.AUTO);
        } finally {
            connection.endWrite(through);
            publishSent();
        }
    }

    @Override
    public SendResult sendBinary(ByteBuffer payload, Compression compression) {
        Objects.requireNonNull(payload, "payload must not be null");
        Objects.requireNonNull(compression, "compression must not be null");
        if (!isDirect()) {
            byte[] copy = new byte[payload.remaining()];
            payload.get(payload.position(), copy);
            return enqueue(new Call.Binary(this, copy, compression), true);
        }
        boolean through = connection.beginWrite(payload.remaining());
        try {
            return protocol.sendBinary(payload, compression);
        } finally {
            connection.endWrite(through);
            publishSent();
        }
    }

    @Override
    public SendResult send(PreparedMessage message) {
        Objects.requireNonNull(message, "message must not be null");
        if (!isDirect()) {
            return enqueue(new Call.Prepared(this, message), true);
        }
        try {
            return protocol.send(message);
        } finally {
            connection.endWrite(false);
            publishSent();
        }
    }

    @Override
    public SendResult sendPing(byte[] payload) {
        Objects.requireNonNull(payload, "payload must not be null");
        if (!isDirectControl()) {
            return enqueue(new Call.Control(this, true, control(payload)), true);
        }
        try {
            return protocol.sendPing(payload);
        } finally {
            connection.endWrite(false);
            publishSent();
        }
    }

    @Override
    public SendResult sendPong(byte[] payload) {
        Objects.requireNonNull(payload, "payload must not be null");
        if (!isDirectControl()) {
            return enqueue(new Call.Control(this, false, control(payload)), true);
        }
        try {
            return protocol.sendPong(payload);
        } finally {
            connection.endWrite(false);
            publishSent();
        }
    }

    /** A copy of the payload of a ping or pong. Throws on the caller's own thread when it is too long. */
    private static byte[] control(byte[] payload) {
        Protocol.requireControlPayload(payload);
        return payload.clone();
    }

    @Override
    public FragmentedMessage begin(MessageType type, Compression compression) {
        Objects.requireNonNull(type, "type must not be null");
        Objects.requireNonNull(compression, "compression must not be null");
        Fragments message = new Fragments(this, type, compression);
        calls().begin(message);
        return message;
    }

    @Override
    public void close(CloseStatus status) {
        Objects.requireNonNull(status, "status must not be null");
        closeBehindAll(status, CloseCause.CLOSING_HANDSHAKE);
    }

    @Override
    public void pause() {
        connection.loop().onLoop(() -> {
            protocol.paused(true);
            connection.pause();
        });
    }

    @Override
    public void resume() {
        connection.loop().onLoop(() -> {
            protocol.paused(false);
            connection.resume();
        });
    }

    @Override
    public Handshake handshake() {
        return handshake;
    }

    /** The loop itself, for all its connections: no object is made. */
    @Override
    public Executor executor() {
        return connection.loop();
    }

    @Override
    public SocketAddress remoteAddress() {
        return connection.remoteAddress();
    }

    @Override
    public String peer() {
        return connection.peer();
    }

    @Override
    public String toString() {
        return "WebSocket " + connection.peer() + " " + handshake.path();
    }
}
