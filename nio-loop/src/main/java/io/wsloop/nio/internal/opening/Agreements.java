package io.wsloop.nio.internal.opening;

import io.wsloop.nio.internal.socket.Agreement;
import java.util.Arrays;

/**
 * The agreements that a server's connections share, so that ten thousand connections hold one and not ten thousand. Any
 * thread.
 */
public final class Agreements {
    /** Peers choose windows and subprotocols, so they could make this grow. Above, a connection has an agreement to itself. */
    static final int MOST = 64;

    private volatile Agreement[] known = new Agreement[0];

    /** The same agreement if it is known already, otherwise the one that is given. */
    Agreement shared(Agreement agreement) {
        for (Agreement other : known) {
            if (other.isSame(agreement)) {
                return other;
            }
        }
        return add(agreement);
    }

    /** Two threads may add the same at the same time. It is then known twice, and the first is found. */
    private synchronized Agreement add(Agreement agreement) {
        if (known.length < MOST) {
            Agreement[] more = Arrays.copyOf(known, known.length + 1);
            more[known.length] = agreement;
            known = more;
        }
        return agreement;
    }
}
