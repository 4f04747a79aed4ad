package io.wsloop.protocol;

/** A rule that the peer broke. {@link io.wsloop.CloseOutcome#error} holds it. It has no stack trace. */
public final class ViolationException extends Exception {
    private static final long serialVersionUID = 1;

    /** The rule. */
    private final Violation violation;

    /** The rule, its section and the detail. */
    private final String text;

    /**
     * A fault.
     *
     * @param violation the rule
     * @param detail what was expected and what came
     */
    public ViolationException(Violation violation, String detail) {
        super(null, null, false, false);
        this.violation = violation;
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
