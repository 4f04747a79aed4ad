package io.wsloop.nio;

import io.wsloop.handshake.KeptHandshake;
import io.wsloop.handshake.RequestHead;
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

    /** Most connections have none. */
    private volatile @Nullable Map<String, Object> attributes;

    AgreedHandshake(RequestHead head, Agreement asked) {
        super(head);
        agreement = asked;
    }

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
