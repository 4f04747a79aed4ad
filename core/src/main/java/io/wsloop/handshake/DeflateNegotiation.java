package io.wsloop.handshake;

import io.wsloop.deflate.DeflateOptions;
import io.wsloop.deflate.DeflateTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How two ends come to terms (RFC 7692 §5 and §7.1). A server calls {@link #accept} and, if that gives terms, {@link
 * #response}; a client calls {@link #offers} and {@link #confirm}. Any thread.
 */
public final class DeflateNegotiation {
    /** The extension's registered name. */
    public static final String NAME = "permessage-deflate";

    private static final int BAD_REQUEST = 400;

    private DeflateNegotiation() {}

    /**
     * As server: agrees to the first offer that can be accepted. Other extensions are passed over, and so is an offer
     * with an unknown parameter, a repeated one or a bad value, as §7.1 demands: another offer may do, and none is no
     * error.
     *
     * @param offers of all extensions, in the client's order of preference
     * @param options the server's policy
     * @return null when no offer can be accepted
     */
    public static @Nullable DeflateTerms accept(List<ExtensionOffer> offers, DeflateOptions options) {
        Objects.requireNonNull(offers, "offers must not be null");
        Objects.requireNonNull(options, "options must not be null");
        DeflateParameters offer = firstGood(offers);
        if (offer == null) {
            return null;
        }
        // A client that names no window of its own cannot be asked for a smaller one (§7.1.2.2).
        return terms(offer, options, offer.clientWindowNamed() ? options.clientMaxWindowBits() : 15);
    }

    /**
     * As server: the element that answers the offer which {@link #accept} agreed to.
     *
     * @param terms what {@link #accept} gave
     * @param offers what {@link #accept} was given
     * @return for {@code Sec-WebSocket-Extensions}
     * @throws IllegalArgumentException if none of the offers can have led to these terms
     */
    public static ExtensionOffer response(DeflateTerms terms, List<ExtensionOffer> offers) {
        Objects.requireNonNull(terms, "terms must not be null");
        Objects.requireNonNull(offers, "offers must not be null");
        DeflateParameters offer = firstGood(offers);
        if (offer == null) {
            throw new IllegalArgumentException("expected the offers that led to " + terms + ", not " + offers);
        }
        // §7.1.2.1: a server accepts an offer that names its window by naming it too, be it the full one.
        boolean serverWindow = offer.serverWindowNamed() || terms.serverMaxWindowBits() < 15;
        // §7.1.2.2: a server must not name the client's window unless the offer does. 15 goes without saying.
        boolean clientWindow = offer.clientWindowNamed() && terms.clientMaxWindowBits() < 15;
        return render(
                terms.serverNoContextTakeover(),
                terms.clientNoContextTakeover(),
                serverWindow ? Integer.toString(terms.serverMaxWindowBits()) : null,
                clientWindow,
                Integer.toString(terms.clientMaxWindowBits()));
    }

    /**
     * As client: what to offer. The client's window is always named, so that the server may ask for a smaller one.
     *
     * @param options what the client wants
     * @return one offer
     */
    public static List<ExtensionOffer> offers(DeflateOptions options) {
        int server = options.serverMaxWindowBits();
        int client = options.clientMaxWindowBits();
        return List.of(render(
                options.serverNoContextTakeover(),
                options.clientNoContextTakeover(),
                server < 15 ? Integer.toString(server) : null,
                true,
                client < 15 ? Integer.toString(client) : null));
    }

    /**
     * As client: the terms that the server's answer means.
     *
     * @param response all extensions that the server answered with
     * @param offered the options that {@link #offers} was given
     * @return null when the server wants no extension
     * @throws HeadException if this is no legal answer to the offer: §7.1 has the client fail the connection
     */
    public static @Nullable DeflateTerms confirm(List<ExtensionOffer> response, DeflateOptions offered)
            throws HeadException {
        Objects.requireNonNull(response, "response must not be null");
        Objects.requireNonNull(offered, "offered must not be null");
        if (response.isEmpty()) {
            return null;
        }
        if (response.size() > 1 || !response.get(0).name().equals(NAME)) {
            throw refused("at most one " + NAME + ", for nothing else was offered", response);
        }
        DeflateParameters answer = DeflateParameters.read(response.get(0));
        if (answer == null || answer.clientWindowOpen()) {
            throw refused("each of the four parameters of RFC 7692 §7.1 at most once, with a legal value", response);
        }
        // §7.1.1.1 and §7.1.2.1: a server that accepts these says so, and may lower the window but not raise it.
        if (offered.serverNoContextTakeover() && !answer.serverNoContextTakeover()) {
            throw refused("server_no_context_takeover, as offered", response);
        }
        if (answer.serverMaxWindowBits() > offered.serverMaxWindowBits()) {
            throw refused("server_max_window_bits of at most " + offered.serverMaxWindowBits(), response);
        }
        // What the offer hinted at for the client's own direction holds whether the server repeats it or not.
        return terms(answer, offered, offered.clientMaxWindowBits());
    }

    /** Each side may demand that nothing is taken over, and each may lower a window. */
    private static DeflateTerms terms(DeflateParameters peer, DeflateOptions own, int clientWindow) {
        return new DeflateTerms(
                peer.serverNoContextTakeover() || own.serverNoContextTakeover(),
                peer.clientNoContextTakeover() || own.clientNoContextTakeover(),
                Math.min(peer.serverMaxWindowBits(), own.serverMaxWindowBits()),
                Math.min(peer.clientMaxWindowBits(), clientWindow));
    }

    private static @Nullable DeflateParameters firstGood(List<ExtensionOffer> offers) {
        for (ExtensionOffer offer : offers) {
            if (offer.name().equals(NAME)) {
                DeflateParameters parameters = DeflateParameters.read(offer);
                if (parameters != null) {
                    return parameters;
                }
            }
        }
        return null;
    }

    private static ExtensionOffer render(
            boolean serverNoTakeover,
            boolean clientNoTakeover,
            @Nullable String serverWindow,
            boolean clientWindowNamed,
            @Nullable String clientWindow) {
        List<ExtensionOffer.Parameter> parameters = new ArrayList<>(4);
        if (serverNoTakeover) {
            parameters.add(new ExtensionOffer.Parameter(DeflateParameters.SERVER_NO_TAKEOVER, null));
        }
        if (clientNoTakeover) {
            parameters.add(new ExtensionOffer.Parameter(DeflateParameters.CLIENT_NO_TAKEOVER, null));
        }
        if (serverWindow != null) {
            parameters.add(new ExtensionOffer.Parameter(DeflateParameters.SERVER_WINDOW, serverWindow));
        }
        if (clientWindowNamed) {
            parameters.add(new ExtensionOffer.Parameter(DeflateParameters.CLIENT_WINDOW, clientWindow));
        }
        return new ExtensionOffer(NAME, List.copyOf(parameters));
    }

    private static HeadException refused(String expected, List<ExtensionOffer> came) {
        return new HeadException(
                BAD_REQUEST,
                "The server's answer to the offer of " + NAME + ": expected " + expected + ", but came " + came);
    }
}
