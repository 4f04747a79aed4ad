package io.wsloop.examples.chat;

import java.text.Normalizer;
import java.util.Locale;

/** Which names people, and rooms, may have. */
final class Names {
    /** The most characters of a name, counted as a reader counts them: code points after normalization. */
    static final int MAX_NAME = 24;

    static final int MAX_ROOM = 24;

    private static final String PUNCTUATION = "-_.'";

    private Names() {}

    /**
     * A person's name as it is shown: surrounding blanks cut, inner ones single, compatibility characters folded, so
     * that a full-width copy of a name is that name.
     */
    static String person(String typed) throws Refusal {
        return check(typed, "name", MAX_NAME, Refusal.Code.NAME_INVALID);
    }

    /** A room's name: as a person's, in small letters, hyphens for blanks, without the # that people write before it. */
    static String room(String typed) throws Refusal {
        String bare = typed.strip();
        bare = bare.startsWith("#") ? bare.substring(1) : bare;
        String room = check(bare, "room", MAX_ROOM, Refusal.Code.ROOM_INVALID);
        return room.toLowerCase(Locale.ROOT).replace(' ', '-');
    }

    /** What two names have in common when they are the same name to a reader's eye. */
    static String key(String name) {
        // Up and down again: some letters meet only in one of the two cases.
        return name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static String check(String typed, String what, int most, Refusal.Code code) throws Refusal {
        String name = Normalizer.normalize(typed, Normalizer.Form.NFKC).strip().replaceAll("\\s+", " ");
        if (name.isEmpty()) {
            throw new Refusal(code, "A " + what + " needs at least one character.");
        }
        int length = name.codePointCount(0, name.length());
        if (length > most) {
            throw new Refusal(code, "A " + what + " has at most " + most + " characters; this one has " + length + ".");
        }
        if (!Character.isLetterOrDigit(name.codePointAt(0))) {
            throw new Refusal(
                    code,
                    "A " + what + " begins with a letter or a digit, not with " + shown(name.codePointAt(0)) + ".");
        }
        int stranger = name.codePoints().filter(c -> !allowed(c)).findFirst().orElse(-1);
        if (stranger >= 0) {
            throw new Refusal(
                    code,
                    "A " + what + " is made of letters, digits, spaces and - _ . ' — " + shown(stranger)
                            + " is none of them.");
        }
        return name;
    }

    private static boolean allowed(int c) {
        return Character.isLetterOrDigit(c) || isMark(c) || c == ' ' || PUNCTUATION.indexOf(c) >= 0;
    }

    /** Vowel signs and accents, without which many scripts cannot be written. */
    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    /** Invisible characters, those that turn the direction of writing among them, are named by their number. */
    private static String shown(int c) {
        boolean visible = c > ' '
                && Character.isDefined(c)
                && switch (Character.getType(c)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SPACE_SEPARATOR,
                            Character.NON_SPACING_MARK,
                            Character.COMBINING_SPACING_MARK,
                            Character.ENCLOSING_MARK -> false;
                    default -> true;
                };
        return visible ? "“" + Character.toString(c) + "”" : String.format("U+%04X", c);
    }
}
