package io.wsloop.handshake;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a request target (RFC 9112 §3.2). It knows the origin-form, the absolute-form, and the asterisk-form of
 * OPTIONS, whose path is the asterisk. It refuses the authority-form of CONNECT, because no server of this library is a proxy.
 *
 * <p>It refuses a path rather than repairing it: dot segments, two slashes at the beginning, and escaped slashes,
 * backslashes or control characters. So a folder or a route sees exactly the segments that the client sent, and none
 * leads upwards. The query is not checked, because it selects no file and no route.
 */
record RequestTarget(String path, String query, @Nullable String authority) {
    /** Parses a target. All its characters must pass {@link Chars#isTarget}. */
    static RequestTarget parse(String method, String target) throws HeadException {
        if (target.equals("*") && method.equals("OPTIONS")) {
            // RFC 9112 §3.2.4: the asterisk stands for the server as a whole.
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
        // RFC 3986 §2.1 and §3.4: the escapes of a query stand for bytes of any meaning. The query is passed on as it
        // came.
        return new RequestTarget(path(rawPath(target)), queryOf(target), authority);
    }

    /** The index of the path, behind scheme and authority if there are any. */
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
     * The percent-decoded path of a target that {@link #parse} has accepted, or that a client made itself. A client's
     * own target may break the rules, so this decodes as {@link java.net.URI#getPath} does.
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
            // RFC 9110 §4.2.3: an empty path means a slash. Only an absolute-form target can have one.
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

    /**
     * Decodes percent escapes strictly: each has two hexadecimal digits, NUL is refused, and the result must be UTF-8.
     */
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

    /** Replaces percent escapes by their bytes, and returns the number of bytes; -1 for an incomplete escape. */
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

    /**
     * Decodes as the URL standard decodes forms: an incomplete escape stays, and bytes that are not UTF-8 become
     * U+FFFD.
     */
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
