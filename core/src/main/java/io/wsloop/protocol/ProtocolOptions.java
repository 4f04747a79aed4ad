package io.wsloop.protocol;
import io.wsloop.Limits;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.deflate.DeflateTerms;
import org.jspecify.annotations.Nullable;
/** What one engine is made with. terms null = no compression. parts: pass messages on in pieces. */
public record ProtocolOptions(Limits limits, @Nullable DeflateTerms terms, DeflateOptions deflate, boolean parts, OverflowPolicy overflow) {
    public static ProtocolOptions of(Limits limits) { return new ProtocolOptions(limits, null, DeflateOptions.defaults(), false, OverflowPolicy.CLOSE); }
}
