package io.wsloop.nio;

import io.wsloop.ListenerFactory;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.nio.internal.site.Site;
import io.wsloop.server.HttpHandler;
import io.wsloop.server.OriginPolicy;
import io.wsloop.server.Route;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * The half of {@link WebSocketServer.Builder} that says what is served at which path, and to whom. The other half says where
 * the server listens and how much it takes.
 *
 * @param <B> the builder itself, so that calls chain
 */
abstract class SiteBuilder<B extends SiteBuilder<B>> {
    final Site.Builder site = Site.builder();

    SiteBuilder() {}

    abstract B self();

    /**
     * The names under which this server is reached. A request, for an upgrade, a handler or a file, whose Host (or
     * whose target, in absolute form) names another is answered 421 (RFC 9110 §15.5.20).
     *
     * <p>Not called: a server that listens on a loopback address takes {@code localhost}, names below it and literal
     * addresses, so that no page can reach it under a name that its owner has pointed at 127.0.0.1 (DNS rebinding);
     * any other server takes every host. Called: the named ones, and on a loopback address those three kinds besides.
     * A proxy on the same machine that passes the public Host on needs that name here.
     *
     * @param names each as {@code example.com}; as {@code *.example.com} for all names below it, but not that one
     *     itself; as an address; or {@code *} for every host. Case and ports do not matter. A later call replaces
     *     these
     * @return this
     * @throws IllegalArgumentException when there is none, or one is no host, for example with a scheme or a port
     */
    public B hosts(String... names) {
        site.hosts(names);
        return self();
    }

    /**
     * Answers offers of permessage-deflate (RFC 7692) on every route that does not say otherwise. Off unless asked
     * for.
     *
     * @param options what is agreed to
     * @return this
     */
    public B deflate(DeflateOptions options) {
        site.deflate(options);
        return self();
    }

    /**
     * Which pages may open a WebSocket here; a route may have its own policy.
     *
     * @param origins default {@link OriginPolicy#same}
     * @return this
     */
    public B origins(OriginPolicy origins) {
        site.origins(origins);
        return self();
    }

    /**
     * A WebSocket endpoint.
     *
     * @param path a template: {@code /rooms/{id}}, and a last segment {@code {rest*}} that takes the remainder, slashes
     *     too, and may be empty. A slash at the end counts: {@code /rooms} and {@code /rooms/} are two paths
     * @param listeners makes each connection's listener
     * @return this
     * @throws IllegalArgumentException when this is no template, and when the same paths have a route already
     */
    public B route(String path, ListenerFactory listeners) {
        return route(path, Route.to(listeners));
    }

    /**
     * A WebSocket endpoint whose choices differ from the server's.
     *
     * @param path as {@link #route(String, ListenerFactory)}
     * @param route listeners and choices
     * @return this
     */
    public B route(String path, Route route) {
        site.route(path, route);
        return self();
    }

    /**
     * Answers GET, and HEAD from it.
     *
     * @param path as {@link #route(String, ListenerFactory)}
     * @param handler called on the connection's loop; must not block
     * @return this
     */
    public B get(String path, HttpHandler handler) {
        site.handler("GET", path, handler);
        return self();
    }

    /**
     * Answers POST.
     *
     * @param path as {@link #route(String, ListenerFactory)}
     * @param handler called on the connection's loop; must not block
     * @return this
     */
    public B post(String path, HttpHandler handler) {
        site.handler("POST", path, handler);
        return self();
    }

    /**
     * Answers GET, and HEAD from it, when the answer is ready.
     *
     * @param path as {@link #route(String, ListenerFactory)}
     * @param handler called on the connection's loop, must not block; its answer may come on any thread, within {@link
     *     WebSocketServer.Builder#answerTimeout}
     * @return this
     */
    public B getAsync(String path, HttpHandler.Async handler) {
        site.handlerAsync("GET", path, handler);
        return self();
    }

    /**
     * Answers POST when the answer is ready.
     *
     * @param path as {@link #route(String, ListenerFactory)}
     * @param handler called on the connection's loop, must not block; its answer may come on any thread, within {@link
     *     WebSocketServer.Builder#answerTimeout}
     * @return this
     */
    public B postAsync(String path, HttpHandler.Async handler) {
        site.handlerAsync("POST", path, handler);
        return self();
    }

    /**
     * Runs what blocks, which is reading files and resources. The server never shuts the executor down. When the
     * executor refuses to read a file, its request is answered with 503, and {@link WebSocketServer.Builder#onError} is told.
     *
     * @param executor default four daemon threads for each server, for which 1,024 requests may wait; they end when no
     *     file is asked for, and with the server
     * @return this
     */
    public B offload(Executor executor) {
        site.offload(executor);
        return self();
    }

    /**
     * Serves the files of a folder; {@code index.html} for the folder itself.
     *
     * @param prefix of the path, for example {@code /}
     * @param folder nothing outside it is ever served, and no dot file, except that below the prefix {@code /} there is
     *     {@code /.well-known/} (RFC 8615)
     * @return this
     * @throws IllegalArgumentException when there is no such folder, when a file is named in its place, and when the
     *     prefix is no plain path
     */
    public B files(String prefix, Path folder) {
        Objects.requireNonNull(folder, "folder");
        site.files(prefix, folder);
        return self();
    }

    /**
     * Serves files from the class path, for applications in one jar.
     *
     * @param prefix of the path, for example {@code /}
     * @param loader finds the resources
     * @param folder their folder's name, for example {@code web}
     * @return this
     * @throws IllegalArgumentException when the loader finds no such folder, and when the prefix is no plain path
     */
    public B resources(String prefix, ClassLoader loader, String folder) {
        Objects.requireNonNull(loader, "loader");
        Objects.requireNonNull(folder, "folder");
        site.resources(prefix, loader, folder);
        return self();
    }
}
