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
 * One WebSocket endpoint and what is chosen for it; what is not chosen comes from the server. Immutable; any thread. The
 * methods with a parameter give a copy that differs in one choice.
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

    /** The choices while one is being changed. */
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
     * An endpoint with the server's own choices.
     *
     * @param listeners makes the listener of each connection, on the connection's loop
     * @return a route
     */
    public static Route to(ListenerFactory listeners) {
        return new Route(new Draft(Objects.requireNonNull(listeners, "listeners")));
    }

    /**
     * Other limits after the upgrade. Those of the head and the handshake are the server's, as the route is not known
     * before.
     *
     * @param limits of each connection
     * @return a new route
     */
    public Route limits(Limits limits) {
        Objects.requireNonNull(limits, "limits");
        return with(draft -> draft.limits = limits);
    }

    /**
     * Compresses for clients that offer it (RFC 7692).
     *
     * @param options how
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
     * Does not compress, even where the server does.
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
     * The subprotocols spoken here (RFC 6455 §1.9). The first one that the client offers too is agreed; none if it
     * offers none of them.
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
     * Which pages may connect here.
     *
     * @param origins in place of the server's policy
     * @return a new route
     */
    public Route origins(OriginPolicy origins) {
        Objects.requireNonNull(origins, "origins");
        return with(draft -> draft.origins = origins);
    }

    /**
     * What happens to a message that a slow reader has no room for.
     *
     * @param policy at {@link Limits#maxOutgoingBytes}
     * @return a new route
     */
    public Route overflow(OverflowPolicy policy) {
        Objects.requireNonNull(policy, "policy");
        return with(draft -> draft.overflow = policy);
    }

    /**
     * Asks before each upgrade; an earlier hook is replaced.
     *
     * @param hook decides at once, on the connection's loop; must not block
     * @return a new route
     */
    public Route upgrade(UpgradeHook hook) {
        Objects.requireNonNull(hook, "hook");
        return upgradeAsync(request -> CompletableFuture.completedFuture(hook.decide(request)));
    }

    /**
     * Asks before each upgrade; an earlier hook is replaced.
     *
     * @param hook called on the connection's loop; its decision may come on any thread
     * @return a new route
     */
    public Route upgradeAsync(UpgradeHook.Async hook) {
        Objects.requireNonNull(hook, "hook");
        return with(draft -> draft.hook = hook);
    }

    /**
     * What makes the listener of each connection.
     *
     * @return the factory
     */
    public ListenerFactory listeners() {
        return listeners;
    }

    /**
     * The limits chosen here.
     *
     * @return null: the server's hold
     */
    public @Nullable Limits limits() {
        return limits;
    }

    /**
     * The compression chosen here.
     *
     * @return null: none was chosen; the server's holds unless {@link #isDeflateOff}
     */
    public @Nullable DeflateOptions deflate() {
        return deflate;
    }

    /**
     * Whether this route never compresses.
     *
     * @return true after {@link #withoutDeflate}
     */
    public boolean isDeflateOff() {
        return deflateOff;
    }

    /**
     * The subprotocols spoken here.
     *
     * @return in order of preference; empty when there are none; immutable
     */
    public List<String> subprotocols() {
        return subprotocols;
    }

    /**
     * The origin policy chosen here.
     *
     * @return null: the server's holds
     */
    public @Nullable OriginPolicy origins() {
        return origins;
    }

    /**
     * What happens to a message that a slow reader has no room for.
     *
     * @return {@link OverflowPolicy#CLOSE} unless another was chosen
     */
    public OverflowPolicy overflow() {
        return overflow;
    }

    /**
     * The hook that is asked before each upgrade.
     *
     * @return one that accepts all unless another was chosen
     */
    public UpgradeHook.Async hook() {
        return hook;
    }

    /**
     * For logs.
     *
     * @return what was chosen here; what is not named is the server's choice
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
