package io.wsloop;

/** Why a connection ended, in one word; {@link CloseOutcome#error} may say more. */
public enum CloseCause {
    /** The closing handshake was asked for by one of the two applications. */
    CLOSING_HANDSHAKE,
    /** The peer broke the protocol or a limit; {@link CloseOutcome#error} names the rule. */
    VIOLATION,
    /** No pong came in time (§5.5.2). */
    PONG_TIMEOUT,
    /** The peer did not finish the closing handshake in time. */
    CLOSE_TIMEOUT,
    /** The socket took no byte for the whole write deadline. */
    WRITE_TIMEOUT,
    /** The peer ended the TCP stream without a close frame. */
    END_OF_STREAM,
    /** Reading or writing failed, for example with a reset. */
    TRANSPORT_FAILED,
    /** A listener threw; {@link CloseOutcome#error} is what it threw. */
    LISTENER_FAILED,
    /** The outgoing cap was reached on a route whose policy is to close, or the process-wide budget was. */
    TOO_SLOW,
    /** {@link WebSocket#abort} or {@link FragmentedMessage#abandon} was called. */
    ABORTED,
    /** This server or client was stopped. */
    STOPPED
}
