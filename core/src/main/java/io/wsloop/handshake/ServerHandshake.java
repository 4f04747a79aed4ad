package io.wsloop.handshake;
import io.wsloop.deflate.DeflateOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;
/** The server's side of RFC 6455 §4.2, as functions over heads. */
public final class ServerHandshake {
    private ServerHandshake() {}
    /** whether the request asks for an upgrade to websocket (so that plain HTTP goes elsewhere): Upgrade lists websocket, or any Sec-WebSocket-Key/-Version field is there. */
    public static boolean isUpgrade(RequestHead request) { throw new UnsupportedOperationException(); }
    /** every rule of §4.2.1 but the application's own: null when it may be accepted; otherwise 400, 405, 426 (with Sec-WebSocket-Version: 13 and Upgrade) ... */
    public static HandshakeResult.@Nullable Rejected check(RequestHead request) { throw new UnsupportedOperationException(); }
    /** 101 for a checked request. subprotocols: the server's, in order of preference; deflate: null = no compression. extra: application's headers (may not override the handshake's own: IllegalArgumentException). */
    public static HandshakeResult accept(RequestHead request, List<String> subprotocols, @Nullable DeflateOptions deflate, Headers extra) { throw new UnsupportedOperationException(); }
    /** same-origin test: Origin absent → true; otherwise scheme/host/port equal to those of Host (any case; default ports), secure tells https. `null`, suffixes, other ports, unparseable: false. */
    public static boolean isSameOrigin(RequestHead request, boolean secure) { throw new UnsupportedOperationException(); }
    public static String acceptKey(String key) { throw new UnsupportedOperationException(); }
}
