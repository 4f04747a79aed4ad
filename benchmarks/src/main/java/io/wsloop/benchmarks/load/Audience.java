package io.wsloop.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The connections of a broadcast. The first publishes; it and the others listen, but for the slow ones, which never read. */
final class Audience {
    /** A server may answer 101 a moment before it counts the connection among the subscribers. */
    private static final long JOIN_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** More than the sockets of both sides take: what is sent after that waits in the server itself. */
    private static final int FILL_BYTES = 4 << 20;

    private static final int SOME_BYTES = 64 << 10;

    private final Cell cell;
    private final Script script;
    private final Lines lines;
    private List<Line> slow = List.of();
    private List<Line> listening = List.of();

    Audience(Cell cell, Script script, Lines lines) {
        this.cell = cell;
        this.script = script;
        this.lines = lines;
    }

    /** Opens all; the slow ones have more than they can take before the others join. */
    void open() throws IOException {
        lines.open(1);
        if (cell.slow() > 0) {
            slow = lines.openDeaf(cell.slow());
            lines.pollFor(JOIN_NANOS);
            fill(lines.all().get(0));
        }
        lines.open(cell.connections() + 1);
        lines.pollFor(JOIN_NANOS);
        listening = lines.all().stream().filter(line -> !slow.contains(line)).toList();
    }

    /** Whole cycles, so that those that join later begin with the script's first message as well. */
    private void fill(Line publisher) throws IOException {
        int cycleBytes = script.cycle() * script.replyFrame();
        int messages = script.cycle() * (1 + FILL_BYTES / cycleBytes);
        for (int i = 0; i < messages; i++) {
            publisher.queue(1, System.nanoTime());
            publisher.flush();
            lines.drain();
        }
    }

    List<Line> listening() {
        return listening;
    }

    void publish(long at) throws IOException {
        Line publisher = listening.get(0);
        publisher.queue(1, at);
        publisher.flush();
        for (int i = 1; i < listening.size(); i++) {
            listening.get(i).expect(at);
        }
    }

    /** Ends all. A server that has cut the slow ones off had none any more, and the figures are not what they are called. */
    void end() throws IOException {
        for (Line line : slow) {
            if (hasEnded(line)) {
                throw new CellFailed(
                        "expected the server to keep the subscribers that do not read, but it cut one off");
            }
            lines.drop(line);
        }
        lines.closeAll();
    }

    /** What a socket has received comes before the news that there will be no more. */
    private static boolean hasEnded(Line line) {
        ByteBuffer some = ByteBuffer.allocate(SOME_BYTES);
        try {
            int n;
            do {
                n = line.channel.read(some.clear());
            } while (n > 0);
            return n < 0;
        } catch (IOException e) {
            return true;
        }
    }
}
