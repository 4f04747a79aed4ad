package io.wsloop.handshake;

import org.jspecify.annotations.Nullable;

/**
 * The parameters of one permessage-deflate element on the wire: an offer or an answer (RFC 7692 §7.1). A window is 0
 * when its parameter is absent, and {@link #OPEN} when the parameter has no value.
 */
record DeflateParameters(
        boolean serverNoContextTakeover, boolean clientNoContextTakeover, int serverWindow, int clientWindow) {

    static final String SERVER_NO_TAKEOVER = "server_no_context_takeover";
    static final String CLIENT_NO_TAKEOVER = "client_no_context_takeover";
    static final String SERVER_WINDOW = "server_max_window_bits";
    static final String CLIENT_WINDOW = "client_max_window_bits";

    /**
     * The largest window, 32,768 bytes, as a base-2 logarithm. It applies when no parameter names a window
     * (RFC 7692 §7.1.2).
     */
    private static final int FULL_WINDOW = 15;

    private static final int OPEN = -1;
    private static final int BAD = -2;

    /**
     * Reads an element.
     *
     * @return null if a parameter is unknown, repeated, or has a wrong value
     */
    static @Nullable DeflateParameters read(ExtensionOffer element) {
        boolean serverNoTakeover = false;
        boolean clientNoTakeover = false;
        int serverWindow = 0;
        int clientWindow = 0;
        for (ExtensionOffer.Parameter parameter : element.parameters()) {
            String value = parameter.value();
            boolean good;
            switch (parameter.name()) {
                case SERVER_NO_TAKEOVER -> {
                    good = !serverNoTakeover && value == null;
                    serverNoTakeover = true;
                }
                case CLIENT_NO_TAKEOVER -> {
                    good = !clientNoTakeover && value == null;
                    clientNoTakeover = true;
                }
                case SERVER_WINDOW -> {
                    good = serverWindow == 0;
                    serverWindow = value == null ? BAD : window(value);
                }
                case CLIENT_WINDOW -> {
                    good = clientWindow == 0;
                    clientWindow = value == null ? OPEN : window(value);
                }
                default -> good = false;
            }
            if (!good || serverWindow == BAD || clientWindow == BAD) {
                return null;
            }
        }
        return new DeflateParameters(serverNoTakeover, clientNoTakeover, serverWindow, clientWindow);
    }

    boolean serverWindowNamed() {
        return serverWindow != 0;
    }

    boolean clientWindowNamed() {
        return clientWindow != 0;
    }

    /** True if the client's window is named without a value. This is legal in an offer only (RFC 7692 §7.1.2.2). */
    boolean clientWindowOpen() {
        return clientWindow == OPEN;
    }

    /** The server's window under these parameters. */
    int serverMaxWindowBits() {
        return serverWindow > 0 ? serverWindow : FULL_WINDOW;
    }

    /** The client's window under these parameters. */
    int clientMaxWindowBits() {
        return clientWindow > 0 ? clientWindow : FULL_WINDOW;
    }

    /** RFC 7692 §7.1.2: a window is a decimal integer from 8 to 15 without leading zeroes. */
    private static int window(String value) {
        return switch (value) {
            case "8" -> 8;
            case "9" -> 9;
            case "10" -> 10;
            case "11" -> 11;
            case "12" -> 12;
            case "13" -> 13;
            case "14" -> 14;
            case "15" -> 15;
            default -> BAD;
        };
    }
}
