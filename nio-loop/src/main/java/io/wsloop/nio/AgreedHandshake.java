package io.wsloop.nio;

import io.wsloop.handshake.KeptHandshake;
import io.wsloop.handshake.RequestHead;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What an opening handshake asked and agreed. Listener and application see the same object. Each connection holds one to
 * its end, so every byte of it counts.
 */
final class AgreedHandshake extends KeptHandshake {
    private final Agreement agreement;

    /** Null until somebody asks for them. Most connections have none. */
    private volatile @Nullable Map<String, Object> attributes;

    /** @param attributes that the application attached before; empty ones are not kept */
    AgreedHandshake(RequestHead head, Agreement agreement, Map<String, Object> attributes) {
        super(head);
        this.agreement = agreement;
        this.attributes = attributes.isEmpty() ? null : attributes;
    }

    Agreement agreement() {
        return agreement;
    }

    @Override
    public String pathParameter(String name) {
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
    public Map<String, Object> attributes() {
        Map<String, Object> made = attributes;
        return made == null ? makeAttributes() : made;
    }

    private synchronized Map<String, Object> makeAttributes() {
        Map<String, Object> made = attributes;
        if (made == null) {
            made = new ConcurrentHashMap<>();
            attributes = made;
        }
        return made;
    }
}
