package io.wsloop.protocol;
/** One constant per MUST: close code, RFC section. */
public enum Violation {
    RESERVED_BITS(1002, "RFC 6455 §5.2");
    private final int closeCode; private final String section;
    Violation(int closeCode, String section) { this.closeCode = closeCode; this.section = section; }
    public int closeCode() { return closeCode; }
    public String section() { return section; }
}
