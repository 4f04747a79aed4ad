package io.wsloop.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"Ada", "ada-l", "O'Neill", "Дарья", "陳大文", "José", "a", "2pac", "Jean-Luc P."})
    void takesNamesOfManyScripts(String name) throws Refusal {
        assertThat(Names.person(name)).isEqualTo(name);
    }

    @Test
    void cutsAndJoinsBlanks() throws Refusal {
        assertThat(Names.person("  Ada \t Lovelace ")).isEqualTo("Ada Lovelace");
    }

    @Test
    void takesAFullWidthCopyForTheNameItself() throws Refusal {
        assertThat(Names.person("Ａｄａ")).isEqualTo("Ada");
    }

    @Test
    void countsCharactersAsAReaderDoes() throws Refusal {
        String letter = "\uD835\uDD38"; // a letter outside the basic plane, which normalization turns into A
        assertThat(Names.person(letter.repeat(24))).isEqualTo("A".repeat(24));
        assertThat(Names.person("a".repeat(24))).hasSize(24);
        assertThatThrownBy(() -> Names.person("a".repeat(25)))
                .isInstanceOf(Refusal.class)
                .hasMessage("A name has at most 24 characters; this one has 25.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "\"\"      | at least one character",
                "\"   \"   | at least one character",
                "-ada      | begins with a letter or a digit, not with “-”",
                "a<b       | “<” is none of them",
                "a&amp;    | “&” is none of them",
                "a#b       | “#” is none of them",
            })
    void saysWhyANameIsRefused(String name, String reason) {
        assertThatThrownBy(() -> Names.person(name)).isInstanceOf(Refusal.class).hasMessageContaining(reason);
    }

    @Test
    void namesInvisibleCharactersByTheirNumber() {
        assertThatThrownBy(() -> Names.person("ada\u202Enimda"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("U+202E is none of them");
        assertThatThrownBy(() -> Names.person("ada\uD800"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("U+D800");
    }

    @ParameterizedTest
    @CsvSource({"Lobby,lobby", "#Tea Time,tea-time", "' #tea',tea"})
    void writesRoomsInSmallLettersWithHyphens(String typed, String room) throws Refusal {
        assertThat(Names.room(typed)).isEqualTo(room);
    }

    @Test
    void aRoomHasAtMost24Characters() throws Refusal {
        assertThat(Names.room("r".repeat(24))).hasSize(24);
        assertThatThrownBy(() -> Names.room("r".repeat(25)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("A room has at most 24 characters");
    }

    @Test
    void capitalsDoNotMakeAnotherName() {
        assertThat(Names.key("ADA")).isEqualTo(Names.key("ada"));
        assertThat(Names.key("Straße")).isEqualTo(Names.key("STRASSE"));
    }

    @Property
    void whateverIsTypedIsAGoodNameOrRefused(@ForAll String typed) {
        try {
            String name = Names.person(typed);
            assertThat(name).doesNotContainPattern("[\\p{Cntrl}<>&\"]").isEqualTo(Names.person(name));
        } catch (Refusal refusal) {
            assertThat(refusal.code()).isEqualTo(Refusal.Code.NAME_INVALID);
            assertThat(refusal.reason()).startsWith("A name ");
        }
    }
}
