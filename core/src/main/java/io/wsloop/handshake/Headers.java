package io.wsloop.handshake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Header fields in the order of the wire. Names are compared without regard to case. Immutable; any thread.
 *
 * <p>The fields lie in one array, and a String is made when it is asked for. A look-up walks over the fields, of which
 * a head has a dozen. It compares lengths first and copies nothing.
 */
public final class Headers {
    /** No fields. */
    public static final Headers EMPTY = new Headers(new byte[0], 0, 0);

    private final byte[] bytes;
    private final int start;
    private final int end;

    /** Keeps the array, whose part from {@code start} to {@code end} holds fields and must not change any more. */
    Headers(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.start = start;
        this.end = end;
    }

    /** The fields in an array, from start to its end. */
    static Headers in(byte[] bytes, int start) {
        return start == bytes.length ? EMPTY : new Headers(bytes, start, bytes.length);
    }

    /**
     * One field.
     *
     * @param name as it was written
     * @param value without the space around it
     */
    public record Field(String name, String value) {
        /**
         * Refuses null.
         *
         * @param name the component of this name
         * @param value the component of this name
         */
        public Field {
            Objects.requireNonNull(name, "name must not be null");
            Objects.requireNonNull(value, "value must not be null");
        }
    }

    /**
     * An empty builder.
     *
     * @return the builder
     */
    public static Builder builder() {
        return new Builder(new FieldBuffer());
    }

    /** An empty builder whose first array has this many bytes, see {@link FieldBuffer#size}. It grows when they are used up. */
    static Builder builder(int bytes) {
        return new Builder(new FieldBuffer(bytes));
    }

    /**
     * Makes fields from pairs.
     *
     * @param namesAndValues name, value, name, value, …
     * @return the fields
     * @throws IllegalArgumentException when a value is missing, or {@link Builder#add} refuses a pair
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
        Objects.requireNonNull(name, "name must not be null");
        FieldCursor field = cursor();
        return find(field, name) ? field.value() : null;
    }

    /**
     * All values of a name.
     *
     * @param name any case
     * @return in order, one for each line, immutable
     */
    public List<String> all(String name) {
        Objects.requireNonNull(name, "name must not be null");
        FieldCursor field = cursor();
        if (!find(field, name)) {
            return List.of();
        }
        List<String> all = new ArrayList<>(2);
        do {
            all.add(field.value());
        } while (find(field, name));
        return List.copyOf(all);
    }

    /**
     * Tells whether there is a field of that name.
     *
     * @param name any case
     * @return true when there is at least one
     */
    public boolean contains(String name) {
        Objects.requireNonNull(name, "name must not be null");
        return find(cursor(), name);
    }

