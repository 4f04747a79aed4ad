package io.wsloop.handshake;
import java.util.List;
import org.jspecify.annotations.Nullable;
/** One element of Sec-WebSocket-Extensions: a name and ordered parameters (value null when absent); values unquoted, and must be tokens after unquoting (RFC 6455 §9.1). */
public record ExtensionOffer(String name, List<Parameter> parameters) {
    public record Parameter(String name, @Nullable String value) {}
    /** all offers of all lines in order. */
    public static List<ExtensionOffer> parse(List<String> lines) throws HeadException { throw new UnsupportedOperationException(); }
    /** wire form. */
    public String render() { throw new UnsupportedOperationException(); }
}
