package io.wsloop.deflate;
import io.wsloop.handshake.ExtensionOffer;
import io.wsloop.handshake.HeadException;
import java.util.List;
import org.jspecify.annotations.Nullable;
/** RFC 7692 §5 and §7.1. */
public final class DeflateNegotiation {
    private DeflateNegotiation() {}
    public static final String NAME = "permessage-deflate";
    /** server: the first offer that can be accepted; bad ones are declined (skipped). null when none. */
    public static @Nullable DeflateTerms accept(List<ExtensionOffer> offers, DeflateOptions options) { throw new UnsupportedOperationException(); }
    /** server: the response element for these terms given the offer they answer. */
    public static ExtensionOffer response(DeflateTerms terms) { throw new UnsupportedOperationException(); }
    /** client: what to offer. */
    public static List<ExtensionOffer> offers(DeflateOptions options) { throw new UnsupportedOperationException(); }
    /** client: terms from the server's answer; HeadException when it is not a legal answer to the offer; null when empty. */
    public static @Nullable DeflateTerms confirm(List<ExtensionOffer> response, DeflateOptions offered) throws HeadException { throw new UnsupportedOperationException(); }
}
