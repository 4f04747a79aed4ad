package io.wsloop.loop;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Several loops, each on a separate thread. A server deals its connections to them in turn. Any thread. */
public final class EventLoopGroup implements AutoCloseable {
    private final List<EventLoop> loops;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    private EventLoopGroup(List<EventLoop> loops) {
        this.loops = List.copyOf(loops);
    }

    /**
     * Opens loops and starts a thread for each.
     *
     * @param loops the number, at least 1; the number of processors is a good choice
     * @param options of each loop
     * @return a running group
     * @throws IOException when the system cannot open another selector
     * @throws IllegalStateException when the thread factory returns null; after this and every other exception no loop is left
     * @throws IllegalArgumentException for less than one loop
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
        } catch (IOException | RuntimeException | Error e) {
            opened.forEach(EventLoop::close);
            throw e;
        }
        EventLoopGroup group = new EventLoopGroup(opened);
        try {
            for (EventLoop loop : opened) {
                group.threads.add(loop.startThread());
            }
        } catch (RuntimeException | Error e) {
            group.close();
            throw e;
        }
        return group;
    }

    /**
     * Returns the loops in turn, the first again after the last.
     *
     * @return the next loop
     */
    public EventLoop next() {
        return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
    }

    /**
     * All loops of the group.
     *
     * @return an unmodifiable list
     */
    public List<EventLoop> loops() {
        return loops;
    }

    /**
     * Closes every loop, which drops its connections without a closing handshake, and waits for the threads. A thread that runs a
     * loop does not wait, because the other thread might be waiting for it. An interrupt ends the wait and stays set.
     */
    @Override
    public void close() {
        loops.forEach(EventLoop::close);
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive() && !Running.isLoopThread(Thread.currentThread()) && !interrupted) {
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
