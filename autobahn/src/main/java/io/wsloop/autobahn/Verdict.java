package io.wsloop.autobahn;

/**
 * What the suite says of one case.
 *
 * @param behavior of the case itself: OK, NON-STRICT, INFORMATIONAL, UNIMPLEMENTED or FAILED
 * @param behaviorClose of the closing handshake: OK, INFORMATIONAL, UNCLEAN, WRONG CODE, FAILED BY CLIENT or FAILED
 */
public record Verdict(String behavior, String behaviorClose) {
    /** As good as it gets. */
    public static final Verdict OK = new Verdict("OK", "OK");

    /** One word when both are the same. */
    @Override
    public String toString() {
        return behavior.equals(behaviorClose) ? behavior : behavior + " (close: " + behaviorClose + ")";
    }
}
