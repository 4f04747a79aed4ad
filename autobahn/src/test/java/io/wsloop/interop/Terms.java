package io.wsloop.interop;

import java.util.Map;
import java.util.TreeMap;

/**
 * The parameters in a {@code Sec-WebSocket-Extensions} of one element, read without our own parser's help.
 *
 * @param values by name; empty for a parameter without one
 */
record Terms(Map<String, String> values) {
    static final String SERVER_FORGETS = "server_no_context_takeover";
    static final String CLIENT_FORGETS = "client_no_context_takeover";
    static final String SERVER_WINDOW = "server_max_window_bits";
    static final String CLIENT_WINDOW = "client_max_window_bits";

    static Terms of(String element) {
        String[] parts = element.split(";");
        if (!parts[0].strip().equals("permessage-deflate") || element.contains(",")) {
            throw new AssertionError("expected one permessage-deflate, but came: " + element);
        }
        Map<String, String> values = new TreeMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split("=");
            values.put(pair[0].strip(), pair.length > 1 ? pair[1].strip() : "");
        }
        return new Terms(values);
    }

    boolean names(String parameter) {
        return values.containsKey(parameter);
    }

    /** A window, 15 where none is named or no value given. */
    int window(String parameter) {
        String bits = values.getOrDefault(parameter, "");
        return bits.isEmpty() ? 15 : Integer.parseInt(bits);
    }

    /** What our server answers to this when its own policy demands nothing (RFC 7692 §7.1). */
    Terms answer() {
        Map<String, String> answer = new TreeMap<>(values);
        if (window(CLIENT_WINDOW) == 15) {
            answer.remove(CLIENT_WINDOW);
        }
        return new Terms(answer);
    }
}
