package io.wsloop.examples.chat;

import io.wsloop.PreparedMessage;
import org.jspecify.annotations.Nullable;

/** A message to pages, put into JSON once and encoded once, however many of them it goes to. One thread. */
final class Letter {
    private final Outgoing content;
    private @Nullable PreparedMessage prepared;

    Letter(Outgoing content) {
        this.content = content;
    }

    Outgoing content() {
        return content;
    }

    PreparedMessage prepared() {
        PreparedMessage message = prepared;
        if (message == null) {
            message = PreparedMessage.text(content.json());
            prepared = message;
        }
        return message;
    }
}
