package io.wsloop.protocol;

/**
 * The rules that a peer can break, one constant for each MUST and each limit. Each has the close code that answers it.
 */
public enum Violation {
    /** A reserved bit was set without an extension that defines it. */
    RESERVED_BITS(1002, "RFC 6455 §5.2"),
    /** RSV1 was set on a frame that is not the first of its message. */
    COMPRESSED_BIT_MISPLACED(1002, "RFC 7692 §6.1"),
    /** The opcode is 3-7 or B-F, which are reserved. */
    RESERVED_OPCODE(1002, "RFC 6455 §5.2"),
    /** A client's frame had no masking key. */
    MASK_MISSING(1002, "RFC 6455 §5.1"),
    /** A server's frame had a masking key. */
    MASK_UNEXPECTED(1002, "RFC 6455 §5.1"),
    /** A length was written in more bytes than it needs. */
    LENGTH_NOT_MINIMAL(1002, "RFC 6455 §5.2"),
    /** The most significant bit of a 64-bit length was set. */
    LENGTH_NEGATIVE(1002, "RFC 6455 §5.2"),
    /** A control frame was a fragment. */
    CONTROL_FRAGMENTED(1002, "RFC 6455 §5.5"),
    /** A control frame held more than 125 bytes. */
    CONTROL_TOO_LONG(1002, "RFC 6455 §5.5"),
    /** A continuation frame came while no message was unfinished. */
    CONTINUATION_UNEXPECTED(1002, "RFC 6455 §5.4"),
    /** A text or binary frame came while another message was unfinished. */
    CONTINUATION_EXPECTED(1002, "RFC 6455 §5.4"),
    /** A close frame's body was one byte, which cannot hold a code. */
    CLOSE_BODY_TOO_SHORT(1002, "RFC 6455 §5.5.1"),
    /** A close frame held a code that must not cross the wire. */
    CLOSE_CODE(1002, "RFC 6455 §7.4"),
    /** A close reason was not UTF-8. */
    CLOSE_REASON_NOT_UTF8(1007, "RFC 6455 §5.5.1"),
    /** A text message was not UTF-8. */
    TEXT_NOT_UTF8(1007, "RFC 6455 §8.1"),
    /** A compressed message was no deflate stream. */
    DEFLATE_BROKEN(1007, "RFC 7692 §7.2.2"),
    /** A frame exceeded {@link io.wsloop.Limits#maxFrameBytes}. */
    FRAME_TOO_BIG(1009, "RFC 6455 §7.4.1"),
    /** A message exceeded {@link io.wsloop.Limits#maxMessageBytes}. */
    MESSAGE_TOO_BIG(1009, "RFC 6455 §7.4.1"),
    /** A message came in more fragments than {@link io.wsloop.Limits#maxFragments}. */
    TOO_MANY_FRAGMENTS(1008, "RFC 6455 §7.4.1");

    private final int closeCode;
    private final String section;

    Violation(int closeCode, String section) {
        this.closeCode = closeCode;
        this.section = section;
    }

    /**
     * The code of the close frame that the engine sends.
     *
     * @return 1002, 1007, 1008 or 1009
     */
    public int closeCode() {
        return closeCode;
    }

    /**
     * The section that states the rule or, for a limit, defines the close code.
     *
     * @return for example {@code RFC 6455 §5.2}
     */
    public String section() {
        return section;
    }
}
