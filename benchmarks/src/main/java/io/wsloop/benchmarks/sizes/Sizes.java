package io.wsloop.benchmarks.sizes;

import io.wsloop.benchmarks.sizes.Census.Count;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;

/**
 * What one connection more adds to what a subject reaches.
 *
 * @param name the subject's
 * @param connections how many were added
 * @param fresh what they had added before their first message
 * @param used what they have added after it
 */
record Sizes(String name, int connections, Census fresh, Census used) {
    /** So that what is made once, by the first of all, is there already. */
    private static final int BEFORE = 100;

    static Sizes of(Subject subject, int connections, int messages) throws IOException {
        exchange(subject, subject.open(BEFORE), messages);
        // The first look makes objects itself.
        Census.of(subject.root());
        Census before = Census.of(subject.root());
        List<SocketChannel> peers = subject.open(connections);
        Census fresh = Census.of(subject.root()).since(before);
        exchange(subject, peers, messages);
        Census used = Census.of(subject.root()).since(before);
        return new Sizes(subject.name(), connections, fresh, used);
    }

    private static void exchange(Subject subject, List<SocketChannel> peers, int messages) throws IOException {
        for (int i = 0; i < messages; i++) {
            subject.exchange(peers);
        }
    }

    /** Whether every second one has an object of it at least, or they have made a table of it larger that all share. */
    boolean isOfConnections(Class<?> type) {
        Count count = used.of(type);
        boolean isTable = type.isArray() && count.objects() <= connections / 100 && count.bytes() >= 4L * connections;
        return count.objects() >= connections / 2 || isTable;
    }

    double objects(Class<?> type) {
        return (double) used.of(type).objects() / connections;
    }

    double bytes(Class<?> type) {
        return (double) used.of(type).bytes() / connections;
    }

    double freshBytes() {
        return (double) fresh.bytes() / connections;
    }

    double usedBytes() {
        return (double) used.bytes() / connections;
    }
}
