package io.wsloop.examples.chat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.regex.Pattern;

/** What a page may say, version 1. The shape is checked here; what names and rooms mean, in {@link Hall}. */
sealed interface Incoming {
    /** The most characters of a message, in code points. */
    int MAX_TEXT = 2000;

    /**
     * The first message of a connection.
     *
     * @param session a secret that the page made up, by which it gets its name back after an interruption
     * @param name as typed
     * @param room as typed
     */
    record Hello(String session, String name, String room) implements Incoming {}

    /**
     * Goes to another room, which comes into being by that.
     *
     * @param room as typed
     */
    record Join(String room) implements Incoming {}

    /**
     * Says something to the room.
     *
     * @param id chosen by the page, so that a message sent again after an interruption is not said twice
     * @param text not blank, without control characters but tabs and line feeds
     */
    record Say(String id, String text) implements Incoming {}

    /** Reads a message; whatever is wrong with it is told in the refusal. */
    static Incoming parse(String json) throws Refusal {
        JsonNode node = Json.read(json);
        String type = Json.string(node, "type");
        return switch (type) {
            case "hello" ->
                new Hello(Json.token(node, "session", 16, 64), Json.string(node, "name"), Json.string(node, "room"));
            case "join" -> new Join(Json.string(node, "room"));
            case "say" -> new Say(Json.token(node, "id", 1, 64), sayable(Json.string(node, "text")));
            default ->
                throw new Refusal(
                        Refusal.Code.BAD_MESSAGE, "Expected a message of type hello, join or say, not " + type + ".");
        };
    }

    private static String sayable(String text) throws Refusal {
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
                .forEach(kept::appendCodePoint);
        String said = kept.toString().strip();
        if (said.isEmpty()) {
            throw new Refusal(Refusal.Code.TEXT_INVALID, "There is nothing to say in an empty message.");
        }
        int length = said.codePointCount(0, said.length());
        if (length > MAX_TEXT) {
            throw new Refusal(
                    Refusal.Code.TEXT_INVALID,
                    "A message has at most " + MAX_TEXT + " characters; this one has " + length + ".");
        }
        return said;
    }

    /** Strict reading: one object, no key twice, nothing behind it, little nesting. */
    final class Json {
        private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(8)
                                .build())
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

        private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9-]+");

        private Json() {}

        private static JsonNode read(String json) throws Refusal {
            try {
                JsonNode node = MAPPER.readTree(json);
                if (node.isObject()) {
                    return node;
                }
                throw new Refusal(Refusal.Code.BAD_MESSAGE, "Expected a JSON object.");
            } catch (JsonProcessingException e) {
                throw new Refusal(Refusal.Code.BAD_MESSAGE, "Expected JSON: " + wellFormed(e.getOriginalMessage()));
            }
        }

        private static String string(JsonNode node, String field) throws Refusal {
            JsonNode value = node.path(field);
            if (!value.isTextual()) {
                throw new Refusal(Refusal.Code.BAD_MESSAGE, "Expected a string as " + field + ".");
            }
            return wellFormed(value.textValue());
        }

        private static String token(JsonNode node, String field, int least, int most) throws Refusal {
            String value = string(node, field);
            if (value.length() < least
                    || value.length() > most
                    || !TOKEN.matcher(value).matches()) {
                throw new Refusal(
                        Refusal.Code.BAD_MESSAGE,
                        "Expected " + least + " to " + most + " letters, digits and hyphens as " + field + ".");
            }
            return value;
        }

        /** JSON can spell half a surrogate pair (\ud800); UTF-8 cannot, so it would never leave this server again. */
        private static String wellFormed(String text) {
            StringBuilder kept = new StringBuilder(text.length());
            text.codePoints()
                    .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                    .forEach(kept::appendCodePoint);
            return kept.toString();
        }
    }
}
