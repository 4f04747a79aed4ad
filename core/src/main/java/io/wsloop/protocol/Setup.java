package io.wsloop.protocol;

import io.wsloop.Limits;
import io.wsloop.Role;
import io.wsloop.deflate.DeflateTerms;
import org.jspecify.annotations.Nullable;

/**
 * What the engines of one bench that were made alike have in common, so that each holds one reference instead of all of
 * it. Also the receiver that serves them by turns: an engine keeps one only from a frame's first byte to its message's
 * last. One thread at a time, the bench's.
 */
final class Setup {
    final Role role;
    final Limits limits;
    final ProtocolOptions options;
    final Workbench bench;
    /** The window of prepared forms that fit here; 0 when each message needs its connection's own context. */
    final int sharedWindow;

    final long pingAfterNanos;
    final long pongTimeoutNanos;
    final long closeTimeoutNanos;
    final long writeTimeoutNanos;
    final MessageSender sender;
    private int pings;
    private @Nullable MessageReceiver shared;
    private boolean lent;

    Setup(Role role, ProtocolOptions options, Workbench bench) {
        this.role = role;
        this.options = options;
        this.bench = bench;
        limits = options.limits();
        DeflateTerms terms = options.terms();
        sharedWindow = terms != null && role == Role.SERVER && terms.serverNoContextTakeover()
                ? terms.serverMaxWindowBits()
                : 0;
        pingAfterNanos = limits.pingAfter().toNanos();
        pongTimeoutNanos = limits.pongTimeout().toNanos();
        closeTimeoutNanos = limits.closeTimeout().toNanos();
        writeTimeoutNanos = limits.writeTimeout().toNanos();
        sender = new MessageSender(this);
    }

    /** Tells one ping from the ones before. */
    int nextPing() {
        return ++pings;
    }

    /**
     * A receiver that stands between two messages; then comes one of the next two. Of its own for a sink that, while it
     * is told of one engine's message, lets another receive.
     */
    MessageReceiver takeReceiver() {
        if (lent) {
            return new MessageReceiver(this);
        }
        lent = true;
        MessageReceiver present = shared;
        if (present == null) {
            present = new MessageReceiver(this);
            shared = present;
        }
        return present;
    }

    /** It stands between two messages again. Only a flag is written, for a reference would be a fence under G1. */
    void giveBack(MessageReceiver receiver) {
        if (receiver == shared) {
            lent = false;
        }
    }

    /** It stays with its engine: the next to ask gets another. */
    void leave(MessageReceiver receiver) {
        if (receiver == shared) {
            shared = null;
            lent = false;
        }
    }
}
