/**
 * The words of a server. A {@link io.wsloop.server.Route} is an endpoint for WebSockets. {@link io.wsloop.server.OriginPolicy} and
 * {@link io.wsloop.server.UpgradeHook} decide who may connect. {@link io.wsloop.server.HttpHandler} answers plain HTTP. Policy, hook
 * and handler see the same {@link io.wsloop.server.HttpRequest}. {@link io.wsloop.nio.WebSocketServer} puts them together.
 */
@NullMarked
package io.wsloop.server;

import org.jspecify.annotations.NullMarked;
