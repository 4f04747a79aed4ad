package io.wsloop.nio.internal.opening;

import io.wsloop.handshake.Headers;
import io.wsloop.handshake.RequestHead;
import io.wsloop.handshake.ResponseHead;
import io.wsloop.nio.internal.socket.AgreedHandshake;
import io.wsloop.nio.internal.socket.Agreement;
import java.net.SocketAddress;
import java.util.Map;

/**
 * A client's handshake: it also holds the fields of the server's answer. It is a class beside {@link AgreedHandshake} so that
 * the connections of a server, which are many, have no field for them.
 */
final class AnsweredHandshake extends AgreedHandshake {
    private final Headers responseHeaders;

    AnsweredHandshake(RequestHead request, ResponseHead response, Agreement agreement, SocketAddress remote) {
        super(request, agreement, remote, Map.of());
        // The check of the answer has used these up: their content is fixed, or follows from the request's key.
        responseHeaders = response.headers().toBuilder()
                .remove("Upgrade")
                .remove("Connection")
                .remove("Sec-WebSocket-Accept")
                .build();
    }

    @Override
    public Headers responseHeaders() {
        return responseHeaders;
    }
}
