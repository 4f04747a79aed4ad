package io.wsloop.examples.chat;

/** Why something that a page asked for was not done, said to the person in front of it. Thrown without a stack trace. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1;

    /** What a page can tell apart. */
    enum Code {
        NAME_INVALID,
        NAME_TAKEN,
        ROOM_INVALID,
        ROOMS_FULL,
        TEXT_INVALID,
        BAD_MESSAGE
    }

    private final Code code;

    Refusal(Code code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    Code code() {
        return code;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
