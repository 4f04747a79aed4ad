package io.wsloop.frame;
/** Incremental; fails at the first byte that cannot continue valid UTF-8 (RFC 3629: overlong, surrogates, > U+10FFFF). ASCII eight bytes at a time, then branches. */
public final class Utf8Validator {
    public Utf8Validator() {}
    /** false at the first impossible byte; the validator then stays failed until reset. */
    public boolean feed(byte[] bytes, int offset, int length) { throw new UnsupportedOperationException(); }
    /** whether what was fed ends at a character's border and nothing failed. */
    public boolean isComplete() { throw new UnsupportedOperationException(); }
    /** how many bytes at the end of what was fed belong to a character not complete yet: 0-3. */
    public int pending() { throw new UnsupportedOperationException(); }
    public void reset() { throw new UnsupportedOperationException(); }
}
