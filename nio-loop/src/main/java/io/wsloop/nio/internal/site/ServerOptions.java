package io.wsloop.nio.internal.site;

import io.wsloop.Limits;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.nio.internal.files.HttpDate;
import io.wsloop.nio.internal.lane.Offload;
import io.wsloop.server.OriginPolicy;
import io.wsloop.watch.ErrorHandler;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A server's choices that do not depend on a path. All its connections share one object. Immutable; any thread.
 *
 * @param limits of each connection, unless its route has others
 * @param deflate null if only routes with a choice compress
 * @param hosts that a request may name
 * @param origins of the pages that may open a WebSocket, unless the route has others
 * @param answerTimeout how long a handler may take
 * @param errors is told what handlers, hooks and files do wrong
 * @param offload reads files
 * @param date for the Date field
 */
public record ServerOptions(
        Limits limits,
        @Nullable DeflateOptions deflate,
        Hosts hosts,
        OriginPolicy origins,
        Duration answerTimeout,
        ErrorHandler errors,
        Offload offload,
        HttpDate.Now date) {}
