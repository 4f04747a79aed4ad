package io.wsloop.benchmarks.run;

import io.wsloop.benchmarks.load.Framing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The mark for handshakes and broadcasts: a bare selector that answers a head with a 101, a Close with a Close, and writes every
 * other message to all connections that asked for {@code /fanout}. It trusts the generator, whose heads and frames come whole, and checks no
 * rule; so the difference to a real server is what the rules, the routes and the listeners cost.
 */
public final class BareWebSocket extends RawNio {
    private static final int CLOSE = 8;
    private static final int MASKED = 0x80;
    private static final String KEY = "Sec-WebSocket-Key: ";
    private static final String ANSWER = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
            + "Connection: Upgrade\r\nSec-WebSocket-Accept: ";

    private final ByteBuffer out = ByteBuffer.allocateDirect(128 << 10);
    private final List<SelectionKey> subscribers = new ArrayList<>();

    BareWebSocket(int port) throws IOException {
        super(port);
    }

    /** Serves until the process ends. */
    public static void main(String[] args) throws IOException {
        serve(new BareWebSocket(Integer.parseInt(args[0])));
    }

    @Override
    void received(SocketChannel channel, SelectionKey key, ByteBuffer in) throws IOException {
        if (in.get(0) == 'G') {
            upgrade(channel, key, StandardCharsets.US_ASCII.decode(in).toString());
            return;
        }
        while (in.hasRemaining()) {
            int opcode = in.get(in.position()) & 0x0F;
            readFrame(in);
            if (opcode == CLOSE) {
                channel.write(out);
                close(key);
                return;
            }
            for (int i = subscribers.size() - 1; i >= 0; i--) {
                deliver(subscribers.get(i));
            }
        }
    }

    /** Closes a subscriber that has not taken the message before: there is no queue. */
    private void deliver(SelectionKey subscriber) {
        try {
            if (subscriber.attachment() != null) {
                throw new IOException("expected a subscriber that reads");
            }
            write((SocketChannel) subscriber.channel(), subscriber, out.rewind());
        } catch (IOException e) {
            close(subscriber);
        }
    }

    private void upgrade(SocketChannel channel, SelectionKey key, String head) throws IOException {
        int at = head.indexOf(KEY) + KEY.length();
        String accept = Framing.accept(head.substring(at, head.indexOf('\r', at)));
        byte[] answer = (ANSWER + accept + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        write(channel, key, out.clear().put(answer).flip());
        if (head.startsWith("GET /fanout ")) {
            subscribers.add(key);
        }
    }

    /** Takes a client's frame of up to 65,535 bytes and leaves the same, unmasked, in the outgoing buffer. */
    private void readFrame(ByteBuffer in) {
        out.clear().put(in.get());
        int length = in.get() ^ MASKED;
        out.put((byte) length);
        length &= 0x7F;
        if (length == 126) {
            short longer = in.getShort();
            out.putShort(longer);
            length = longer & 0xFFFF;
        }
        int key = in.getInt();
        for (int i = 0; i < length; i++) {
            out.put((byte) (in.get() ^ key >>> (3 - (i & 3)) * 8));
        }
        out.flip();
    }

    @Override
    void close(SelectionKey key) {
        subscribers.remove(key);
        super.close(key);
    }
}