    /**
     * Tells whether a comma-separated list holds a token (RFC 9110 §5.6.1). The lines of one name make up one list.
     *
     * @param name any case
     * @param token any case
     * @return true when one element equals it
     */
    public boolean hasToken(String name, String token) {
        Objects.requireNonNull(name, "name must not be null");
        Objects.requireNonNull(token, "token must not be null");
        for (FieldCursor field = cursor(); find(field, name); ) {
            if (field.lists(token)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The elements of a comma-separated list. The lines of one name make up one list. Empty elements are left out, and
     * a comma within a quoted string separates nothing.
     *
     * @param name any case
     * @return in order, as written, without the space around them; immutable
     */
    public List<String> tokens(String name) {
        Objects.requireNonNull(name, "name must not be null");
        FieldCursor field = cursor();
        if (!find(field, name)) {
            return List.of();
        }
        List<String> tokens = new ArrayList<>();
        do {
            FieldList.addElements(field.value(), tokens);
        } while (find(field, name));
        return List.copyOf(tokens);
    }

    /**
     * All fields.
     *
     * @return in the order of the wire, immutable
     */
    public List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        for (FieldCursor field = cursor(); field.next(); ) {
            fields.add(new Field(field.name(), field.value()));
        }
        return List.copyOf(fields);
    }

    /**
     * How many fields there are.
     *
     * @return the number of lines
     */
    public int size() {
        int size = 0;
        for (FieldCursor field = cursor(); field.next(); ) {
            size++;
        }
        return size;
    }

    /**
     * A builder that begins with these fields.
     *
     * @return the builder
     */
    public Builder toBuilder() {
        return builder().addAll(this);
    }

    /** A cursor before the first field. */
    FieldCursor cursor() {
        return new FieldCursor(bytes, start, end);
    }

    /** The number of bytes that the fields take in memory. */
    int bytes() {
        return end - start;
    }

    /** The number of lines with this name. */
    int count(String name) {
        int count = 0;
        for (FieldCursor field = cursor(); find(field, name); ) {
            count++;
        }
        return count;
    }

    /** Moves on to the next field of that name. False if there is none. */
    private static boolean find(FieldCursor field, String name) {
        while (field.next()) {
            if (field.isNamed(name)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof Headers that)) {
            return false;
        }
        FieldCursor mine = cursor();
        FieldCursor theirs = that.cursor();
        while (mine.next()) {
            if (!theirs.next() || !mine.isSame(theirs)) {
                return false;
            }
        }
        return !theirs.next();
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (FieldCursor field = cursor(); field.next(); ) {
            hash = (hash * 31 + field.name().toLowerCase(Locale.ROOT).hashCode()) * 31
                    + field.value().hashCode();
        }
        return hash;
    }

    /** Text for logs. It leaves out the values that authenticate somebody. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("[");
        for (FieldCursor field = cursor(); field.next(); ) {
            String name = field.name();
            text.append(text.length() == 1 ? "" : ", ").append(name).append(": ");
            text.append(isSecret(name) ? "…" : field.value());
        }
        return text.append(']').toString();
    }

    private static boolean isSecret(String name) {
        return name.equalsIgnoreCase("Cookie")
                || name.equalsIgnoreCase("Set-Cookie")
                || name.equalsIgnoreCase("Authorization")
                || name.equalsIgnoreCase("Proxy-Authorization");
    }

    /** Collects fields, and refuses a field that could break out of its line. One thread at a time. */
    public static final class Builder {
        private FieldBuffer fields;

        private Builder(FieldBuffer fields) {
            this.fields = fields;
        }

        /**
         * Adds a field at the end.
         *
         * @param name a token (RFC 9110 §5.1)
         * @param value ISO 8859-1 without control characters except tabs; the space around it is dropped
         * @return this
         * @throws IllegalArgumentException for any other name or value, for example with a line break or NUL
         */
        public Builder add(String name, String value) {
            fields.append(checkName(name), checkValue(name, value));
            return this;
        }

        /**
         * Replaces all fields of that name by one, in the place of the first of them. If there is none, adds the field
         * at the end.
         *
         * @param name as for {@link #add}
         * @param value as for {@link #add}
         * @return this
         * @throws IllegalArgumentException as {@link #add} does
         */
        public Builder set(String name, String value) {
            checkName(name);
            String checked = checkValue(name, value);
            boolean placed = false;
            FieldBuffer changed = new FieldBuffer();
            for (FieldCursor field = fields.toHeaders().cursor(); field.next(); ) {
                if (!field.isNamed(name)) {
                    field.appendTo(changed);
                } else if (!placed) {
                    placed = true;
                    changed.append(name, checked);
                }
            }
            if (!placed) {
                changed.append(name, checked);
            }
            fields = changed;
            return this;
        }

        /**
         * Removes all fields of a name.
         *
         * @param name any case
         * @return this
         */
        public Builder remove(String name) {
            Objects.requireNonNull(name, "name must not be null");
            FieldBuffer left = new FieldBuffer();
            for (FieldCursor field = fields.toHeaders().cursor(); field.next(); ) {
                if (!field.isNamed(name)) {
                    field.appendTo(left);
                }
            }
            fields = left;
            return this;
        }

        /**
         * Adds all fields at the end.
         *
         * @param other its fields
         * @return this
         */
        public Builder addAll(Headers other) {
            Objects.requireNonNull(other, "other must not be null");
            fields.append(other);
            return this;
        }

        /**
         * The fields so far. The builder may be used further.
         *
         * @return immutable
         */
        public Headers build() {
            return fields.toHeaders();
        }

        private static String checkName(String name) {
            if (!Chars.isToken(Objects.requireNonNull(name, "name"))) {
                throw new IllegalArgumentException(
                        "a header name must be a token (RFC 9110 §5.1), not " + Chars.quote(name));
            }
            return name;
        }

        private static String checkValue(String name, String value) {
            Objects.requireNonNull(value, "value");
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
