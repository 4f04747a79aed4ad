package io.wsloop.protocol;
/** A peer's fault: rule and what came. No stack trace. It is the `error` of the CloseOutcome. */
public final class ViolationException extends Exception {
    private static final long serialVersionUID = 1;
    private final Violation violation;
    public ViolationException(Violation violation, String detail) { super(violation + " (" + violation.section() + "): " + detail, null, false, false); this.violation = violation; }
    public Violation violation() { return violation; }
}
