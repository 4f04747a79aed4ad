package io.wsloop.nio.internal.http;

import io.wsloop.Limits;
import io.wsloop.handshake.HeadReader;
import io.wsloop.handshake.Headers;
import io.wsloop.handshake.ResponseHead;
import io.wsloop.nio.internal.opening.Agreements;
import io.wsloop.nio.internal.site.Site;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A conversation with a peer that a test plays: bytes in, answers out. */
public final class Talk {
    /** A good request for an upgrade. */
    public static final String UPGRADE = """
            GET /echo HTTP/1.1\r
            Host: localhost\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
            """;

    /** A response taken apart. */
    public record Answer(ResponseHead head, String body) {
        public int status() {
            return head.status();
        }

        public Headers headers() {
            return head.headers();
        }

        @Nullable
        public String first(String name) {
            return head.headers().first(name);
        }
    }

    public final FakeOutput out = new FakeOutput();
    public final HttpConversation conversation;
    private ByteBuffer input = ByteBuffer.allocate(0);

    public Talk(Site site) {
        conversation = new HttpConversation(site, new Agreements(), out);
        out.unread = () -> input.hasRemaining();
    }

    /** Sends bytes, each character one, and steps as far as it goes without waiting. */
    public Talk send(String bytes) {
        return send(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Talk send(byte[] bytes) {
        ByteBuffer joined = ByteBuffer.allocate(input.remaining() + bytes.length);
        joined.put(input).put(bytes).flip();
        input = joined;
        step();
        return this;
    }

    public Talk get(String target, String... fields) {
        return request("GET", target, fields);
    }

    public Talk request(String method, String target, String... fields) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        return send(head + "\r\n");
    }

    public Talk upgrade(String... fields) {
        StringBuilder head = new StringBuilder(UPGRADE);
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        return send(head + "\r\n");
    }

    /** The peer ends its stream. */
    public void endInput() {
        out.inputEnded = true;
        conversation.receiveEof();
    }

    /** Receives and runs the loop's tasks, in turns, until neither has anything to do. */
    public void step() {
        boolean more;
        do {
            more = false;
            while (!out.paused && out.upgraded == null && conversation.receive(input)) {
                more = true;
            }
            Runnable task;
            while ((task = out.tasks.poll()) != null) {
                task.run();
                more = true;
            }
        } while (more);
    }

    /** The socket takes everything, again and again, and what comes from other threads is waited for. */
    public Talk settle() {
        try {
            while (out.paused) {
                Runnable flushed = out.flushes.poll();
                if (flushed == null) {
                    flushed = out.tasks.poll(20, TimeUnit.SECONDS);
                }
                if (flushed == null) {
                    throw new AssertionError("nothing came: " + conversation);
                }
                flushed.run();
                step();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return this;
    }

    /** Waits for what comes from other threads until something waits for the socket. */
    public void awaitFlush() {
        try {
            while (out.flushes.isEmpty()) {
                Runnable task = out.tasks.poll(20, TimeUnit.SECONDS);
                if (task == null) {
                    throw new AssertionError("nothing came: " + conversation);
                }
                task.run();
                step();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Moves the time and tells the conversation if its deadline is reached. */
    public Talk pass(long nanos) {
        long deadline = conversation.nextDeadline();
        boolean due = deadline != Long.MAX_VALUE && deadline - (out.now + nanos) <= 0;
        out.now += nanos;
        if (due) {
            conversation.onDeadline();
            step();
        }
        return this;
    }

    /** What was not read of the input. */
    public String unread() {
        return StandardCharsets.ISO_8859_1.decode(input.duplicate()).toString();
    }

    /** The only answer. */
    public Answer answer() {
        List<Answer> answers = answers();
        if (answers.size() != 1) {
            throw new AssertionError("expected one answer, got " + out.text());
        }
        return answers.get(0);
    }

    /** All answers to requests that were not HEAD. */
    public List<Answer> answers() {
        try {
            List<Answer> answers = new ArrayList<>();
            ByteBuffer bytes = ByteBuffer.wrap(out.sent.toByteArray());
            HeadReader reader = HeadReader.of(Limits.defaults());
            while (bytes.hasRemaining()) {
                ResponseHead head = reader.readResponse(bytes);
                if (head == null) {
                    throw new AssertionError("a head without an end: " + out.text());
                }
                String length = head.headers().first("Content-Length");
                byte[] body = new byte[length == null ? 0 : Math.min(Integer.parseInt(length), bytes.remaining())];
                bytes.get(body);
                answers.add(new Answer(head, new String(body, StandardCharsets.UTF_8)));
            }
            return answers;
        } catch (io.wsloop.handshake.HeadException e) {
            throw new AssertionError(out.text(), e);
        }
    }
}
