package io.wsloop.nio.internal.site;

import io.wsloop.nio.internal.files.StaticFiles;
import io.wsloop.server.HttpHandler;

/** Who answers a plain HTTP request. */
public sealed interface Answerer {
    /** A handler of the application, found by method and path. */
    record Handler(HttpHandler.Async handler, PathTemplate template) implements Answerer {}

    /** Files below a prefix of the path, for GET and HEAD. */
    record Files(StaticFiles files) implements Answerer {}
}
