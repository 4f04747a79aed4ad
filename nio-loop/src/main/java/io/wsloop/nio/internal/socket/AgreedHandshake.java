package io.wsloop.nio.internal.socket;

import io.wsloop.handshake.KeptHandshake;
import io.wsloop.handshake.RequestHead;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The request of an opening handshake with the {@link Agreement} that it led to. Listener and application see the same object.
 * Each connection holds one to its end, so every byte of it counts.
 */
public class AgreedHandshake extends KeptHandshake {
    private final Agreement agreement;

    /**
     * The peer's SocketAddress, or an {@link Attributed} once there are attributes. Most connections have none, so they must
     * not cost a field.
     */
    private volatile Object remote;

    private record Attributed(SocketAddress address, Map<String, Object> attributes) {}

    /** @param attributes that the application attached before; empty ones are not kept */
    public AgreedHandshake(
            RequestHead head, Agreement agreement, SocketAddress remote, Map<String, Object> attributes) {
        super(head);
        this.agreement = agreement;
        this.remote = attributes.isEmpty() ? remote : new Attributed(remote, attributes);
    }

    public Agreement agreement() {
        return agreement;
    }

    @Override
    public String pathParameter(String name) {
        Objects.requireNonNull(name, "name must not be null");
        return agreement.pathParameter(path(), name);
    }

    @Override
    public @Nullable String subprotocol() {
        return agreement.subprotocol();
    }

    @Override
    public boolean compressed() {
        return agreement.isCompressed();
    }

    @Override
    public SocketAddress remoteAddress() {
        Object seen = remote;
        return seen instanceof Attributed both ? both.address() : (SocketAddress) seen;
    }

    @Override
    public Map<String, Object> attributes() {
        return remote instanceof Attributed both ? both.attributes() : makeAttributes();
    }

    private synchronized Map<String, Object> makeAttributes() {
        Object seen = remote;
        if (seen instanceof Attributed both) {
            return both.attributes();
        }
        Map<String, Object> made = new ConcurrentHashMap<>();
        remote = new Attributed((SocketAddress) seen, made);
        return made;
    }
}
