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
 * A request for an upgrade on its way to a 101. It meets the protocol's rules, the route, the origin policy and the hook,
 * in this order; the first refusal ends it. Loop thread.
 *
 * <p>{@link HttpRequest} is what the client asks, {@link Upgrade} what the hook decides, {@link Agreement} what both sides
 * agree on, {@link AgreedHandshake} the request with its agreement, {@link Upgraded} that with the listener.
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

    /** What comes next. */
    public sealed interface Step {
        /** The request is refused. */
        record No(Rejected why) implements Step {}

        /** The hook is to be asked. */
        record Ask(OpeningHandshake handshake) implements Step {}

        /** The 101 to send, and what comes after it. */
        record Yes(ByteBuffer bytes, Upgraded upgraded) implements Step {}
    }

    public static Step begin(Site site, Agreements agreements, ReceivedRequest asked) {
        Rejected rejected = ServerHandshake.check(asked.head());
        if (rejected != null) {
            return new Step.No(rejected);
        }
        PathTable.Match<Route> match = site.route(asked.requestPath());
        if (match == null) {
            return no(404, "no WebSocket is served at \"" + asked.requestPath().raw() + "\"");
        }
        Route route = match.value();
        ReceivedRequest request = asked.at(match.template());
        OriginPolicy origins = route.origins() == null ? site.options().origins() : route.origins();
        if (!origins.allows(request)) {
            // RFC 6455 §4.2.2 step 4: a server that does not accept the origin answers 403.
            return no(
                    403,
                    "expected a page of this server's origin or of one that is allowed, not \""
                            + request.headers().first("Origin") + "\": allow it with OriginPolicy.of(...)");
        }
        return new Step.Ask(new OpeningHandshake(site.options(), agreements, request, route));
    }

    private static Step no(int status, String message) {
        return new Step.No(new Rejected(status, message, Headers.EMPTY));
    }

    public CompletionStage<? extends Upgrade> ask() throws Exception {
        return Objects.requireNonNull(
                route.hook().decide(request),
                "the upgrade hook returned null: expected Upgrade.accept() or Upgrade.refuse(...)");
    }

    /** Makes the listener before the 101 is sent, so that the peer can still be told of a failure. */
    public Step conclude(Upgrade decision) throws Exception {
        if (decision instanceof Upgrade.Refuse refuse) {
            return new Step.No(new Rejected(refuse.status(), refuse.message(), refuse.headers()));
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
        return new Step.Yes(accepted.bytes(), new Upgraded(handshake, listener, delivery(listener)));
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
