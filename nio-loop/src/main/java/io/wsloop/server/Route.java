package io.wsloop.server;

import io.wsloop.Limits;
import io.wsloop.ListenerFactory;
import io.wsloop.OverflowPolicy;
import io.wsloop.deflate.DeflateOptions;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket endpoint and its choices. The server's choice holds for each one that the route does not make. Immutable; any
 * thread. Each method that chooses returns a copy with one choice changed.
 */
public final class Route {
    private static final UpgradeHook.Async ACCEPT_ALL = request -> CompletableFuture.completedFuture(Upgrade.accept());

    private final ListenerFactory listeners;
    private final @Nullable Limits limits;
    private final @Nullable DeflateOptions deflate;
    private final boolean deflateOff;
    private final List<String> subprotocols;
    private final @Nullable OriginPolicy origins;
    private final OverflowPolicy overflow;
    private final UpgradeHook.Async hook;

    private Route(Draft draft) {
        listeners = draft.listeners;
        limits = draft.limits;
        deflate = draft.deflate;
        deflateOff = draft.deflateOff;
        subprotocols = draft.subprotocols;
        origins = draft.origins;
        overflow = draft.overflow;
        hook = draft.hook;
    }

    /** The choices of a route that is being built. */
    private static final class Draft {
        private ListenerFactory listeners;
        private @Nullable Limits limits;
        private @Nullable DeflateOptions deflate;
        private boolean deflateOff;
        private List<String> subprotocols = List.of();
        private @Nullable OriginPolicy origins;
        private OverflowPolicy overflow = OverflowPolicy.CLOSE;
        private UpgradeHook.Async hook = ACCEPT_ALL;

        Draft(ListenerFactory listeners) {
            this.listeners = listeners;
        }

        Draft(Route from) {
            listeners = from.listeners;
            limits = from.limits;
            deflate = from.deflate;
            deflateOff = from.deflateOff;
            subprotocols = from.subprotocols;
            origins = from.origins;
            overflow = from.overflow;
            hook = from.hook;
        }
    }

    private Route with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return new Route(draft);
    }

    /**
     * An endpoint with the server's choices.
     *
     * @param listeners makes the listener of each connection; loop thread, must not block
     * @return a route
     */
    public static Route to(ListenerFactory listeners) {
        return new Route(new Draft(Objects.requireNonNull(listeners, "listeners")));
    }

    /**
     * Chooses the limits of a connection after its upgrade. The server's limits hold for the head and the handshake, because the
     * route is not known before.
     *
     * @param limits of each connection
     * @return a new route
     */
    public Route limits(Limits limits) {
        Objects.requireNonNull(limits, "limits");
        return with(draft -> draft.limits = limits);
    }

    /**
     * Compresses messages for clients that offer permessage-deflate (RFC 7692).
     *
     * @param options of the compression
     * @return a new route
     */
    public Route deflate(DeflateOptions options) {
        Objects.requireNonNull(options, "options");
        return with(draft -> {
            draft.deflate = options;
            draft.deflateOff = false;
        });
    }

    /**
     * Compresses nothing on this route, even if the server does.
     *
     * @return a new route
     */
    public Route withoutDeflate() {
        return with(draft -> {
            draft.deflate = null;
            draft.deflateOff = true;
        });
    }

    /**
     * Chooses the subprotocols of this route. The handshake agrees on the first one that the client offers too, or on none. RFC
     * 6455 §4.2.2: the server picks one of the client's, or sends no Sec-WebSocket-Protocol.
     *
     * @param names in order of preference
     * @return a new route
     * @throws NullPointerException when a name is null
     */
    public Route subprotocols(String... names) {
        for (String name : Objects.requireNonNull(names, "names")) {
            Objects.requireNonNull(name, "names");
        }
        List<String> all = List.of(names);
        return with(draft -> draft.subprotocols = all);
    }

    /**
     * Chooses which pages may connect.
     *
     * @param origins replaces the server's policy
     * @return a new route
     */
    public Route origins(OriginPolicy origins) {
        Objects.requireNonNull(origins, "origins");
        return with(draft -> draft.origins = origins);
    }

    /**
     * Chooses what happens to a message that has no room within {@link Limits#maxOutgoingBytes}, because the peer reads slowly.
     *
     * @param policy at that limit
     * @return a new route
     */
    public Route overflow(OverflowPolicy policy) {
        Objects.requireNonNull(policy, "policy");
        return with(draft -> draft.overflow = policy);
    }

    /**
     * Asks a hook before each upgrade. It replaces an earlier hook.
     *
     * @param hook decides at once; loop thread, must not block
     * @return a new route
     */
    public Route upgrade(UpgradeHook hook) {
        Objects.requireNonNull(hook, "hook");
        return upgradeAsync(request -> CompletableFuture.completedFuture(hook.decide(request)));
    }

    /**
     * Asks a hook before each upgrade. It replaces an earlier hook.
     *
     * @param hook begins to decide on the connection's loop and must not block; its decision may come on any thread
     * @return a new route
     */
    public Route upgradeAsync(UpgradeHook.Async hook) {
        Objects.requireNonNull(hook, "hook");
        return with(draft -> draft.hook = hook);
    }

    /**
     * The factory that makes the listener of each connection.
     *
     * @return as given to {@link #to}
     */
    public ListenerFactory listeners() {
        return listeners;
    }

    /**
     * The limits of this route.
     *
     * @return null if the server's limits hold
     */
    public @Nullable Limits limits() {
        return limits;
    }

    /**
     * The compression of this route.
     *
     * @return null if the route chooses none: the server's choice holds unless {@link #isDeflateOff}
     */
    public @Nullable DeflateOptions deflate() {
        return deflate;
    }

    /**
     * Says whether this route never compresses.
     *
     * @return true after {@link #withoutDeflate}
     */
    public boolean isDeflateOff() {
        return deflateOff;
    }

    /**
     * The subprotocols of this route.
     *
     * @return in order of preference; empty when there are none; immutable
     */
    public List<String> subprotocols() {
        return subprotocols;
    }

    /**
     * The origin policy of this route.
     *
     * @return null if the server's policy holds
     */
    public @Nullable OriginPolicy origins() {
        return origins;
    }

    /**
     * The policy for a message that has no room within {@link Limits#maxOutgoingBytes}.
     *
     * @return {@link OverflowPolicy#CLOSE} by default
     */
    public OverflowPolicy overflow() {
        return overflow;
    }

    /**
     * The hook that decides on each upgrade.
     *
     * @return a hook that accepts every request by default
     */
    public UpgradeHook.Async hook() {
        return hook;
    }

    /**
     * The choices of this route, for logs.
     *
     * @return a text that leaves out each choice of the server
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Route[");
        if (!subprotocols.isEmpty()) {
            text.append("subprotocols ").append(subprotocols).append(", ");
        }
        if (limits != null) {
            text.append(limits).append(", ");
        }
        if (deflateOff) {
            text.append("without deflate, ");
        } else if (deflate != null) {
            text.append(deflate).append(", ");
        }
        if (origins != null) {
            text.append("other origins, ");
        }
        if (hook != ACCEPT_ALL) {
            text.append("asks an upgrade hook, ");
        }
        return text.append("overflow ").append(overflow).append(']').toString();
    }
}
