package io.wsloop.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.examples.Peer;
import io.wsloop.nio.WebSocketClient;
import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** Two pages in a real browser; a screenshot of each state lies under {@code target/screenshots}. */
class BrowserTest {
    private static Page ada;
    private static Page bob;

    private Chat chat;

    @BeforeAll
    static void startBrowsers() {
        ada = Page.start();
        try {
            bob = Page.start();
        } catch (RuntimeException e) {
            ada.close();
            throw e;
        }
    }

    @AfterAll
    static void endBrowsers() {
        ada.close();
        if (bob != null) {
            bob.close();
        }
    }

    @BeforeEach
    void startChat() throws IOException {
        chat = Chat.start("127.0.0.1", 0);
        ada.open(chat.uri());
        bob.open(chat.uri());
    }

    @AfterEach
    void nothingWasComplainedOf() {
        try {
            assertThat(ada.complaints()).isEmpty();
            assertThat(bob.complaints()).isEmpty();
        } finally {
            ada.dark(false);
            ada.leaveSite();
            bob.leaveSite();
            chat.close();
        }
    }

    private void bothEnter() {
        ada.enterAs("Ada");
        bob.enterAs("Bob");
        ada.awaitText("people", "Bob");
    }

    @Test
    void carriesMessagesFromOnePageToTheOther() throws IOException {
        ada.awaitState("connected");
        ada.screenshot("door");
        bothEnter();
        ada.awaitLog("Bob came in");

        ada.say("Good morning! Has anybody seen the new loop?");
        bob.awaitLog("Good morning!");
        bob.say("Yes. It sleeps until something is ready,\nand reads top to bottom.");
        ada.awaitLog("reads top to bottom");
        ada.say("Lovely.");
        ada.say("Tea at four?");
        bob.awaitLog("Tea at four?");

        assertThat(bob.messages())
                .containsExactly(
                        "Good morning! Has anybody seen the new loop?",
                        "Yes. It sleeps until something is ready,\nand reads top to bottom.",
                        "Lovely.",
                        "Tea at four?");
        assertThat(bob.text("room-count")).isEqualTo("2 people");
        ada.await(
                "no message waiting",
                d -> ((Number) ada.script("return document.querySelectorAll('[data-waiting]').length")).intValue()
                        == 0);
        ada.screenshot("room");
        ada.dark(true);
        ada.screenshot("room-dark");
    }

    @Test
    void saysAtTheFieldWhyANameIsRefused() throws IOException {
        bob.enterAs("Bob");
        ada.awaitState("connected");

        ada.tryName("bob");
        assertThat(ada.nameError()).isEqualTo("Somebody here is called Bob already.");
        assertThat(ada.attribute("name", "aria-invalid")).isEqualTo("true");
        assertThat(ada.focused()).isEqualTo("name");
        ada.screenshot("name-taken");

        ada.tryName("<b>Ada</b>");
        ada.awaitText("name-error", "begins with a letter or a digit, not with “<”");
        ada.screenshot("name-invalid");

        ada.tryName("a".repeat(25));
        ada.awaitText("name-error", "at most 24 characters; this one has 25");

        ada.enterAs("Ada");
        assertThat(ada.focused()).isEqualTo("text");
    }

    @Test
    void whoLeavesIsMissedAndMayComeBackUnderAnotherName() {
        bothEnter();

        bob.click("leave");

        ada.awaitLog("Bob left");
        bob.enterAs("Robert");
        ada.awaitLog("Robert came in");
        assertThat(ada.text("people")).contains("Robert").doesNotContain("Bob");
    }

