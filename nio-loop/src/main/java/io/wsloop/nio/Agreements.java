package io.wsloop.nio;

import java.util.Arrays;
import java.util.Objects;

/**
 * The agreements that a server's connections share, so that ten thousand of them hold one and not each its own. Any
 * thread.
 */
final class Agreements {
    /** Peers choose windows and subprotocols: whoever comes when so many are known gets one of its own. */
    static final int MOST = 64;

    private volatile Agreement[] known = new Agreement[0];

    /** The one that is known already, or this one. */
    Agreement shared(Agreement agreement) {
        for (Agreement other : known) {
            if (isSame(other, agreement)) {
                return other;
            }
        }
        return add(agreement);
    }

    /** Two threads may add the same at the same time; it is then known twice, and the first is found. */
    private synchronized Agreement add(Agreement agreement) {
        if (known.length < MOST) {
            Agreement[] more = Arrays.copyOf(known, known.length + 1);
            more[known.length] = agreement;
            known = more;
        }
        return agreement;
    }

    /** Limits and options come from the route or the server: it is enough to look whether they are the same objects. */
    private static boolean isSame(Agreement a, Agreement b) {
        return a.template() == b.template()
                && a.errors() == b.errors()
                && a.options().limits() == b.options().limits()
                && a.options().deflate() == b.options().deflate()
                && a.options().overflow() == b.options().overflow()
                && a.options().delivery() == b.options().delivery()
                && Objects.equals(a.subprotocol(), b.subprotocol())
                && Objects.equals(a.options().terms(), b.options().terms());
    }
}
