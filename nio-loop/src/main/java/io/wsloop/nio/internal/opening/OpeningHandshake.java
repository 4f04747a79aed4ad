package io.wsloop.nio.internal.opening;

import io.wsloop.Delivery;
import io.wsloop.WebSocketListener;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.handshake.HandshakeResult.Accepted;
import io.wsloop.handshake.HandshakeResult.Rejected;
import io.wsloop.handshake.Headers;
import io.wsloop.handshake.ServerHandshake;
import io.wsloop.nio.internal.site.PathTable;
import io.wsloop.nio.internal.site.ReceivedRequest;
import io.wsloop.nio.internal.site.ServerOptions;
import io.wsloop.nio.internal.site.Site;
import io.wsloop.nio.internal.socket.AgreedHandshake;
import io.wsloop.nio.internal.socket.Agreement;
import io.wsloop.nio.internal.socket.Upgraded;
import io.wsloop.protocol.ProtocolOptions;
import io.wsloop.server.HttpRequest;
import io.wsloop.server.OriginPolicy;
import io.wsloop.server.Route;
import io.wsloop.server.Upgrade;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A request for an upgrade on its way to a 101. The rules of RFC 6455 §4.2.1 judge it first, then the route, the origin
 * policy and the upgrade hook. The first refusal ends it. Loop thread.
 *
 * <p>The words of an opening handshake: {@link HttpRequest} is the request, {@link Upgrade} the hook's decision, {@link
 * Agreement} what both sides agree on. {@link AgreedHandshake} is the request with its agreement, and {@link Upgraded} the
 * result: that with the listener.
 */
public final class OpeningHandshake {
    private final ServerOptions options;
    private final Agreements agreements;
    private final ReceivedRequest request;
    private final Route route;

    private OpeningHandshake(ServerOptions options, Agreements agreements, ReceivedRequest request, Route route) {
        this.options = options;
        this.agreements = agreements;
        this.request = request;
        this.route = route;
    }

    /** What comes next of a request. */
    public sealed interface Step {
        /** The request is refused. */
        record Refused(Rejected why) implements Step {}

        /** The upgrade hook is to be asked. */
        record AskHook(OpeningHandshake handshake) implements Step {}

        /** The 101 is to be sent, and the WebSocket begins behind it. */
        record Agreed(ByteBuffer bytes, Upgraded upgraded) implements Step {}
    }

    /** Judges the request by the protocol's rules, the route and the origin policy. */
    public static Step begin(Site site, Agreements agreements, ReceivedRequest asked) {
        Rejected rejected = ServerHandshake.check(asked.head());
        if (rejected != null) {
            return new Step.Refused(rejected);
        }
        PathTable.Match<Route> match = site.route(asked.requestPath());
        if (match == null) {
            return refused(
                    404, "no WebSocket is served at \"" + asked.requestPath().raw() + "\"");
        }
        Route route = match.value();
        ReceivedRequest request = asked.at(match.template());
        OriginPolicy origins = route.origins() == null ? site.options().origins() : route.origins();
        if (!origins.allows(request)) {
            // RFC 6455 §4.2.2 item 4: a server that does not accept the origin must answer with a status such as 403.
            return refused(
                    403,
                    "expected a page of this server's origin or of one that is allowed, not \""
                            + request.headers().first("Origin") + "\": allow it with OriginPolicy.of(...)");
        }
        return new Step.AskHook(new OpeningHandshake(site.options(), agreements, request, route));
    }

    private static Step refused(int status, String message) {
        return new Step.Refused(new Rejected(status, message, Headers.EMPTY));
    }

    /** Asks the upgrade hook. */
    public CompletionStage<? extends Upgrade> ask() throws Exception {
        return Objects.requireNonNull(
                route.hook().decide(request),
                "the upgrade hook returned null: expected Upgrade.accept() or Upgrade.refuse(...)");
    }

    /** Does what the hook decided. The listener is made before the 101 is sent, so that a failure can still be answered. */
    public Step conclude(Upgrade decision) throws Exception {
        if (decision instanceof Upgrade.Refuse refuse) {
            return new Step.Refused(new Rejected(refuse.status(), refuse.message(), refuse.headers()));
        }
        Upgrade.Accept accept = (Upgrade.Accept) decision;
        DeflateOptions deflate = deflate();
        String chosen = accept.subprotocol();
        Accepted accepted = chosen == null
                ? ServerHandshake.accept(request.head(), route.subprotocols(), deflate, accept.headers())
                : ServerHandshake.acceptWith(request.head(), chosen, deflate, accept.headers());
        if (!accept.attributes().isEmpty()) {
            request.attributes().putAll(accept.attributes());
        }
        AgreedHandshake handshake = new AgreedHandshake(
                request.head(), agreement(accepted, deflate), request.remoteAddress(), request.knownAttributes());
        WebSocketListener listener = Objects.requireNonNull(
                route.listeners().open(handshake), "the listener factory returned null: expected a listener");
        return new Step.Agreed(accepted.bytes(), new Upgraded(handshake, listener, delivery(listener)));
    }

    private static Delivery delivery(WebSocketListener listener) {
        return Objects.requireNonNull(
                listener.delivery(), "delivery() of the listener returned null: expected WHOLE, VIEWS or PARTS");
    }

    private Agreement agreement(Accepted accepted, @Nullable DeflateOptions deflate) {
        ProtocolOptions engine = new ProtocolOptions(
                route.limits() == null ? options.limits() : route.limits(),
                accepted.deflate(),
                deflate == null ? DeflateOptions.defaults() : deflate,
                Delivery.WHOLE,
                route.overflow());
        return agreements.shared(new Agreement(request.template(), accepted.subprotocol(), engine, options.errors()));
    }

    private @Nullable DeflateOptions deflate() {
        if (route.isDeflateOff()) {
            return null;
        }
        return route.deflate() == null ? options.deflate() : route.deflate();
    }
}
