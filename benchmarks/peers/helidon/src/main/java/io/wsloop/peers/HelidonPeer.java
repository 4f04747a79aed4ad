package io.wsloop.peers;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.websocket.WsConfig;
import io.helidon.webserver.websocket.WsRouting;
import io.helidon.websocket.WsListener;
import io.helidon.websocket.WsSession;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Helidon SE: blocking, one virtual thread a connection. It has no permessage-deflate. */
public final class HelidonPeer {
    private static final int MAX_MESSAGE = 16 << 20;
    private static final int BACKLOG = 4096;

    private HelidonPeer() {}

    /**
     * Serves until it is killed.
     *
     * @param args the port
     */
    public static void main(String[] args) {
        Room room = new Room();
        WebServer.builder()
                .host("127.0.0.1")
                .port(Integer.parseInt(args[0]))
                .backlog(BACKLOG)
                .connectionOptions(options -> options.tcpNoDelay(true))
                .addProtocol(WsConfig.builder().maxFrameLength(MAX_MESSAGE).build())
                .addRouting(WsRouting.builder()
                        .endpoint("/fanout", () -> new FanOut(room))
                        .endpoint("/*", Echo::new))
                .build()
                .start();
    }

    private static final class Echo implements WsListener {
        @Override
        public void onMessage(WsSession session, String text, boolean last) {
            session.send(text, last);
        }

        @Override
        public void onMessage(WsSession session, BufferData bytes, boolean last) {
            session.send(bytes, last);
        }
    }

    /** Whoever is there, and the lock that a session needs: it is written by one thread at a time. */
    private static final class Room {
        private final Set<WsSession> sessions = ConcurrentHashMap.newKeySet();
        private final ReentrantLock sending = new ReentrantLock();

        void send(String text) {
            sending.lock();
            try {
                for (WsSession session : sessions) {
                    session.send(text, true);
                }
            } finally {
                sending.unlock();
            }
        }

        void send(byte[] bytes) {
            sending.lock();
            try {
                for (WsSession session : sessions) {
                    session.send(BufferData.create(bytes), true);
                }
            } finally {
                sending.unlock();
            }
        }
    }

    /** Puts fragments together first, for those of two senders must not mix. */
    private static final class FanOut implements WsListener {
        private final Room room;
        private final StringBuilder text = new StringBuilder();
        private BufferData bytes = BufferData.empty();

        FanOut(Room room) {
            this.room = room;
        }

        @Override
        public void onOpen(WsSession session) {
            room.sessions.add(session);
        }

        @Override
        public void onMessage(WsSession session, String part, boolean last) {
            if (last && text.isEmpty()) {
                room.send(part);
                return;
            }
            text.append(part);
            if (last) {
                room.send(text.toString());
                text.setLength(0);
            }
        }

        @Override
        public void onMessage(WsSession session, BufferData part, boolean last) {
            bytes = bytes.available() == 0 ? part : BufferData.create(bytes, part);
            if (last) {
                room.send(bytes.readBytes());
                bytes = BufferData.empty();
            }
        }

        @Override
        public void onClose(WsSession session, int status, String reason) {
            room.sessions.remove(session);
        }

        @Override
        public void onError(WsSession session, Throwable cause) {
            room.sessions.remove(session);
        }
    }
}
