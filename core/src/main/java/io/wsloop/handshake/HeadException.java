package io.wsloop.handshake;
/** A head that breaks RFC 9112 or a limit; says which status answers it (400, 414, 431, 505, 501...). Thrown without a stack trace. */
public final class HeadException extends Exception {
    private static final long serialVersionUID = 1;
    private final int status;
    public HeadException(int status, String message) { super(message, null, false, false); this.status = status; }
    public int status() { return status; }
}
