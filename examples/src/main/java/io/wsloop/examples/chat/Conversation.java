package io.wsloop.examples.chat;

import io.wsloop.CloseOutcome;
import io.wsloop.CloseStatus;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import org.jspecify.annotations.Nullable;

/** One page's connection: reads what it says, passes it to the hall, and answers with the reason when it cannot be. */
final class Conversation implements WebSocketListener {
    /** Tells a page that its session goes on elsewhere, so it must not fight for it by reconnecting. */
    static final CloseStatus REPLACED = new CloseStatus(4001, "opened again elsewhere");

    private final Hall hall;
    private @Nullable Line line;
    private @Nullable Guest guest;

    Conversation(Hall hall) {
        this.hall = hall;
    }

    @Override
    public void onOpen(WebSocket ws) {
        line = new SocketLine(ws);
    }

    @Override
    public void onText(WebSocket ws, String text) {
        Line here = line;
        if (here == null) {
            return;
        }
        try {
            hear(here, Incoming.parse(text));
        } catch (Refusal refusal) {
            here.send(new Letter(new Outgoing.Refused(refusal)));
        }
    }

    @Override
    public void onBinary(WebSocket ws, byte[] payload) {
        Line here = line;
        if (here != null) {
            here.send(new Letter(new Outgoing.Refused(Refusal.Code.BAD_MESSAGE, "Expected text, not bytes.")));
        }
    }

    @Override
    public void onClose(WebSocket ws, CloseOutcome outcome) {
        Line here = line;
        Guest me = guest;
        if (here != null && me != null) {
            hall.leave(me, here);
        }
    }

    private void hear(Line here, Incoming message) throws Refusal {
        Guest me = guest;
        if (message instanceof Incoming.Hello hello) {
            if (me != null) {
                throw new Refusal(Refusal.Code.BAD_MESSAGE, "Expected one hello for each connection.");
            }
            guest = hall.enter(here, hello);
        } else if (me == null) {
            throw new Refusal(Refusal.Code.BAD_MESSAGE, "Expected a hello first.");
        } else if (!me.isReachedBy(here)) {
            // Replaced, and closing: what was still on its way is not said under a name that is not its own any more.
            return;
        } else if (message instanceof Incoming.Join join) {
            hall.join(me, join);
        } else if (message instanceof Incoming.Say say) {
            hall.say(me, say);
        }
    }

    private record SocketLine(WebSocket socket) implements Line {
        @Override
        public void send(Letter letter) {
            socket.send(letter.prepared());
        }

        @Override
        public void replaced() {
            socket.close(REPLACED);
        }
    }
}
