package io.wsloop.examples.snippets;

// snippet: program
import io.wsloop.WebSocket;
import io.wsloop.WebSocketListener;
import io.wsloop.handshake.Headers;
import io.wsloop.nio.WebSocketServer;
import io.wsloop.server.HttpRequest;
import io.wsloop.server.HttpResponse;
import io.wsloop.server.OriginPolicy;
import io.wsloop.server.Route;
import io.wsloop.server.Upgrade;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

public final class Login implements WebSocketListener {
    private final Map<String, String> userBySession = new ConcurrentHashMap<>();

    public static void main(String[] args) throws Exception {
        try (WebSocketServer server = start(8080)) {
            server.awaitStop();
        }
    }

    static WebSocketServer start(int port) throws IOException {
        Login login = new Login();
        return WebSocketServer.builder()
                .port(port)
                .post("/login", login::logIn)
                .route(
                        "/account",
                        Route.to(request -> login)
                                .origins(OriginPolicy.of("https://app.example"))
                                .upgrade(login::admit))
                .start();
    }

    private HttpResponse logIn(HttpRequest request) {
        if (!request.text().equals("ada:secret")) { // your own check stands here
            return HttpResponse.text(403, "unknown name or wrong password\n");
        }
        String session = UUID.randomUUID().toString();
        userBySession.put(session, "Ada");
        return HttpResponse.empty(204)
                .header("Set-Cookie", "session=" + session + "; Path=/; HttpOnly; SameSite=Strict");
    }

    private Upgrade admit(HttpRequest request) {
        String user = userBySession.get(session(request.headers()));
        return user == null
                ? Upgrade.refuse(401, "log in at /login first", Headers.of("WWW-Authenticate", "Bearer"))
                : Upgrade.accept().with("user", user);
    }

    /** A page sends the cookie; a program may send the session as a bearer token. */
    private static String session(Headers headers) {
        String authorization = headers.first("Authorization");
        if (authorization != null && authorization.startsWith("Bearer ")) {
            return authorization.substring("Bearer ".length());
        }
        for (String cookies : headers.all("Cookie")) {
            for (String cookie : cookies.split(";")) {
                if (cookie.strip().startsWith("session=")) {
                    return cookie.strip().substring("session=".length());
                }
            }
        }
        return "";
    }

    @Override
    public void onOpen(WebSocket ws) {
        ws.sendText("hello " + ws.handshake().attributes().get("user"));
    }
}
// end
