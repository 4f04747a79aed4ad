package io.wsloop.examples.chat;

import java.util.ArrayList;
import java.util.List;

/** A page that only listens. */
final class FakeLine implements Line {
    private final List<Outgoing> heard = new ArrayList<>();
    private boolean replaced;

    @Override
    public void send(Letter letter) {
        heard.add(letter.content());
    }

    @Override
    public void replaced() {
        replaced = true;
    }

    boolean isReplaced() {
        return replaced;
    }

    /** What came since the last call. */
    List<Outgoing> heard() {
        List<Outgoing> news = List.copyOf(heard);
        heard.clear();
        return news;
    }

    <T extends Outgoing> List<T> heard(Class<T> type) {
        return heard().stream().filter(type::isInstance).map(type::cast).toList();
    }
}
