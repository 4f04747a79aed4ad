package io.wsloop.handshake;

import java.util.ArrayList;
import java.util.List;

/** Parses one line of Sec-WebSocket-Extensions from left to right, in one pass (RFC 6455 §9.1). */
final class ExtensionParser {
    private final String line;
    private int at;

    ExtensionParser(String line) {
        this.line = line;
    }

    void addTo(List<ExtensionOffer> offers) throws HeadException {
        while (true) {
            skipSpace();
            // RFC 9110 §5.6.1.2: a recipient must ignore empty elements of a list.
            if (at < line.length() && line.charAt(at) != ',') {
                offers.add(element());
                skipSpace();
            }
            if (at == line.length()) {
                return;
            }
            if (line.charAt(at) != ',') {
                throw bad("a comma or a semicolon");
            }
            at++;
        }
    }

    private ExtensionOffer element() throws HeadException {
        String name = token("an extension's name");
        List<ExtensionOffer.Parameter> parameters = new ArrayList<>();
        while (skipSpace() && line.charAt(at) == ';') {
            at++;
            skipSpace();
            String parameter = token("a parameter's name");
            String value = null;
            if (skipSpace() && line.charAt(at) == '=') {
                at++;
                value = skipSpace() && line.charAt(at) == '"' ? quoted() : token("a parameter's value");
            }
            parameters.add(new ExtensionOffer.Parameter(parameter, value));
        }
        return new ExtensionOffer(name, parameters);
    }

    private String token(String what) throws HeadException {
        int start = at;
        while (at < line.length() && Chars.isToken(line.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw bad(what);
        }
        return line.substring(start, at);
    }

    private String quoted() throws HeadException {
        StringBuilder value = new StringBuilder();
        for (at++; at < line.length() && line.charAt(at) != '"'; at++) {
            if (line.charAt(at) == '\\' && at + 1 < line.length()) {
                at++;
            }
            // RFC 6455 §9.1: a quoted value must be a token once it is unquoted.
            if (!Chars.isToken(line.charAt(at))) {
                throw bad("a token's character within the quotes");
            }
            value.append(line.charAt(at));
        }
        if (at == line.length() || value.length() == 0) {
            throw bad("a token and a closing quote");
        }
        at++;
        return value.toString();
    }

    /** Skips spaces and tabs. True if a character is left after them. */
    private boolean skipSpace() {
        at = FieldList.skipSpace(line, at, line.length());
        return at < line.length();
    }

    private HeadException bad(String expected) {
        String came = at == line.length() ? "the end" : Chars.describe(line.charAt(at));
        return new HeadException(
                400, "Sec-WebSocket-Extensions: expected " + expected + ", not " + came + " (RFC 6455 §9.1)");
    }
}
