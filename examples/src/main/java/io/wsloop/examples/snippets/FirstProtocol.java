package io.wsloop.examples.snippets;

import io.wsloop.CloseOutcome;
import io.wsloop.Compression;
import io.wsloop.Limits;
import io.wsloop.handshake.HeadReader;
import io.wsloop.handshake.Headers;
import io.wsloop.handshake.RequestHead;
import io.wsloop.handshake.ServerHandshake;
import io.wsloop.protocol.GatheringWriter;
import io.wsloop.protocol.MaskingKeys;
import io.wsloop.protocol.Protocol;
import io.wsloop.protocol.ProtocolOptions;
import io.wsloop.protocol.ProtocolSink;
import io.wsloop.protocol.TransportAction;
import io.wsloop.protocol.Workbench;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

/** Echoes text to one client, with nothing but {@code core} and a blocking socket. */
final class FirstProtocol {
    private FirstProtocol() {}

    public static void main(String[] args) throws Exception {
        // snippet: core
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 8080));
                SocketChannel channel = listener.accept();
                Workbench bench = new Workbench(MaskingKeys.secure(), System::nanoTime)) {
            ByteBuffer in = ByteBuffer.allocate(16 << 10).flip();
            HeadReader heads = HeadReader.of(Limits.defaults());
            RequestHead request = heads.readRequest(in);
            while (request == null) {
                if (channel.read(in.clear()) < 0) {
                    return;
                }
                request = heads.readRequest(in.flip());
            }
            channel.write(ServerHandshake.accept(request, List.of(), null, Headers.EMPTY)
                    .bytes());

            Protocol protocol = Protocol.server(ProtocolOptions.of(Limits.defaults()), bench);
            ProtocolSink sink = new ProtocolSink() {
                @Override
                public void onText(String text) {
                    protocol.sendText(text, Compression.AUTO);
                }

                @Override
                public void onEnd(CloseOutcome outcome) {
                    System.out.println("ended with " + outcome.code());
                }
            };
            GatheringWriter out = (buffers, count) -> channel.write(buffers, 0, count);
            channel.socket().setSoTimeout(1000);
            try {
                while (protocol.transportAction() == TransportAction.NONE) {
                    while (protocol.receive(in, sink)) {
                        // at most one event a call
                    }
                    protocol.flush(out, sink);
                    try {
                        int count = channel.socket().getInputStream().read(in.array());
                        in.clear().limit(Math.max(count, 0));
                        if (count < 0) {
                            protocol.receiveEof();
                        }
                    } catch (SocketTimeoutException e) {
                        in.clear().limit(0); // nothing came
                        protocol.onDeadline(); // does nothing before its time
                    }
                }
                protocol.flush(out, sink);
            } catch (IOException e) {
                protocol.transportFailed(e);
            }
            protocol.transportClosed(sink); // tells onEnd
        }
        // end
    }
}
