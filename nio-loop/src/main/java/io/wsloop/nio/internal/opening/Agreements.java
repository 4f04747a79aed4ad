package io.wsloop.nio.internal.opening;

import io.wsloop.nio.internal.socket.Agreement;
import java.util.Arrays;

/**
 * Finds the agreement that connections share, so that ten thousand of them hold one object. Each server has one of these. Any
 * thread.
 */
public final class Agreements {
    /**
     * Peers choose windows and subprotocols, so they could make the array grow. Above this number a connection has an agreement
     * to itself.
     */
    static final int MOST = 64;

    private volatile Agreement[] known = new Agreement[0];

    /** The equal agreement of an earlier connection, or else the one that is given. */
    Agreement shared(Agreement agreement) {
        for (Agreement other : known) {
            if (other.isSame(agreement)) {
                return other;
            }
        }
        return add(agreement);
    }

    /** Two threads may add equal ones at the same time. Both are kept then, and the first is found. */
    private synchronized Agreement add(Agreement agreement) {
        if (known.length < MOST) {
            Agreement[] more = Arrays.copyOf(known, known.length + 1);
            more[known.length] = agreement;
            known = more;
        }
        return agreement;
    }
}
