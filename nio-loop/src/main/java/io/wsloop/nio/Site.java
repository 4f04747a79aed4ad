package io.wsloop.nio;

/** Everything a server answers with: routes, handlers, files, origins, limits. Immutable; shared by its loops. */
final class Site {}
