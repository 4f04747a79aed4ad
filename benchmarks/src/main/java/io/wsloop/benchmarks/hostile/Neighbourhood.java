package io.wsloop.benchmarks.hostile;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** The threads and sockets of one neighbour. What the server cuts off comes again, for as long as this is open. */
final class Neighbourhood implements AutoCloseable {
    /** Something that a thread does again and again. */
    interface Act {
        void once() throws IOException;
    }

    private final int port;
    private final List<Thread> threads = new ArrayList<>();
    private final Set<Peer> peers = ConcurrentHashMap.newKeySet();
    private final LongAdder work = new LongAdder();
    private final LongAdder cuts = new LongAdder();
    private volatile boolean over;

    private Neighbourhood(int port) {
        this.port = port;
    }

    /** Lets a neighbour begin, until this is closed. */
    static Neighbourhood of(Neighbour neighbour, int port) {
        Neighbourhood made = new Neighbourhood(port);
        neighbour.move(made);
        return made;
    }

    void start(Act act) {
        Thread thread = new Thread(() -> again(act), "neighbour");
        threads.add(thread);
        thread.start();
    }

    private void again(Act act) {
        while (!over) {
            try {
                act.once();
            } catch (IOException e) {
                cut();
                pause(1);
            }
        }
    }

    int port() {
        return port;
    }

    boolean over() {
        return over;
    }

    /** A socket that is closed when this is. */
    Peer add(Peer peer) throws IOException {
        peers.add(peer);
        if (over) {
            peer.close();
        }
        return peer;
    }

    void worked(long units) {
        work.add(units);
    }

    long work() {
        return work.sum();
    }

    /** The server ended a connection, or did not take one. */
    void cut() {
        if (!over) {
            cuts.increment();
        }
    }

    void pause(long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = end - System.nanoTime(); left > 0 && !over; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** How much it has done, and how often the server has cut it off. */
    String shown() {
        return String.format(Locale.ROOT, "%,d sent or done, %,d cuts", work.sum(), cuts.sum());
    }

    @Override
    public void close() throws IOException {
        over = true;
        for (Peer peer : peers) {
            peer.close();
        }
        try {
            for (Thread thread : threads) {
                LockSupport.unpark(thread);
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
