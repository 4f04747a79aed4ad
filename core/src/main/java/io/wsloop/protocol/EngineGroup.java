package io.wsloop.protocol;

import io.wsloop.Limits;
import io.wsloop.Role;
import io.wsloop.deflate.DeflateTerms;
import org.jspecify.annotations.Nullable;

/**
 * The engines of one bench with the same role and options, and the parts that they share. Each engine holds one
 * reference to the group in place of many. The group also lends one receiver to its engines in turn: an engine keeps a
 * receiver only while a frame or a message is unfinished. Only the thread of the bench may use it.
 */
final class EngineGroup {
    final Role role;
    final Limits limits;
    final ProtocolOptions options;
    final Workbench bench;
    /**
     * The window of the {@link io.wsloop.frame.PreparedFrames} that fit all these engines; 0 if each needs its own
     * context.
     */
    final int sharedWindow;

    final long pingAfterNanos;
    final long pongTimeoutNanos;
    final long closeTimeoutNanos;
    final long writeTimeoutNanos;
    final MessageSender sender;
    private int pings;

    private @Nullable MessageReceiver shared;

    /** True while {@link #shared} is lent. */
    private boolean lent;

    EngineGroup(Role role, ProtocolOptions options, Workbench bench) {
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

    /** A number that tells this ping from earlier ones. */
    int nextPing() {
        return ++pings;
    }

    /**
     * Lends a receiver that is between messages. Return it with {@link #giveBack}, or keep it with {@link #leave}. If
     * the shared one is lent already, because a sink lets another engine receive, this makes a new one.
     */
    MessageReceiver lendReceiver() {
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

    /**
     * Takes back a receiver that is between messages. It writes only a flag: a reference would cost a barrier under G1.
     */
    void giveBack(MessageReceiver receiver) {
        if (receiver == shared) {
            lent = false;
        }
    }

    /** Leaves the receiver to its engine. The next engine gets another one. */
    void leave(MessageReceiver receiver) {
        if (receiver == shared) {
            shared = null;
            lent = false;
        }
    }
}
