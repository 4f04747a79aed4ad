package io.wsloop.examples.snippets;

import io.wsloop.WebSocketListener;
import io.wsloop.server.OriginPolicy;
import io.wsloop.server.Route;
import io.wsloop.server.Upgrade;
import java.util.Map;

/** Lets only those connect who bring a known token, and pages of one more origin. */
final class Gate {
    private Gate() {}

    static Route route(Map<String, String> userByToken, WebSocketListener listener) {
        // snippet: gate
        return Route.to(request -> listener)
                .origins(OriginPolicy.of("https://app.example"))
                .upgrade(request -> {
                    String user = userByToken.get(request.queryParameter("token"));
                    return user == null
                            ? Upgrade.refuse(401, "expected ?token= with a token that is known")
                            : Upgrade.accept().with("user", user); // then in ws.handshake().attributes()
                });
        // end
    }
}
