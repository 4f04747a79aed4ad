package io.wsloop.nio;

import io.wsloop.Limits;
import io.wsloop.deflate.DeflateOptions;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Everything a server answers with: routes, handlers, files, hosts, origins, limits. Shared by its loops; any thread. */
final class Site {
    private final Limits limits;
    private final @Nullable DeflateOptions deflate;
    private final Hosts hosts;
    private final OriginPolicy origins;
    private final PathTable<Route> routes;
    private final Map<String, PathTable<HttpHandler.Async>> handlers;
    private final List<StaticFiles> files;
    private final Duration answerTimeout;
    private final ErrorHandler errors;
    private final Executor offload;
    private final HttpDate.Now date;
    private final Agreements agreements = new Agreements();

    private Site(Builder builder, Hosts hosts) {
        this.hosts = hosts;
        limits = builder.limits;
        deflate = builder.deflate;
        origins = builder.origins;
        // Copies: the builder may be changed, and build another one, while this one is served.
        routes = builder.routes.copy();
        handlers = new TreeMap<>();
        builder.handlers.forEach((method, table) -> handlers.put(method, table.copy()));
        files = List.copyOf(builder.files);
        answerTimeout = builder.answerTimeout;
        errors = builder.errors;
        offload = builder.offload == null ? daemons() : builder.offload;
        date = new HttpDate.Now(builder.clock);
    }

    static Builder builder() {
        return new Builder();
    }

    Limits limits() {
        return limits;
    }

    /** Null: nothing is compressed unless the route says so. */
    @Nullable
    DeflateOptions deflate() {
        return deflate;
    }

    Hosts hosts() {
        return hosts;
    }

    OriginPolicy origins() {
        return origins;
    }

    ErrorHandler errors() {
        return errors;
    }

    /** For what blocks: files. */
    Executor offload() {
        return offload;
    }

    /** What the connections to its routes have agreed on so far. */
    Agreements agreements() {
        return agreements;
    }

    /** How long a handler may take. */
    Duration answerTimeout() {
        return answerTimeout;
    }

    /** The Date of an answer given now. */
    String date() {
        return date.text();
    }

    PathTable.@Nullable Match<Route> route(RequestPath path) {
        return routes.find(path);
    }

    /** HEAD is answered by the handler of GET, unless it has its own. */
    PathTable.@Nullable Match<HttpHandler.Async> handler(String method, RequestPath path) {
        PathTable<HttpHandler.Async> table = handlers.get(method);
        PathTable.Match<HttpHandler.Async> match = table == null ? null : table.find(path);
        return match == null && method.equals("HEAD") ? handler("GET", path) : match;
    }

    /** The files whose prefix fits best; null when none does. */
    @Nullable
    StaticFiles files(RequestPath path) {
        for (StaticFiles candidate : files) {
            if (candidate.covers(path.segments())) {
                return candidate;
            }
        }
        return null;
    }

    /** What may be asked of a path, for the Allow field; empty when nobody knows the path. */
    String allowed(RequestPath path) {
        TreeSet<String> methods = new TreeSet<>();
        handlers.forEach((method, table) -> {
            if (table.find(path) != null) {
                methods.add(method);
            }
        });
        if (files(path) != null || route(path) != null) {
            methods.add("GET");
        }
        if (methods.isEmpty()) {
            return "";
        }
        if (methods.contains("GET") && (files(path) != null || handler("GET", path) != null)) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        return String.join(", ", methods);
    }

    /** What may be asked of some path or other. */
    String allowed() {
        TreeSet<String> methods = new TreeSet<>(handlers.keySet());
        methods.add("GET");
        methods.add("HEAD");
        methods.add("OPTIONS");
        return String.join(", ", methods);
    }

