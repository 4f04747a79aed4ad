package io.wsloop.protocol;

import io.wsloop.CloseOutcome;
import io.wsloop.Delivery;
import io.wsloop.Limits;
import io.wsloop.OverflowPolicy;
import io.wsloop.Role;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.deflate.DeflateTerms;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An engine with a driver of a few lines. A test sets its clock, and the number of bytes that its socket takes. */
final class Endpoint implements ProtocolSink {
    /** The masking key of an endpoint's first frame. Each further key is one more. */
    static final int FIRST_KEY = 0x0A0B0C01;

    final SlowSocket socket = new SlowSocket().takesAll();
    final List<String> events = new ArrayList<>();
    final Workbench bench;
    final Protocol protocol;
    /** The time that the engine's clock shows. */
    long now;

    int keysDrawn;
    int nextKey = FIRST_KEY;
    Runnable whenDrained = () -> {};
    Consumer<ByteBuffer> whenSeen = view -> {};

    /** Gets the view of a text; null: the view is decoded, as by a sink that does not override onTextView. */
    @Nullable
    Consumer<ByteBuffer> whenTextSeen;

    @Nullable
    CloseOutcome outcome;

    private Endpoint(Role role, ProtocolOptions options, long now) {
        this.now = now;
        bench = new Workbench(this::nextKey, () -> this.now);
        protocol = role == Role.SERVER ? Protocol.server(options, bench) : Protocol.client(options, bench);
    }

    private int nextKey() {
        keysDrawn++;
        return nextKey++;
    }

    static Endpoint of(Role role) {
        return of(role, Limits.defaults());
    }

    static Endpoint of(Role role, Limits limits) {
        return new Endpoint(role, ProtocolOptions.of(limits), 0);
    }

    static Endpoint of(Role role, Limits limits, long now) {
        return new Endpoint(role, ProtocolOptions.of(limits), now);
    }

    static Endpoint dropping(Role role, Limits limits) {
        return new Endpoint(
                role,
                new ProtocolOptions(limits, null, DeflateOptions.defaults(), Delivery.WHOLE, OverflowPolicy.DROP_NEW),
                0);
    }

    static Endpoint deflating(Role role, DeflateTerms terms, DeflateOptions deflate) {
        return new Endpoint(
                role, new ProtocolOptions(Limits.defaults(), terms, deflate, Delivery.WHOLE, OverflowPolicy.CLOSE), 0);
    }

    static Endpoint deflating(Role role, @Nullable DeflateTerms terms, DeflateOptions deflate, Limits limits) {
        return new Endpoint(role, new ProtocolOptions(limits, terms, deflate, Delivery.WHOLE, OverflowPolicy.CLOSE), 0);
    }

    /** An endpoint whose messages come in parts. */
    static Endpoint inParts(Role role, @Nullable DeflateTerms terms, Limits limits) {
        return new Endpoint(
                role,
                new ProtocolOptions(limits, terms, DeflateOptions.defaults(), Delivery.PARTS, OverflowPolicy.CLOSE),
                0);
    }

    /** An endpoint whose binary messages are lent. */
    static Endpoint inViews(Role role, @Nullable DeflateTerms terms, Limits limits) {
        return new Endpoint(
                role,
                new ProtocolOptions(limits, terms, DeflateOptions.defaults(), Delivery.VIEWS, OverflowPolicy.CLOSE),
                0);
    }

    /**
     * The peer sends a whole frame of less than 126 bytes. A client's frame is masked with the key zero, which is
     * legal.
     */
    void hears(int b0, String payload) {
        String mask = protocol.role() == Role.SERVER ? "00000000" : "";
        int b1 = payload.length() / 2 | (mask.isEmpty() ? 0 : 0x80);
        receives(String.format("%02x%02x", b0, b1) + mask + payload);
    }

    void receives(String hex) {
        receives(HexFormat.of().parseHex(hex));
    }

    void receives(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (protocol.receive(in, this)) {
            // At most one event a call.
        }
    }

    /** Writes until the socket takes no more, and tells the engine. */
    void flush() {
        protocol.flushed(socket.writeAll(protocol.outbox()), this);
    }

    /** The bytes, in hex, that the engine sent since the last call, to a socket that takes all. */
    String sent() {
        return HexFormat.of().formatHex(sentBytes());
    }

    byte[] sentBytes() {
        socket.takesAll();
        do {
            flush();
        } while (!protocol.outbox().isEmpty());
        return socket.fresh();
    }

    /** Sets the clock, and asks for the deadline as a driver does. */
    void deadlineAt(long nanos) {
        now = nanos;
        protocol.onDeadline();
    }

    CloseOutcome end() {
        protocol.transportClosed(this);
        CloseOutcome told = outcome;
        if (told == null) {
            throw new AssertionError("the end was not told");
        }
        return told;
    }

    @Override
    public void onText(String text) {
        events.add("text " + text);
    }

    @Override
    public void onTextView(ByteBuffer utf8) {
        if (whenTextSeen == null) {
            ProtocolSink.super.onTextView(utf8);
        } else {
            byte[] seen = new byte[utf8.remaining()];
            utf8.get(utf8.position(), seen);
            events.add("text view " + HexFormat.of().formatHex(seen));
            whenTextSeen.accept(utf8);
        }
    }

    @Override
    public void onBinary(byte[] payload) {
        events.add("binary " + HexFormat.of().formatHex(payload));
    }

    @Override
    public void onBinaryView(ByteBuffer payload) {
        byte[] seen = new byte[payload.remaining()];
        payload.get(payload.position(), seen);
        events.add("view " + HexFormat.of().formatHex(seen));
        whenSeen.accept(payload);
    }

    @Override
    public void onTextPart(String part, boolean last) {
        events.add("text part " + part + (last ? " last" : ""));
    }

    @Override
    public void onBinaryPart(byte[] part, boolean last) {
        events.add("binary part " + HexFormat.of().formatHex(part) + (last ? " last" : ""));
    }

    @Override
    public void onPing(byte[] payload) {
        events.add("ping " + HexFormat.of().formatHex(payload));
    }

    @Override
    public void onPong(byte[] payload) {
        events.add("pong " + HexFormat.of().formatHex(payload));
    }

    @Override
    public void onDrained() {
        events.add("drained");
        whenDrained.run();
    }

    @Override
    public void onEnd(CloseOutcome how) {
        events.add("end");
        outcome = how;
    }
}