    @Test
    void makesRoomsAndSwitchesBetweenThem() throws IOException {
        bothEnter();
        ada.say("said in the lobby");
        bob.awaitLog("said in the lobby");

        bob.retype("room-name", "#Tea Time");
        bob.press(Keys.ENTER);
        bob.awaitRoom("tea-time");
        assertThat(bob.messages()).isEmpty();
        assertThat(bob.focused()).isEqualTo("text");
        ada.awaitLog("Bob left");
        bob.say("said over tea");
        bob.awaitLog("said over tea");

        ada.goTo("tea-time");
        assertThat(ada.messages()).containsExactly("said over tea");
        bob.awaitLog("Ada came in");
        ada.screenshot("rooms");

        bob.goTo("lobby");
        assertThat(bob.messages()).containsExactly("said in the lobby");

        bob.retype("room-name", "a/b");
        bob.press(Keys.ENTER);
        bob.awaitText("room-error", "“/” is none of them");
        assertThat(bob.focused()).isEqualTo("room-name");
        bob.screenshot("room-invalid");
    }

    @Test
    void aReloadKeepsNameRoomAndHistory() throws IOException {
        bothEnter();
        bob.retype("room-name", "tea");
        bob.press(Keys.ENTER);
        bob.awaitRoom("tea");
        bob.say("before the reload");
        bob.awaitLog("before the reload");

        bob.reload();

        bob.awaitRoom("tea");
        assertThat(bob.messages()).containsExactly("before the reload");
        assertThat(bob.text("me-name")).isEqualTo("Bob");
        bob.say("after it");
        bob.awaitLog("after it");
        bob.screenshot("reloaded");
    }

    @Test
    void comesBackUnderItsNameWhenTheServerDoes() throws IOException {
        bothEnter();
        ada.say("before the restart");
        bob.awaitLog("before the restart");
        int port = chat.uri().getPort();

        chat.close();
        ada.awaitState("waiting");
        ada.awaitText("chat", "Reconnecting in");
        ada.say("said into the void");
        ada.awaitText("hint", "Your text is kept.");
        ada.screenshot("reconnecting");
        ada.phone();
        ada.await("the panel out of sight", d -> !ada.shown("room-name"));
        ada.screenshot("phone-reconnecting");
        ada.desktop();

        chat = Chat.start("127.0.0.1", port);
        ada.awaitLog("The server was restarted");
        bob.awaitLog("The server was restarted");
        ada.awaitText("people", "Bob");
        assertThat(ada.text("me-name")).isEqualTo("Ada");
        assertThat(ada.value("text")).isEqualTo("said into the void");
        ada.press(Keys.ENTER);
        bob.awaitLog("said into the void");
        assertThat(bob.messages()).containsExactly("before the restart", "said into the void");
        ada.screenshot("reconnected");
    }

    @Test
    void aCopyOfTheTabTakesOverAndTheFirstDoesNotFightForIt() throws IOException {
        ada.enterAs("Ada");

        String first = ada.otherTab(chat.uri());
        ada.awaitRoom("lobby");
        String second = ada.switchTo(first);
        ada.awaitState("replaced");
        ada.screenshot("replaced");
        ada.click("retry");
        ada.awaitState("connected");

        ada.switchTo(second);
        ada.awaitState("replaced");
        ada.closeTabAndReturnTo(first);
    }

    @Test
    void showsWhateverPeopleTypeAsText() throws IOException {
        bothEnter();
        String image = "<img src=x onerror=\"window.hacked = true\">";
        String script = "</p><script>window.hacked = true</script>";

        ada.say(image);
        ada.say(script);
        ada.say("javascript:alert(1) &amp; &lt;b&gt;");
        bob.awaitLog("javascript:alert(1)");

        assertThat(bob.messages()).containsExactly(image, script, "javascript:alert(1) &amp; &lt;b&gt;");
        assertThat(bob.script("return document.querySelectorAll('#log img, #log script, #log b').length"))
                .isEqualTo(0L);
        assertThat(bob.script("return String(window.hacked)")).isEqualTo("undefined");
        bob.screenshot("hostile-text");
    }

