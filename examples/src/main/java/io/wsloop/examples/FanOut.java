package io.wsloop.examples;

import io.wsloop.CloseOutcome;
import io.wsloop.Handshake;
import io.wsloop.ListenerFactory;
import io.wsloop.PreparedMessage;
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.loop.EventLoop;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends every message to every client, its sender too. Each loop keeps its own clients, so that no lock is needed and a
 * message crosses to another loop once, however many clients wait there. Messages of one sender reach everybody in their
 * order; those of two senders on two loops have no common order.
 */
final class FanOut implements ListenerFactory {
    private final List<Audience> audiences;

    FanOut(List<EventLoop> loops) {
        this.audiences = loops.stream().map(Audience::new).toList();
    }

    @Override
    public WebSocketListener open(Handshake handshake) {
        for (Audience audience : audiences) {
            if (audience.loop.inLoop()) {
                return new Member(audience);
            }
        }
        throw new IllegalStateException("expected to be called on one of the loops that this was made with");
    }

    private void send(PreparedMessage message, Audience here) {
        for (Audience audience : audiences) {
            if (audience == here) {
                audience.send(message);
            } else {
                audience.loop.execute(() -> audience.send(message));
            }
        }
    }

    /** The clients of one loop; touched by that loop's thread alone. */
    private static final class Audience {
        private final EventLoop loop;
        private final List<Member> members = new ArrayList<>();

        Audience(EventLoop loop) {
            this.loop = loop;
        }

        void add(Member member) {
            member.seat = members.size();
            members.add(member);
        }

        /** The last one takes the free seat: leaving costs the same however many are here. */
        void remove(Member member) {
            Member last = members.remove(members.size() - 1);
            if (last != member) {
                last.seat = member.seat;
                members.set(member.seat, last);
            }
        }

        /** From the end, so that nobody is missed or met twice should a send end the connection that it was for. */
        void send(PreparedMessage message) {
            for (int i = members.size() - 1; i >= 0; i--) {
                members.get(i).socket.send(message);
            }
        }
    }

    private final class Member implements WebSocketListener {
        private final Audience audience;
        private WebSocket socket;
        private int seat;

        @SuppressWarnings("NullAway.Init") // onOpen comes before anything else
        Member(Audience audience) {
            this.audience = audience;
        }

        @Override
        public void onOpen(WebSocket ws) {
            socket = ws;
            audience.add(this);
        }

        @Override
        public void onText(WebSocket ws, String text) {
            send(PreparedMessage.text(text), audience);
        }

        @Override
        public void onBinary(WebSocket ws, byte[] payload) {
            send(PreparedMessage.binary(payload), audience);
        }

        @Override
        public void onClose(WebSocket ws, CloseOutcome outcome) {
            audience.remove(this);
        }
    }
}
