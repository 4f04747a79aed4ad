package io.wsloop.protocol;

/** The rules that a peer can break: one constant for each MUST and each limit, with the close code that answers it. */
public enum Violation {
    /** A reserved bit without an extension that defines it. */
    RESERVED_BITS(1002, "RFC 6455 §5.2"),
    /** RSV1 on a frame that is not a message's first. */
    COMPRESSED_BIT_MISPLACED(1002, "RFC 7692 §6.1"),
    /** Opcode 3-7 or B-F. */
    RESERVED_OPCODE(1002, "RFC 6455 §5.2"),
    /** A client's frame without a masking key. */
    MASK_MISSING(1002, "RFC 6455 §5.1"),
    /** A server's frame with a masking key. */
    MASK_UNEXPECTED(1002, "RFC 6455 §5.1"),
    /** A length in more bytes than it needs. */
    LENGTH_NOT_MINIMAL(1002, "RFC 6455 §5.2"),
    /** A 64-bit length whose most significant bit is set. */
    LENGTH_NEGATIVE(1002, "RFC 6455 §5.2"),
    /** A control frame that is not final. */
    CONTROL_FRAGMENTED(1002, "RFC 6455 §5.5"),
    /** A control frame of more than 125 bytes. */
    CONTROL_TOO_LONG(1002, "RFC 6455 §5.5"),
    /** A continuation frame while no message is unfinished. */
    CONTINUATION_UNEXPECTED(1002, "RFC 6455 §5.4"),
    /** A text or binary frame while another message is unfinished. */
    CONTINUATION_EXPECTED(1002, "RFC 6455 §5.4"),
    /** A close frame's body of one byte, which holds no code. */
    CLOSE_BODY_TOO_SHORT(1002, "RFC 6455 §5.5.1"),
    /** A close code that must not cross the wire. */
    CLOSE_CODE(1002, "RFC 6455 §7.4"),
    /** A close reason that is not UTF-8. */
    CLOSE_REASON_NOT_UTF8(1007, "RFC 6455 §5.5.1"),
    /** A text message that is not UTF-8. */
    TEXT_NOT_UTF8(1007, "RFC 6455 §8.1"),
    /** A compressed message that is no deflate stream. */
    DEFLATE_BROKEN(1007, "RFC 7692 §7.2.2"),
    /** A frame above {@link io.wsloop.Limits#maxFrameBytes}. */
    FRAME_TOO_BIG(1009, "RFC 6455 §7.4.1"),
    /** A message above {@link io.wsloop.Limits#maxMessageBytes}. */
    MESSAGE_TOO_BIG(1009, "RFC 6455 §7.4.1"),
    /** A message in more fragments than {@link io.wsloop.Limits#maxFragments}. */
    TOO_MANY_FRAGMENTS(1008, "RFC 6455 §7.4.1");

    private final int closeCode;
    private final String section;

    Violation(int closeCode, String section) {
        this.closeCode = closeCode;
        this.section = section;
    }

    /**
     * The code of the close frame that answers it.
     *
     * @return 1002, 1007, 1008 or 1009
     */
    public int closeCode() {
        return closeCode;
    }

    /**
     * Where the rule, or the close code for the limit, is written.
     *
     * @return for example {@code RFC 6455 §5.2}
     */
    public String section() {
        return section;
    }
}
