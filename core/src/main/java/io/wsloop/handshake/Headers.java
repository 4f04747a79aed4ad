package io.wsloop.handshake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Header fields in the order of the wire; names are compared without regard to case. Immutable; any thread.
 *
 * <p>Look-ups walk the fields: a head holds a dozen, and the walk compares lengths first and copies nothing.
 */
public final class Headers {
    /** No fields. */
    public static final Headers EMPTY = new Headers(new String[0], new String[0], 0);

    private final String[] names;
    private final String[] values;
    private final int size;

    /** Keeps the arrays, which may be longer than {@code size} and must not change any more. */
    Headers(String[] names, String[] values, int size) {
        this.names = names;
        this.values = values;
        this.size = size;
    }

    /**
     * One field.
     *
     * @param name as it was written
     * @param value without the space around it
     */
    public record Field(String name, String value) {}

    /**
     * An empty builder.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder(EMPTY);
    }

    /**
     * Fields from pairs.
     *
     * @param namesAndValues name, value, name, value, …
     * @return the fields
     * @throws IllegalArgumentException as {@link Builder#add} does, or when a value is missing
     */
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "expected names and values in pairs, not " + namesAndValues.length + " strings");
        }
        Builder builder = builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            builder.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return builder.build();
    }

    /**
     * The first value of a name.
     *
     * @param name any case
     * @return null when there is none
     */
    public @Nullable String first(String name) {
        int at = indexOf(name, 0);
        return at < 0 ? null : values[at];
    }

    /**
     * All values of a name.
     *
     * @param name any case
     * @return in order, one for each line, immutable
     */
    public List<String> all(String name) {
        int at = indexOf(name, 0);
        if (at < 0) {
            return List.of();
        }
        List<String> all = new ArrayList<>(2);
        for (; at >= 0; at = indexOf(name, at + 1)) {
            all.add(values[at]);
        }
        return List.copyOf(all);
    }

    /**
     * Whether there is a field of that name.
     *
     * @param name any case
     * @return true when there is at least one
     */
    public boolean contains(String name) {
        return indexOf(name, 0) >= 0;
    }

    /**
     * Whether the comma-separated list that all lines of a name make up holds a token (RFC 9110 §5.6.1).
     *
     * @param name any case
     * @param token any case
     * @return whether one element equals it
     */
    public boolean hasToken(String name, String token) {
        for (int at = indexOf(name, 0); at >= 0; at = indexOf(name, at + 1)) {
            if (FieldList.contains(values[at], token)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The elements of the comma-separated list that all lines of a name make up; empty ones are left out, and a comma
     * within a quoted string separates nothing.
     *
     * @param name any case
     * @return in order, as they were written but for the space around them; immutable
     */
    public List<String> tokens(String name) {
        int at = indexOf(name, 0);
        if (at < 0) {
            return List.of();
        }
        List<String> tokens = new ArrayList<>();
        for (; at >= 0; at = indexOf(name, at + 1)) {
            FieldList.addElements(values[at], tokens);
        }
        return List.copyOf(tokens);
    }

    /**
     * All fields.
     *
     * @return in the order of the wire, immutable
     */
    public List<Field> fields() {
        Field[] fields = new Field[size];
        for (int i = 0; i < size; i++) {
            fields[i] = new Field(names[i], values[i]);
        }
        return List.of(fields);
    }

    /**
     * How many fields there are.
     *
     * @return the number of lines
     */
    public int size() {
        return size;
    }

    /**
     * A builder that begins with these fields.
     *
     * @return the builder
     */
    public Builder toBuilder() {
        return new Builder(this);
    }

    String name(int index) {
        return names[index];
    }

    String value(int index) {
        return values[index];
    }

    /** How many lines have this name. */
    int count(String name) {
        int count = 0;
        for (int at = indexOf(name, 0); at >= 0; at = indexOf(name, at + 1)) {
            count++;
        }
        return count;
    }

    private int indexOf(String name, int from) {
        return indexOf(names, size, name, from);
    }

    private static int indexOf(String[] names, int size, String name, int from) {
        for (int i = from; i < size; i++) {
            if (names[i].equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof Headers that) || size != that.size) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (!names[i].equalsIgnoreCase(that.names[i]) || !values[i].equals(that.values[i])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = size;
        for (int i = 0; i < size; i++) {
            hash = (hash * 31 + names[i].toLowerCase(Locale.ROOT).hashCode()) * 31 + values[i].hashCode();
        }
        return hash;
    }

    /** For logs, so what authenticates somebody is left out. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < size; i++) {
            text.append(i == 0 ? "" : ", ").append(names[i]).append(": ").append(isSecret(names[i]) ? "…" : values[i]);
        }
        return text.append(']').toString();
    }

    private static boolean isSecret(String name) {
        return name.equalsIgnoreCase("Cookie")
                || name.equalsIgnoreCase("Set-Cookie")
                || name.equalsIgnoreCase("Authorization")
                || name.equalsIgnoreCase("Proxy-Authorization");
    }

    /** Collects fields and lets none through that could break out of its line. One thread at a time. */
    public static final class Builder {
        private String[] names;
        private String[] values;
        private int size;

        private Builder(Headers start) {
            names = Arrays.copyOf(start.names, Math.max(8, start.size));
            values = Arrays.copyOf(start.values, names.length);
            size = start.size;
        }

        /**
         * Adds a field at the end.
         *
         * @param name a token (RFC 9110 §5.1)
         * @param value ISO 8859-1 without control characters but tabs; space around it is dropped
         * @return this
         * @throws IllegalArgumentException for any other name or value, line breaks and NUL above all
         */
        public Builder add(String name, String value) {
            return append(checkName(name), checkValue(name, value));
        }

        /**
         * Puts one field in place of all of that name, where the first of them stood, or at the end.
         *
         * @param name as for {@link #add}
         * @param value as for {@link #add}
         * @return this
         * @throws IllegalArgumentException as {@link #add} does
         */
        public Builder set(String name, String value) {
            checkName(name);
            String checked = checkValue(name, value);
            int first = indexOf(names, size, name, 0);
            if (first < 0) {
                return append(name, checked);
            }
            names[first] = name;
            values[first] = checked;
            int kept = first + 1;
            for (int i = kept; i < size; i++) {
                if (!names[i].equalsIgnoreCase(name)) {
                    names[kept] = names[i];
                    values[kept++] = values[i];
                }
            }
            size = kept;
            return this;
        }

        /**
         * Adds all fields at the end.
         *
         * @param other its fields
         * @return this
         */
        public Builder addAll(Headers other) {
            for (int i = 0; i < other.size; i++) {
                append(other.names[i], other.values[i]);
            }
            return this;
        }

        /**
         * The fields so far. The builder may go on.
         *
         * @return immutable
         */
        public Headers build() {
            return size == 0 ? EMPTY : new Headers(Arrays.copyOf(names, size), Arrays.copyOf(values, size), size);
        }

        private Builder append(String name, String value) {
            if (size == names.length) {
                names = Arrays.copyOf(names, size * 2);
                values = Arrays.copyOf(values, size * 2);
            }
            names[size] = name;
            values[size++] = value;
            return this;
        }

        private static String checkName(String name) {
            if (!Chars.isToken(name)) {
                throw new IllegalArgumentException(
                        "a header name must be a token (RFC 9110 §5.1), not " + Chars.quote(name));
            }
            return name;
        }

        private static String checkValue(String name, String value) {
            for (int i = 0; i < value.length(); i++) {
                if (!Chars.isValue(value.charAt(i))) {
                    throw new IllegalArgumentException("the value of " + name + " must be ISO 8859-1 without control"
                            + " characters (RFC 9110 §5.5), not " + Chars.describe(value.charAt(i)) + " at index "
                            + i);
                }
            }
            int start = FieldList.skipSpace(value, 0, value.length());
            return value.substring(start, FieldList.trimEnd(value, start, value.length()));
        }
    }
}
