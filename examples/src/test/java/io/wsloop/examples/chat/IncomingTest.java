package io.wsloop.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncomingTest {
    private static String say(String text) {
        return "{\"type\":\"say\",\"id\":\"1\",\"text\":\"" + text + "\"}";
    }

    @Test
    void readsTheThreeMessages() throws Refusal {
        assertThat(Incoming.parse(
                        "{\"type\":\"hello\",\"session\":\"0123456789abcdef\",\"name\":\"Ada\",\"room\":\"tea\"}"))
                .isEqualTo(new Incoming.Hello("0123456789abcdef", "Ada", "tea"));
        assertThat(Incoming.parse("{\"type\":\"join\",\"room\":\"tea\"}")).isEqualTo(new Incoming.Join("tea"));
        assertThat(Incoming.parse(say("hi"))).isEqualTo(new Incoming.Say("1", "hi"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense                                             | Expected JSON",
                "[]                                                   | Expected a JSON object",
                "{}                                                   | Expected a string as type",
                "{\"type\":7}                                         | Expected a string as type",
                "{\"type\":\"dance\"}                                 | hello, join or say, not dance",
                "{\"type\":\"join\",\"type\":\"join\",\"room\":\"x\"} | Expected JSON",
                "{\"type\":\"join\"} {}                               | Expected JSON",
                "{\"type\":\"join\",\"room\":null}                    | Expected a string as room",
                "{\"type\":\"say\",\"id\":\"\",\"text\":\"x\"}        | letters, digits and hyphens as id",
                "{\"type\":\"say\",\"id\":\"<\",\"text\":\"x\"}       | letters, digits and hyphens as id",
                "{\"type\":\"hello\",\"session\":\"short\"}           | 16 to 64 letters",
            })
    void saysWhatIsWrongWithAMessage(String json, String reason) {
        assertThatThrownBy(() -> Incoming.parse(json)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(Refusal.Code.BAD_MESSAGE);
            assertThat(refusal.reason()).contains(reason);
        });
    }

    @Test
    void refusesDeepNesting() {
        String deep = "{\"type\":\"say\",\"id\":" + "[".repeat(1000) + "]".repeat(1000) + "}";
        assertThatThrownBy(() -> Incoming.parse(deep))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Expected JSON");
    }

    @Test
    void halfASurrogatePairIsReplacedAsNobodyCouldBeSentIt() throws Refusal {
        assertThat(Incoming.parse(say("a\\ud800b"))).isEqualTo(new Incoming.Say("1", "a\uFFFDb"));
    }

    @Test
    void keepsLineFeedsAndTabsButNoOtherControlCharacter() throws Refusal {
        assertThat(Incoming.parse(say("a\\n\\tb\\u0007\\u0000c"))).isEqualTo(new Incoming.Say("1", "a\n\tbc"));
    }

    @Test
    void leavesMarkupAsItWasTyped() throws Refusal {
        assertThat(Incoming.parse(say("<img src=x onerror=alert(1)>")))
                .isEqualTo(new Incoming.Say("1", "<img src=x onerror=alert(1)>"));
    }

    @Test
    void aTextHasAtMost2000Characters() throws Refusal {
        String face = "\uD83D\uDE00";
        assertThat(Incoming.parse(say(face.repeat(2000)))).isEqualTo(new Incoming.Say("1", face.repeat(2000)));
        assertThatThrownBy(() -> Incoming.parse(say(face.repeat(2001))))
                .isInstanceOf(Refusal.class)
                .hasMessage("A message has at most 2000 characters; this one has 2001.");
    }

    @Test
    void aBlankTextIsNotSaid() {
        assertThatThrownBy(() -> Incoming.parse(say(" \\n ")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("empty");
    }

    @Property
    void whateverComesIsAMessageOrRefused(@ForAll String json) {
        assertThatThrownBy(() -> Incoming.parse(json)).isInstanceOf(Refusal.class);
    }
}
