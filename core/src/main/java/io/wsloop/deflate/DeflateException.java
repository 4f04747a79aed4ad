package io.wsloop.deflate;
/** Not a deflate stream. */
public final class DeflateException extends Exception {
    private static final long serialVersionUID = 1;
    public DeflateException(String message) { super(message, null, false, false); }
}
