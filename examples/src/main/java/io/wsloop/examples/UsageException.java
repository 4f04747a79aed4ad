package io.wsloop.examples;

/** Arguments that an example cannot make sense of; the message says what was expected and what came. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