    private static Executor daemons() {
        // Files of a local disk: a few threads hide their latency, and none is kept when nobody asks.
        int threads = 4;
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "wsloop-offload");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Gathers what a server answers with. Not thread safe; build once. */
    static final class Builder {
        private Limits limits = Limits.defaults();
        private @Nullable DeflateOptions deflate;
        private @Nullable Hosts hosts;
        private OriginPolicy origins = OriginPolicy.same();
        private final PathTable<Route> routes = new PathTable<>();
        private final Map<String, PathTable<HttpHandler.Async>> handlers = new TreeMap<>();
        private final List<StaticFiles> files = new ArrayList<>();
        private Duration answerTimeout = Duration.ofSeconds(30);
        private ErrorHandler errors = ErrorHandler.logging();
        private @Nullable Executor offload;
        private LongSupplier clock = System::currentTimeMillis;

        private Builder() {}

        Builder limits(Limits limits) {
            this.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        Builder deflate(DeflateOptions options) {
            deflate = Objects.requireNonNull(options, "options");
            return this;
        }

        Builder hosts(String... names) {
            hosts = Hosts.named(names);
            return this;
        }

        Builder origins(OriginPolicy origins) {
            this.origins = Objects.requireNonNull(origins, "origins");
            return this;
        }

        Builder route(String path, Route route) {
            routes.add(path, Objects.requireNonNull(route, "route"));
            return this;
        }

        Builder handler(String method, String path, HttpHandler handler) {
            Objects.requireNonNull(handler, "handler");
            return handlerAsync(method, path, request -> CompletableFuture.completedFuture(handler.handle(request)));
        }

        Builder handlerAsync(String method, String path, HttpHandler.Async handler) {
            Objects.requireNonNull(handler, "handler");
            handlers.computeIfAbsent(method, name -> new PathTable<>()).add(path, handler);
            return this;
        }

        Builder files(String prefix, Path folder) {
            return files(new StaticFiles(plain(prefix), FolderFiles.of(folder)));
        }

        Builder resources(String prefix, ClassLoader loader, String folder) {
            return files(new StaticFiles(plain(prefix), ResourceFiles.of(loader, folder)));
        }

        /** The segments of a prefix without the last, empty one. */
        private static List<String> plain(String prefix) {
            Objects.requireNonNull(prefix, "prefix");
            List<String> names = new ArrayList<>();
            for (PathTemplate.Segment segment : PathTemplate.parse(prefix.endsWith("/") ? prefix : prefix + "/")
                    .segments()) {
                if (segment.kind() != PathTemplate.Kind.LITERAL) {
                    throw new IllegalArgumentException(
                            "expected a plain prefix such as /static for files, not \"" + prefix + "\"");
                }
                names.add(segment.name());
            }
            return List.copyOf(names.subList(0, names.size() - 1));
        }

        private Builder files(StaticFiles more) {
            for (StaticFiles other : files) {
                if (other.prefix().equals(more.prefix())) {
                    throw new IllegalArgumentException("files are served below \"/" + String.join("/", more.prefix())
                            + "\" already: choose another prefix");
                }
            }
            files.add(more);
            files.sort(Comparator.comparingInt(mount -> -mount.prefix().size()));
            return this;
        }

        /** How long a handler may take before its request is answered with 503. */
        Builder answerTimeout(Duration timeout) {
            answerTimeout = timeout;
            return this;
        }

        Builder onError(ErrorHandler handler) {
            errors = Objects.requireNonNull(handler, "handler");
            return this;
        }

        /** For what blocks; a small pool of daemon threads of its own otherwise. */
        Builder offload(Executor executor) {
            offload = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /** Milliseconds since 1970, for Date. */
        Builder clock(LongSupplier clock) {
            this.clock = clock;
            return this;
        }

        /** For no address in particular. */
        Site build() {
            return new Site(this, hosts == null ? Hosts.any() : hosts);
        }

        /** For a server that listens on this address. */
        Site build(InetAddress bound) {
            return new Site(this, Hosts.of(bound, hosts));
        }
    }
}
