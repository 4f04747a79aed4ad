package io.wsloop.nio.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.FragmentedMessage;
import io.wsloop.Limits;
import io.wsloop.MessageType;
import io.wsloop.SendResult;
import io.wsloop.WebSocket;
import io.wsloop.nio.Steps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A message in fragments that is given up (RFC 6455 §5.4). */
class AbandonTest {
    private final Steps.Heard heard = new Steps.Heard();
    private final Steps.Heard server = new Steps.Heard();

    @Test
    void nothingHappensWhenNoFragmentWasSent() throws Exception {
        try (Steps steps = new Steps(Limits.defaults(), handshake -> server)) {
            WebSocket ws = steps.connect(heard);
            FragmentedMessage message = ws.begin(MessageType.TEXT);
            assertThatThrownBy(() -> message.write("\uD800")).isInstanceOf(IllegalArgumentException.class);
            message.abandon();
            message.abandon();
            assertThatThrownBy(() -> message.write("late")).isInstanceOf(IllegalStateException.class);
            FragmentedMessage next = ws.begin(MessageType.TEXT);
            next.write("next");
            next.finish();
            steps.until(() -> server.events.contains("text next"));
            assertThat(ws.isOpen()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theConnectionFailsWhenThePeerHasAPart(boolean onTheLoop) throws Exception {
        try (Steps steps = new Steps(Limits.defaults(), handshake -> server)) {
            WebSocket ws = steps.connect(heard);
            FragmentedMessage message = ws.begin(MessageType.TEXT);
            Runnable half = () -> {
                message.write("half");
                ws.sendText("behind");
                message.abandon();
            };
            if (onTheLoop) {
                half.run();
            } else {
                Thread other = new Thread(half);
                other.start();
                other.join();
            }
            assertThat(ws.isOpen()).isFalse();
            assertThat(ws.sendText("late")).isEqualTo(SendResult.CLOSED);
            steps.until(() -> !heard.outcomes.isEmpty() && !server.outcomes.isEmpty());
            assertThat(server.events).containsExactly("open", "close 1011 CLOSING_HANDSHAKE");
            assertThat(server.outcomes.get(0).reason()).isEqualTo("a message was given up half sent");
            assertThat(heard.events.get(1)).endsWith("ABORTED");
            assertThat(steps.errors).isEmpty();
        }
    }

    @Test
    void aFinishedMessageIsNotGivenUp() throws Exception {
        try (Steps steps = new Steps(Limits.defaults(), handshake -> server)) {
            WebSocket ws = steps.connect(heard);
            FragmentedMessage message = ws.begin(MessageType.TEXT);
            message.write("whole");
            message.finish();
            message.abandon();
            steps.until(() -> server.events.contains("text whole"));
            assertThat(ws.isOpen()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theNextMessageDoesNotContinueTheOneThatWasGivenUp(boolean sameThread) throws Exception {
        try (Steps steps = new Steps(Limits.defaults(), handshake -> server)) {
            WebSocket ws = steps.connect(heard);
            FragmentedMessage message = ws.begin(MessageType.TEXT);
            message.write("delete /tmp/");
            if (sameThread) {
                message.abandon();
            } else {
                Thread other = new Thread(message::abandon);
                other.start();
                other.join();
            }
            FragmentedMessage next = ws.begin(MessageType.TEXT);
            assertThat(next.write("* is not what I meant")).isEqualTo(SendResult.CLOSED);
            assertThat(next.finish()).isEqualTo(SendResult.CLOSED);
            steps.until(() -> !heard.outcomes.isEmpty() && !server.outcomes.isEmpty());
            assertThat(server.events).containsExactly("open", "close 1011 CLOSING_HANDSHAKE");
            assertThat(heard.events.get(1)).endsWith("ABORTED");
        }
    }

    @Test
    void aCloseDoesNotEndAMessageThatWasGivenUp() throws Exception {
        try (Steps steps = new Steps(Limits.defaults(), handshake -> server)) {
            WebSocket ws = steps.connect(heard);
            FragmentedMessage message = ws.begin(MessageType.TEXT);
            message.write("half");
            message.abandon();
            ws.close();
            steps.until(() -> !heard.outcomes.isEmpty() && !server.outcomes.isEmpty());
            assertThat(server.events).containsExactly("open", "close 1011 CLOSING_HANDSHAKE");
        }
    }
}
