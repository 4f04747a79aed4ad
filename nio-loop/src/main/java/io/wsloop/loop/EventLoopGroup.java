package io.wsloop.loop;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Several loops, each with its thread; a server deals its connections to them in turn. Any thread. */
public final class EventLoopGroup implements AutoCloseable {
    private final List<EventLoop> loops;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    private EventLoopGroup(List<EventLoop> loops) {
        this.loops = List.copyOf(loops);
        for (EventLoop loop : loops) {
            threads.add(loop.startThread());
        }
    }

    /**
     * Opens loops and starts a thread for each.
     *
     * @param loops how many; as many as processors is a good number
     * @param options for each of them
     * @return a running group
     * @throws IOException when the system has no selector left
     */
    public static EventLoopGroup start(int loops, LoopOptions options) throws IOException {
        if (loops < 1) {
            throw new IllegalArgumentException("a group needs at least one loop, not " + loops);
        }
        List<EventLoop> opened = new ArrayList<>();
        try {
            for (int i = 0; i < loops; i++) {
                opened.add(EventLoop.open(options));
            }
        } catch (IOException e) {
            opened.forEach(EventLoop::close);
            throw e;
        }
        return new EventLoopGroup(opened);
    }

    /**
     * One loop after the other.
     *
     * @return the loop whose turn it is
     */
    public EventLoop next() {
        return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
    }

    /**
     * All of them.
     *
     * @return an unmodifiable list
     */
    public List<EventLoop> loops() {
        return loops;
    }

    /**
     * Ends every connection without a closing handshake, then the loops, and waits for their threads. The thread of a loop,
     * of this group or another, does not wait: the other might be waiting for it.
     */
    @Override
    public void close() {
        loops.forEach(EventLoop::close);
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive() && !Running.isBy(Thread.currentThread()) && !interrupted) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
