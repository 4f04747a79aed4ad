package io.wsloop.protocol;
/** Where masking keys come from (RFC 6455 §10.3). */
@FunctionalInterface
public interface MaskingKeys {
    int next();
    /** SecureRandom, drawn in batches. */
    static MaskingKeys secure() { throw new UnsupportedOperationException(); }
}
