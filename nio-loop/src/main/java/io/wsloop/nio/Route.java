package io.wsloop.nio;

import io.wsloop.Limits;
import io.wsloop.ListenerFactory;
import io.wsloop.OverflowPolicy;
import io.wsloop.deflate.DeflateOptions;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One WebSocket endpoint and what is chosen for it; what is not chosen comes from the server. Immutable. */
public final class Route {
    private static final UpgradeHook ACCEPT_ALL = request -> CompletableFuture.completedFuture(Upgrade.accept());

    private final Choices choices;

    private Route(Choices choices) {
        this.choices = choices;
    }

    /** What was chosen; null: the server's choice holds. */
    record Choices(
            ListenerFactory listeners,
            @Nullable Limits limits,
            @Nullable DeflateOptions deflate,
            boolean plain,
            List<String> subprotocols,
            @Nullable OriginPolicy origins,
            OverflowPolicy overflow,
            UpgradeHook hook) {}

    /**
     * An endpoint with the server's own choices.
     *
     * @param listeners makes the listener of each connection
     * @return a route
     */
    public static Route to(ListenerFactory listeners) {
        Objects.requireNonNull(listeners, "listeners");
        return new Route(new Choices(listeners, null, null, false, List.of(), null, OverflowPolicy.CLOSE, ACCEPT_ALL));
    }

    /**
     * Other limits after the upgrade. Those of the head and the handshake are the server's, as the route is not known
     * before.
     *
     * @param limits of each connection
     * @return a new route
     */
    public Route limits(Limits limits) {
        Choices c = choices;
        return new Route(new Choices(
                c.listeners,
                Objects.requireNonNull(limits, "limits"),
                c.deflate,
                c.plain,
                c.subprotocols,
                c.origins,
                c.overflow,
                c.hook));
    }

    /**
     * Compresses for clients that offer it (RFC 7692).
     *
     * @param options how
     * @return a new route
     */
    public Route deflate(DeflateOptions options) {
        Choices c = choices;
        return new Route(new Choices(
                c.listeners,
                c.limits,
                Objects.requireNonNull(options, "options"),
                false,
                c.subprotocols,
                c.origins,
                c.overflow,
                c.hook));
    }

    /**
     * Does not compress, even where the server does.
     *
     * @return a new route
     */
    public Route withoutDeflate() {
        Choices c = choices;
        return new Route(new Choices(c.listeners, c.limits, null, true, c.subprotocols, c.origins, c.overflow, c.hook));
    }

    /**
     * The subprotocols spoken here (RFC 6455 §1.9). The first one that the client offers too is agreed; none if it
     * offers none of them.
     *
     * @param names in order of preference
     * @return a new route
     */
    public Route subprotocols(String... names) {
        Objects.requireNonNull(names, "names");
        Choices c = choices;
        return new Route(
                new Choices(c.listeners, c.limits, c.deflate, c.plain, List.of(names), c.origins, c.overflow, c.hook));
    }

    /**
     * Which pages may connect here.
     *
     * @param origins in place of the server's policy
     * @return a new route
     */
    public Route origins(OriginPolicy origins) {
        Choices c = choices;
        return new Route(new Choices(
                c.listeners,
                c.limits,
                c.deflate,
                c.plain,
                c.subprotocols,
                Objects.requireNonNull(origins, "origins"),
                c.overflow,
                c.hook));
    }

    /**
     * What happens to a message that a slow reader has no room for.
     *
     * @param policy at {@link Limits#maxOutgoingBytes}
     * @return a new route
     */
    public Route overflow(OverflowPolicy policy) {
        Choices c = choices;
        return new Route(new Choices(
                c.listeners,
                c.limits,
                c.deflate,
                c.plain,
                c.subprotocols,
                c.origins,
                Objects.requireNonNull(policy, "policy"),
                c.hook));
    }

    /**
     * Asks before each upgrade; an earlier hook is replaced.
     *
     * @param hook decides at once
     * @return a new route
     */
    public Route upgrade(UpgradeHook.Immediate hook) {
        Objects.requireNonNull(hook, "hook");
        return upgradeAsync(request -> CompletableFuture.completedFuture(hook.decide(request)));
    }

    /**
     * Asks before each upgrade; an earlier hook is replaced.
     *
     * @param hook decides later, on any thread
     * @return a new route
     */
    public Route upgradeAsync(UpgradeHook hook) {
        Choices c = choices;
        return new Route(new Choices(
                c.listeners,
                c.limits,
                c.deflate,
                c.plain,
                c.subprotocols,
                c.origins,
                c.overflow,
                Objects.requireNonNull(hook, "hook")));
    }

    Choices choices() {
        return choices;
    }

    /**
     * For logs.
     *
     * @return what was chosen here; what is not named is the server's choice
     */
    @Override
    public String toString() {
        Choices c = choices;
        StringBuilder text = new StringBuilder("Route[");
        if (!c.subprotocols.isEmpty()) {
            text.append("subprotocols ").append(c.subprotocols).append(", ");
        }
        if (c.limits != null) {
            text.append(c.limits).append(", ");
        }
        if (c.plain) {
            text.append("without deflate, ");
        } else if (c.deflate != null) {
            text.append(c.deflate).append(", ");
        }
        if (c.origins != null) {
            text.append("origins of its own, ");
        }
        if (c.hook != ACCEPT_ALL) {
            text.append("asks an upgrade hook, ");
        }
        return text.append("overflow ").append(c.overflow).append(']').toString();
    }
}
