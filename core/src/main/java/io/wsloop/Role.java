package io.wsloop;

/**
 * Which end of a connection an engine is. A client masks its frames, and a server does not (RFC 6455 §5.1). The server
 * closes TCP first (§7.1.1).
 */
public enum Role {
    /** Accepts connections, receives masked frames, sends unmasked ones. */
    SERVER,
    /** Opens connections, sends masked frames, receives unmasked ones. */
    CLIENT
}
