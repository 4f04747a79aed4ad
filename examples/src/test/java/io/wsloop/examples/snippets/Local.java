package io.wsloop.examples.snippets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wsloop.examples.Peer;
import io.wsloop.handshake.HandshakeException;
import io.wsloop.nio.WebSocketClient;
import io.wsloop.nio.WebSocketServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Asks a server on this machine, as the tests of the guide's programs do. */
final class Local {
    private Local() {}

    static String url(WebSocketServer server, String path) {
        return "ws://127.0.0.1:" + server.port() + path;
    }

    private static HttpRequest.Builder request(WebSocketServer server, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    }

    static HttpResponse<String> get(WebSocketServer server, String path) throws Exception {
        return HttpClient.newHttpClient().send(request(server, path).build(), BodyHandlers.ofString());
    }

    static HttpResponse<String> post(WebSocketServer server, String path, String body) throws Exception {
        HttpRequest request =
                request(server, path).POST(BodyPublishers.ofString(body)).build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    static void assertRefused(WebSocketClient client, String url, int status) {
        assertThatThrownBy(() -> Peer.connect(client, url))
                .cause()
                .isInstanceOfSatisfying(
                        HandshakeException.class,
                        refused -> assertThat(refused.status()).isEqualTo(status));
    }
}