    @Test
    void aNewcomerFindsTheLast50Messages() throws Exception {
        try (WebSocketClient client =
                WebSocketClient.builder().subprotocols(Chat.SUBPROTOCOL).build()) {
            Peer peer = Peer.connect(client, "ws://127.0.0.1:" + chat.uri().getPort() + "/chat");
            peer.socket()
                    .sendText(
                            "{\"type\":\"hello\",\"session\":\"0123456789abcdef\",\"name\":\"Eve\",\"room\":\"lobby\"}");
            for (int i = 1; i <= 60; i++) {
                peer.socket().sendText("{\"type\":\"say\",\"id\":\"m%d\",\"text\":\"line %d\"}".formatted(i, i));
            }
            while (!peer.next().toString().contains("\"line 60\"")) {
                // Everything before it was said as well.
            }

            ada.enterAs("Ada");
            ada.awaitLog("line 60");

            assertThat(ada.messages())
                    .containsExactlyElementsOf(IntStream.rangeClosed(11, 60)
                            .mapToObj(i -> "line " + i)
                            .toList());
            assertThat(ada.script("const l = document.getElementById('log');"
                            + "return l.scrollHeight - l.scrollTop - l.clientHeight < 2"))
                    .isEqualTo(true);
            assertThat(ada.script("return document.documentElement.scrollHeight <= innerHeight"))
                    .isEqualTo(true);
            ada.screenshot("history");

            ada.script("document.getElementById('log').scrollTop = 0");
            peer.socket().sendText("{\"type\":\"say\",\"id\":\"m61\",\"text\":\"line 61\"}");
            ada.await("the button to the newest", d -> ada.shown("newest"));
            ada.screenshot("history-scrolled");
            ada.click("newest");
            ada.await("the end of the list", d -> !ada.shown("newest"));
        }
    }

    @Test
    void fitsAPhone() throws IOException {
        bob.enterAs("Bob");
        ada.phone();
        ada.awaitState("connected");
        ada.screenshot("phone-door");
        ada.enterAs("Ada");
        bob.say("A fairly long message, to see how a narrow page breaks its lines: "
                + "averyveryveryveryveryveryverylongwordwithoutanyblankinit.");
        ada.awaitLog("A fairly long message");
        ada.say("Reads well.");
        bob.awaitLog("Reads well.");
        ada.awaitLog("Reads well.");
        assertThat(ada.script("return document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        ada.screenshot("phone-room");

        ada.click("panel-open");
        ada.await("the panel with the focus", d -> ada.focused().equals("panel-close"));
        ada.await(
                "the panel at rest",
                d -> Long.valueOf(0)
                        .equals(ada.script(
                                "return Math.round(document.getElementById('panel').getBoundingClientRect().x)")));
        ada.screenshot("phone-panel");
        ada.press(Keys.ESCAPE);
        ada.await("the focus back on the button", d -> ada.focused().equals("panel-open"));

        ada.click("panel-open");
        ada.await("the panel with the focus", d -> ada.focused().equals("panel-close"));
        ada.retype("room-name", "tea");
        ada.press(Keys.ENTER);
        ada.awaitRoom("tea");
        ada.await("the panel out of sight", d -> !ada.shown("room-name"));
    }

    @Test
    void isUsableWithTheKeyboardAlone() throws IOException {
        ada.awaitState("connected");
        assertThat(ada.focused()).isEqualTo("name");
        ada.press("Ada");
        ada.press(Keys.ENTER);
        ada.await("the field for messages with the focus", d -> ada.focused().equals("text"));
        ada.press("typed without a mouse", Keys.ENTER);
        ada.awaitLog("typed without a mouse");

        String[] backwards = {"log", "leave", "submit", "room-name", "lobby"};
        for (String stop : backwards) {
            ada.press(Keys.chord(Keys.SHIFT, Keys.TAB));
            assertThat(ada.focused()).isEqualTo(stop);
        }
        ada.screenshot("focus");
        assertThat(ada.script("return getComputedStyle(document.activeElement).outlineStyle"))
                .isEqualTo("solid");
        assertThat(ada.attribute("log", "aria-live")).isEqualTo("polite");
    }
}
