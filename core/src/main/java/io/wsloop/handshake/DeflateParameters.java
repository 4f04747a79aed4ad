package io.wsloop.handshake;

import org.jspecify.annotations.Nullable;

/**
 * The parameters of one permessage-deflate element as they stand on the wire, an offer's or an answer's (RFC 7692
 * §7.1). A window is 0 where the parameter is absent, and {@link #OPEN} where it has no value.
 */
record DeflateParameters(
        boolean serverNoContextTakeover, boolean clientNoContextTakeover, int serverWindow, int clientWindow) {

    static final String SERVER_NO_TAKEOVER = "server_no_context_takeover";
    static final String CLIENT_NO_TAKEOVER = "client_no_context_takeover";
    static final String SERVER_WINDOW = "server_max_window_bits";
    static final String CLIENT_WINDOW = "client_max_window_bits";

    /** §7.1.2: the window that no parameter lowers, 32,768 bytes, as a base-2 logarithm. */
    private static final int FULL_WINDOW = 15;

    private static final int OPEN = -1;
    private static final int BAD = -2;

    /**
     * Reads an element.
     *
     * @return null if a parameter is unknown, repeated, or has a value that it must not have
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

    /** Whether the client's window is named without a value: legal in an offer only (§7.1.2.2). */
    boolean clientWindowOpen() {
        return clientWindow == OPEN;
    }

    /** The server's window that this means. */
    int serverMaxWindowBits() {
        return serverWindow > 0 ? serverWindow : FULL_WINDOW;
    }

    /** The client's window that this means. */
    int clientMaxWindowBits() {
        return clientWindow > 0 ? clientWindow : FULL_WINDOW;
    }

    /** §7.1.2: a decimal integer without leading zeroes between 8 and 15. */
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
