package io.wsloop.handshake;

import io.wsloop.deflate.DeflateOptions;
import io.wsloop.deflate.DeflateTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Negotiates permessage-deflate (RFC 7692 §5 and §7.1). A server calls {@link #accept} and, if it returns terms, {@link
 * #response}. A client calls {@link #offers} and {@link #confirm}. Any thread.
 */
public final class DeflateNegotiation {
    /** The extension's registered name. */
    public static final String NAME = "permessage-deflate";

    private static final int BAD_REQUEST = 400;

    private DeflateNegotiation() {}

    /**
     * A server agrees to the first offer that it can accept. It skips other extensions. It must decline an offer with
     * an unknown parameter, a repeated one or a wrong value (RFC 7692 §7.1), and looks at the next one. To accept none
     * is no error.
     *
     * @param offers of all extensions, in the client's order of preference
     * @param options the server's policy
     * @return null when it can accept no offer
     */
    public static @Nullable DeflateTerms accept(List<ExtensionOffer> offers, DeflateOptions options) {
        Objects.requireNonNull(offers, "offers must not be null");
        Objects.requireNonNull(options, "options must not be null");
        DeflateParameters offer = firstGood(offers);
        if (offer == null) {
            return null;
        }
        // RFC 7692 §7.1.2.2: a server must not ask for a smaller client window unless the offer names
        // client_max_window_bits.
        return terms(offer, options, offer.clientWindowNamed() ? options.clientMaxWindowBits() : 15);
    }

    /**
     * A server writes its answer to the offer that {@link #accept} agreed to.
     *
     * @param terms the result of {@link #accept}
     * @param offers the same as for {@link #accept}
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
        // RFC 7692 §7.1.2.1: a server accepts server_max_window_bits by naming it in its answer, even for the full
        // window.
        boolean serverWindow = offer.serverWindowNamed() || terms.serverMaxWindowBits() < 15;
        // RFC 7692 §7.1.2.2: a server must not name client_max_window_bits unless the offer does. The full window needs
        // no name.
        boolean clientWindow = offer.clientWindowNamed() && terms.clientMaxWindowBits() < 15;
        return render(
                terms.serverNoContextTakeover(),
                terms.clientNoContextTakeover(),
                serverWindow ? Integer.toString(terms.serverMaxWindowBits()) : null,
                clientWindow,
                Integer.toString(terms.clientMaxWindowBits()));
    }

    /**
     * A client makes its offer. The offer always names the client's window, so that the server may ask for a smaller
     * one.
     *
     * @param options the client's wishes
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
     * A client reads the terms out of the server's answer.
     *
     * @param response all extensions of the server's answer
     * @param offered the same options as for {@link #offers}
     * @return null when the server uses no extension
     * @throws HeadException if this is no legal answer to the offer; the client must then fail the connection
     *     (RFC 7692 §7.1)
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
        // RFC 7692 §7.1.1.1 and §7.1.2.1: a server that accepts these parameters names them. It may lower the window
        // and must not raise it.
        if (offered.serverNoContextTakeover() && !answer.serverNoContextTakeover()) {
            throw refused("server_no_context_takeover, as offered", response);
        }
        if (answer.serverMaxWindowBits() > offered.serverMaxWindowBits()) {
            throw refused("server_max_window_bits of at most " + offered.serverMaxWindowBits(), response);
        }
        // The client keeps its own promises for its own direction, whether or not the server repeats them.
        return terms(answer, offered, offered.clientMaxWindowBits());
    }

    /** Each side may forbid context takeover, and each may lower a window. */
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
