package io.wsloop;

/** Why a connection ended. {@link CloseOutcome#error} may say more. */
public enum CloseCause {
    /** One of the two applications asked for the closing handshake. */
    CLOSING_HANDSHAKE,
    /** The peer broke the protocol or a limit; {@link CloseOutcome#error} names the rule. */
    VIOLATION,
    /** No pong came within {@link Limits#pongTimeout}, though a ping must be answered with a pong (RFC 6455 §5.5.2). */
    PONG_TIMEOUT,
    /** The peer did not finish the closing handshake within {@link Limits#closeTimeout}. */
    CLOSE_TIMEOUT,
    /** Bytes waited, and the socket took none of them for {@link Limits#writeTimeout}. */
    WRITE_TIMEOUT,
    /** The peer ended the TCP stream without a close frame. */
    END_OF_STREAM,
    /** Reading or writing failed, for example with a reset. */
    TRANSPORT_FAILED,
    /** A listener threw an exception, which {@link CloseOutcome#error} holds. */
    LISTENER_FAILED,
    /**
     * The peer read too slowly: a message would have exceeded {@link Limits#maxOutgoingBytes} on a route with {@link
     * OverflowPolicy#CLOSE}, or the budget of the whole process.
     */
    TOO_SLOW,
    /** {@link WebSocket#abort} or {@link FragmentedMessage#abandon} was called. */
    ABORTED,
    /** This server or client was stopped. */
    STOPPED
}
