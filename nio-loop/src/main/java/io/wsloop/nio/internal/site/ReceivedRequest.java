package io.wsloop.nio.internal.site;

import io.wsloop.handshake.Headers;
import io.wsloop.handshake.RequestHead;
import io.wsloop.handshake.ServerHandshake;
import io.wsloop.server.HttpRequest;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A request that came to a {@link Site}. Its template and its body are added once they are known. */
public final class ReceivedRequest implements HttpRequest {
    private static final byte[] NO_BODY = new byte[0];

    private final RequestHead head;
    private final RequestPath path;
    private final PathTemplate template;
    private final boolean secure;
    private final SocketAddress remoteAddress;
    private final byte[] body;

    /** Null until the application asks for them. Most never do. */
    private volatile @Nullable Map<String, Object> attributes;

    private ReceivedRequest(
            RequestHead head,
            RequestPath path,
            PathTemplate template,
            boolean secure,
            SocketAddress remoteAddress,
            byte[] body) {
        this.head = head;
        this.path = path;
        this.template = template;
        this.secure = secure;
        this.remoteAddress = remoteAddress;
        this.body = body;
    }

    /** A request with a whole head, and without a template and a body. */
    public static ReceivedRequest of(RequestHead head, boolean secure, SocketAddress remoteAddress) {
        return new ReceivedRequest(head, RequestPath.of(head), PathTemplate.NONE, secure, remoteAddress, NO_BODY);
    }

    /** A copy with the path template that the request matches. */
    public ReceivedRequest at(PathTemplate template) {
        return new ReceivedRequest(head, path, template, secure, remoteAddress, body);
    }

    /** A copy with a body. The array belongs to the copy from now on. */
    public ReceivedRequest with(byte[] body) {
        return new ReceivedRequest(head, path, template, secure, remoteAddress, body);
    }

    public RequestHead head() {
        return head;
    }

    public RequestPath requestPath() {
        return path;
    }

    public PathTemplate template() {
        return template;
    }

    @Override
    public String method() {
        return head.method();
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
        return head.queryParameter(Objects.requireNonNull(name, "name"));
    }

    @Override
    public Map<String, String> pathParameters() {
        return template.parameters(path.segments());
    }

    @Override
    public String pathParameter(String name) {
        Objects.requireNonNull(name, "name");
        Map<String, String> parameters = pathParameters();
        String value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "the path template has no parameter " + name + ", only " + parameters.keySet());
        }
        return value;
    }

    @Override
    public Headers headers() {
        return head.headers();
    }

    @Override
    public List<String> subprotocols() {
        return ServerHandshake.offeredSubprotocols(head);
    }

    @Override
    public boolean secure() {
        return secure;
    }

    @Override
    public SocketAddress remoteAddress() {
        return remoteAddress;
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

    /** The attributes if the application asked for them before, otherwise an empty map that cannot be changed. */
    public Map<String, Object> knownAttributes() {
        Map<String, Object> made = attributes;
        return made == null ? Map.of() : made;
    }

    @Override
    public byte[] body() {
        return body;
    }

    /** Method and path, for logs. Query and fields are left out, because they may hold credentials. */
    @Override
    public String toString() {
        return method() + " " + path.raw();
    }
}
