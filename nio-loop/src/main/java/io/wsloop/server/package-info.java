/**
 * The words of a server: where WebSockets are served ({@link io.wsloop.server.Route}), who may connect
 * ({@link io.wsloop.server.OriginPolicy}, {@link io.wsloop.server.UpgradeHook}), and plain HTTP beside them
 * ({@link io.wsloop.server.HttpHandler}). Policy, hook and handler see one picture of a request,
 * {@link io.wsloop.server.HttpRequest}. {@link io.wsloop.nio.WebSocketServer} puts them together.
 */
@NullMarked
package io.wsloop.server;

import org.jspecify.annotations.NullMarked;
