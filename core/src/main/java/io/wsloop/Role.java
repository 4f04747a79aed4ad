package io.wsloop;

/** Which end of a connection an engine plays. The role decides who masks (RFC 6455 §5.1) and who closes TCP first (§7.1.1). */
public enum Role {
    /** Accepts connections, receives masked frames, sends unmasked ones. */
    SERVER,
    /** Opens connections, sends masked frames, receives unmasked ones. */
    CLIENT
}
