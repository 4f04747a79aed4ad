package io.wsloop.nio.internal.site;

import io.wsloop.nio.internal.files.StaticFiles;
import io.wsloop.server.HttpHandler;

/** The answerer of a plain HTTP request. */
public sealed interface Answerer {
    /** A handler of the application for a method and a path. */
    record Handler(HttpHandler.Async handler, PathTemplate template) implements Answerer {}

    /** Files below a prefix, for GET and HEAD. */
    record Files(StaticFiles files) implements Answerer {}
}
