package io.wsloop.protocol;

import java.util.Objects;

/**
 * The peer broke a rule. {@link io.wsloop.CloseOutcome#error} holds this exception. It has no stack trace, because it
 * is the peer's fault and may come often.
 */
public final class ViolationException extends Exception {
    private static final long serialVersionUID = 1;

    /** The rule that was broken. */
    private final Violation violation;

    /** The rule, its section and the detail. */
    private final String text;

    /**
     * Makes the exception.
     *
     * @param violation the rule that was broken
     * @param detail what was expected and what came
     */
    public ViolationException(Violation violation, String detail) {
        super(null, null, false, false);
        Objects.requireNonNull(detail, "detail must not be null");
        this.violation = Objects.requireNonNull(violation, "violation must not be null");
        this.text = violation + " (" + violation.section() + "): " + detail;
    }

    /**
     * The rule, its section, what was expected and what came.
     *
     * @return one line
     */
    @Override
    public String getMessage() {
        return text;
    }

    /**
     * The rule that was broken.
     *
     * @return the rule
     */
    public Violation violation() {
        return violation;
    }
}
