package io.wsloop.handshake;
import java.util.List;
import org.jspecify.annotations.Nullable;
/** Header fields in wire order, names case-insensitive, immutable. Builder refuses CR, LF, NUL and bad names. */
public final class Headers {
    public static final Headers EMPTY = new Headers();
    private Headers() {}
    public record Field(String name, String value) {}
    public static Builder builder() { throw new UnsupportedOperationException(); }
    public static Headers of(String... namesAndValues) { throw new UnsupportedOperationException(); }
    public @Nullable String first(String name) { throw new UnsupportedOperationException(); }
    public List<String> all(String name) { throw new UnsupportedOperationException(); }
    public boolean contains(String name) { throw new UnsupportedOperationException(); }
    /** whether a comma-separated list over all lines of that name holds the token, any case. */
    public boolean hasToken(String name, String token) { throw new UnsupportedOperationException(); }
    /** comma-separated tokens over all lines. */
    public List<String> tokens(String name) { throw new UnsupportedOperationException(); }
    public List<Field> fields() { throw new UnsupportedOperationException(); }
    public int size() { throw new UnsupportedOperationException(); }
    /** builder that begins with these fields. */
    public Builder toBuilder() { throw new UnsupportedOperationException(); }
    public static final class Builder {
        private Builder() {}
        public Builder add(String name, String value) { throw new UnsupportedOperationException(); }
        public Builder set(String name, String value) { throw new UnsupportedOperationException(); }
        public Builder addAll(Headers other) { throw new UnsupportedOperationException(); }
        public Headers build() { throw new UnsupportedOperationException(); }
    }
}
