package io.wsloop.nio;

import io.wsloop.handshake.KeptHandshake;
import io.wsloop.handshake.RequestHead;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What an opening handshake asked, and, once decided, agreed: hook, listener and application see the same one. Each
 * connection holds one to its end, so what it holds is counted in bytes.
 */
final class AgreedHandshake extends KeptHandshake {
    /** At first that nothing is agreed. */
    private Agreement agreement;

    /**
     * The peer's SocketAddress; from the first call of {@link #attributes} on, an {@link Attributed}. Most connections have
     * no attributes, so one field for both costs them nothing.
     */
    private volatile Object remote;

    AgreedHandshake(RequestHead head, Agreement asked, SocketAddress remote) {
        super(head);
        agreement = asked;
        this.remote = remote;
    }

    private record Attributed(SocketAddress address, Map<String, Object> attributes) {}

    /** Before anybody but the hook has seen this. */
    void agree(Agreement agreement) {
        this.agreement = agreement;
    }

    Agreement agreement() {
        return agreement;
    }

    @Override
    public String pathParameter(String name) {
        Objects.requireNonNull(name, "name must not be null");
        return PathTemplate.parameter(agreement.template().parameters(RequestPath.segments(path())), name);
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
