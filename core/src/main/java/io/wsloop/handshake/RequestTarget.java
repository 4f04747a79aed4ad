package io.wsloop.handshake;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A request target taken apart (RFC 9112 §3.2): origin-form, absolute-form, and the asterisk-form of OPTIONS, whose path
 * is the asterisk itself. The authority-form of CONNECT names nothing that a server of ours could serve.
 *
 * <p>A path is refused rather than repaired: dot segments, a leading double slash, and slashes, backslashes or control
 * characters that hide behind an escape. So whoever resolves {@code path} against a folder or a route meets the
 * segments that the sender meant, and none that leads upwards. The query resolves to nothing here, so it is not judged.
 */
record RequestTarget(String path, String query, @Nullable String authority) {
    /** Takes a target of characters that {@link Chars#isTarget} lets pass. */
    static RequestTarget parse(String method, String target) throws HeadException {
        if (target.equals("*") && method.equals("OPTIONS")) {
            // RFC 9112 §3.2.4: the server as a whole.
            return new RequestTarget("*", "", null);
        }
        String authority = null;
        int pathStart = pathStart(target);
        if (target.charAt(0) != '/') {
            int scheme = target.indexOf("://");
            if (scheme < 0 || !isKnownScheme(target.substring(0, scheme))) {
                throw bad("the request target must begin with / or be an absolute http or ws URI (RFC 9112 §3.2)");
            }
            authority = target.substring(scheme + 3, pathStart);
            if (Authority.parse(authority) == null) {
                throw bad("the request target's authority must be host[:port], not " + Chars.quote(authority));
            }
        }
        // RFC 3986 §2.1 and §3.4: the query's escapes stand for bytes, of whichever meaning. It is passed on as it
        // came.
        return new RequestTarget(path(rawPath(target)), queryOf(target), authority);
    }

    /** Behind scheme and authority, if there are any. */
    private static int pathStart(String target) {
        int scheme = target.startsWith("/") ? -1 : target.indexOf("://");
        if (scheme < 0) {
            return 0;
        }
        int start = scheme + 3;
        while (start < target.length() && target.charAt(start) != '/' && target.charAt(start) != '?') {
            start++;
        }
        return start;
    }

    private static String rawPath(String target) {
        int start = pathStart(target);
        int mark = target.indexOf('?', start);
        return target.substring(start, mark < 0 ? target.length() : mark);
    }

    /** The query as sent, empty when there is none. */
    static String queryOf(String target) {
        int mark = target.indexOf('?', pathStart(target));
        return mark < 0 ? "" : target.substring(mark + 1);
    }

    /**
     * The path, percent-decoded, of a target that {@link #parse} let pass once, or that is a client's own. What that one
     * holds is nobody's fault: the same comes of it as of {@link java.net.URI#getPath}.
     */
    static String pathOf(String target) {
        String raw = rawPath(target);
        if (raw.isEmpty()) {
            return "/";
        }
        byte[] bytes = new byte[raw.length()];
        int length = raw.indexOf('%') < 0 ? -1 : unescape(raw, bytes);
        return length < 0 ? raw : new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private static boolean isKnownScheme(String scheme) {
        return scheme.equalsIgnoreCase("http")
                || scheme.equalsIgnoreCase("https")
                || scheme.equalsIgnoreCase("ws")
                || scheme.equalsIgnoreCase("wss");
    }

    private static String path(String raw) throws HeadException {
        if (raw.isEmpty()) {
            // Only an absolute-form target comes here (RFC 9110 §4.2.3).
            return "/";
        }
        if (raw.startsWith("//")) {
            throw bad("the request target's path must not begin with two slashes");
        }
        int slashes = count(raw, '/');
        String path = raw.indexOf('%') < 0 ? raw : decode(raw);
        if (path.indexOf('\\') >= 0 || count(path, '/') != slashes) {
            throw bad("the request target's path must not hold a backslash nor an escaped slash");
        }
        for (int i = 0; i < path.length(); i++) {
            if (Character.isISOControl(path.charAt(i))) {
                throw bad("the request target's path must not hold an escaped control character");
            }
        }
        if (hasDotSegment(path)) {
            throw bad("the request target's path must be normalised: no segment may be . or .. (RFC 3986 §5.2.4)");
        }
        return path;
    }

    private static int count(String text, char wanted) {
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == wanted) {
                count++;
            }
        }
        return count;
    }

    private static boolean hasDotSegment(String path) {
        for (int slash = path.indexOf("/."); slash >= 0; slash = path.indexOf("/.", slash + 1)) {
            int end = slash + 2;
            if (end < path.length() && path.charAt(end) == '.') {
                end++;
            }
            if (end == path.length() || path.charAt(end) == '/') {
                return true;
            }
        }
        return false;
    }

    /** Decodes percent escapes strictly: two hexadecimal digits each, no NUL, and the whole must be UTF-8. */
    static String decode(String text) throws HeadException {
        byte[] bytes = new byte[text.length()];
        int length = unescape(text, bytes);
        if (length < 0 || hasNul(bytes, length)) {
            throw bad("the request target needs two hexadecimal digits after each %, and no %00");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw bad("the request target's escapes must be UTF-8");
        }
    }

    /** Puts bytes in place of percent escapes, and says how many there are; -1 for an escape that is none. */
    private static int unescape(String text, byte[] into) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            int c = text.charAt(i);
            if (c == '%') {
                int high = i + 2 < text.length() ? Chars.hex(text.charAt(i + 1)) : -1;
                int low = i + 2 < text.length() ? Chars.hex(text.charAt(i + 2)) : -1;
                if (high < 0 || low < 0) {
                    return -1;
                }
                c = high << 4 | low;
                i += 2;
            }
            into[length++] = (byte) c;
        }
        return length;
    }

    private static boolean hasNul(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] == 0) {
                return true;
            }
        }
        return false;
    }

    /** The first value of a parameter in a query, or null; see {@link RequestHead#queryParameter}. */
    static @Nullable String parameter(String query, String name) {
        for (int start = 0; start <= query.length(); ) {
            int end = query.indexOf('&', start);
            if (end < 0) {
                end = query.length();
            }
            String pair = query.substring(start, end);
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (!pair.isEmpty() && formDecode(key).equals(name)) {
                return equals < 0 ? "" : formDecode(pair.substring(equals + 1));
            }
            start = end + 1;
        }
        return null;
    }

    /** As the URL standard decodes forms: an escape that is none stays as it is, and bad UTF-8 becomes U+FFFD. */
    private static String formDecode(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            if (b == '+') {
                b = ' ';
            } else if (b == '%' && i + 2 < bytes.length) {
                int high = Chars.hex(bytes[i + 1]);
                int low = Chars.hex(bytes[i + 2]);
                if (high >= 0 && low >= 0) {
                    b = (byte) (high << 4 | low);
                    i += 2;
                }
            }
            bytes[length++] = b;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private static HeadException bad(String message) {
        return new HeadException(400, message);
    }
}
