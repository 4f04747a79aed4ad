package io.wsloop.nio;

import io.wsloop.Handshake;
import io.wsloop.handshake.Headers;
import io.wsloop.handshake.RequestHead;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What an opening handshake asked, and, once decided, agreed. The record that follows a decision shares the attributes
 * of the one before.
 *
 * @param head of the request
 * @param pathParameters of the route
 * @param subprotocol null while nothing is agreed, or none was
 * @param compressed whether permessage-deflate was agreed
 * @param attributes the application's
 */
record AgreedHandshake(
        RequestHead head,
        Map<String, String> pathParameters,
        @Nullable String subprotocol,
        boolean compressed,
        ConcurrentHashMap<String, Object> attributes)
        implements Handshake {
    static AgreedHandshake asked(RequestHead head, Map<String, String> pathParameters) {
        return new AgreedHandshake(head, pathParameters, null, false, new ConcurrentHashMap<>());
    }

    AgreedHandshake agreed(@Nullable String subprotocol, boolean compressed) {
        return new AgreedHandshake(head, pathParameters, subprotocol, compressed, attributes);
    }

    @Override
    public String path() {
        return head.path();
    }

    @Override
    public String query() {
        return head.query();
    }

    @Override
    public @Nullable String queryParameter(String name) {
        return head.queryParameter(name);
    }

    @Override
    public String pathParameter(String name) {
        return PathTemplate.parameter(pathParameters, name);
    }

    @Override
    public Headers headers() {
        return head.headers();
    }
}
