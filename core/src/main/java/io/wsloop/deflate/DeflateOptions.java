package io.wsloop.deflate;
/** What this end wants: as server the policy for answering, as client what to offer; and how to compress. threshold: smaller messages go plain (bytes); level 1-9. serverNoContextTakeover default true, clientNoContextTakeover default false?, window bits 15. */
public record DeflateOptions(boolean serverNoContextTakeover, boolean clientNoContextTakeover, int serverMaxWindowBits, int clientMaxWindowBits, int level, int threshold) {
    public static DeflateOptions defaults() { throw new UnsupportedOperationException(); }
}
