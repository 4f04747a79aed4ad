package io.wsloop.nio;

import io.wsloop.Delivery;
import io.wsloop.WebSocketListener;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.handshake.HandshakeResult;
import io.wsloop.handshake.HandshakeResult.Rejected;
import io.wsloop.handshake.Headers;
import io.wsloop.handshake.RequestHead;
import io.wsloop.handshake.ServerHandshake;
import io.wsloop.protocol.ProtocolOptions;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One request for an upgrade on its way to a 101. The protocol's rules decide first, then the route, the origin and the hook;
 * the first refusal is the answer. Loop thread.
 */
final class OpeningHandshake {
    private final Site site;
    private final RequestHead head;
    private final Route.Choices route;
    private final AgreedHandshake asked;

    private OpeningHandshake(Site site, RequestHead head, PathTable.Match<Route.Choices> match, SocketAddress remote) {
        this.site = site;
        this.head = head;
        route = match.value();
        asked = new AgreedHandshake(head, Agreement.none(match.template(), site.limits(), site.errors()), remote);
    }

    /** Where everything before the hook leads. */
    sealed interface Step {
        /** The peer is told no. */
        record No(int status, String message, Headers headers) implements Step {}

        /** The hook is to be asked. */
        record Ask(OpeningHandshake handshake) implements Step {}

        /** The 101 to send, and what comes after it. */
        record Yes(ByteBuffer bytes, Upgraded upgraded) implements Step {}
    }

    static Step begin(Site site, RequestHead head, boolean secure, SocketAddress remote) {
        Rejected rejected = ServerHandshake.check(head);
        if (rejected != null) {
            return new Step.No(rejected.status(), rejected.message(), rejected.headers());
        }
        PathTable.Match<Route.Choices> match = site.route(RequestPath.of(head));
        if (match == null) {
            return new Step.No(
                    404, "no WebSocket is served at \"" + RequestPath.of(head).raw() + "\"", Headers.EMPTY);
        }
        OriginPolicy origins =
                match.value().origins() == null ? site.origins() : match.value().origins();
        if (!origins.allows(head, secure)) {
            // RFC 6455 §4.2.2 step 4.
            return new Step.No(
                    403,
                    "expected a page of this server's origin or of one that is allowed, not \""
                            + head.headers().first("Origin") + "\": allow it with OriginPolicy.of(...)",
                    Headers.EMPTY);
        }
        return new Step.Ask(new OpeningHandshake(site, head, match, remote));
    }

    CompletionStage<? extends Upgrade> ask() throws Exception {
        return Objects.requireNonNull(
                route.hook().decide(asked),
                "the upgrade hook returned null: expected Upgrade.accept() or Upgrade.refuse(...)");
    }

    /** Makes the listener too, while a failure can still be told to the peer. */
    Step conclude(Upgrade decision) throws Exception {
        if (decision instanceof Upgrade.Refuse refuse) {
            return new Step.No(refuse.status(), refuse.message(), refuse.headers());
        }
        Upgrade.Accept accept = (Upgrade.Accept) decision;
        DeflateOptions deflate = deflate();
        String chosen = accept.subprotocol();
        HandshakeResult.Accepted accepted = chosen == null
                ? ServerHandshake.accept(head, route.subprotocols(), deflate, accept.headers())
                : ServerHandshake.acceptWith(head, chosen, deflate, accept.headers());
        if (!accept.attributes().isEmpty()) {
            asked.attributes().putAll(accept.attributes());
        }
        asked.agree(agreement(accepted, deflate, Delivery.WHOLE));
        WebSocketListener listener = Objects.requireNonNull(
                route.listeners().open(asked), "the listener factory returned null: expected a listener");
        Delivery wanted = Objects.requireNonNull(
                listener.delivery(), "delivery() of the listener returned null: expected WHOLE, VIEWS or PARTS");
        if (wanted != Delivery.WHOLE) {
            asked.agree(agreement(accepted, deflate, wanted));
        }
        return new Step.Yes(accepted.bytes(), new Upgraded(asked, listener));
    }

    private Agreement agreement(
            HandshakeResult.Accepted accepted, @Nullable DeflateOptions deflate, Delivery delivery) {
        ProtocolOptions options = new ProtocolOptions(
                route.limits() == null ? site.limits() : route.limits(),
                accepted.deflate(),
                deflate == null ? DeflateOptions.defaults() : deflate,
                delivery,
                route.overflow());
        PathTemplate template = asked.agreement().template();
        return site.agreements().shared(new Agreement(template, accepted.subprotocol(), options, site.errors()));
    }

    private @Nullable DeflateOptions deflate() {
        if (route.plain()) {
            return null;
        }
        return route.deflate() == null ? site.deflate() : route.deflate();
    }
}
