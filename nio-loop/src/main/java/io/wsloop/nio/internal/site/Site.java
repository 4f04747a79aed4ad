package io.wsloop.nio.internal.site;

import io.wsloop.Limits;
import io.wsloop.deflate.DeflateOptions;
import io.wsloop.nio.internal.files.FolderFiles;
import io.wsloop.nio.internal.files.HttpDate;
import io.wsloop.nio.internal.files.ResourceFiles;
import io.wsloop.nio.internal.files.StaticFiles;
import io.wsloop.nio.internal.lane.Offload;
import io.wsloop.server.HttpHandler;
import io.wsloop.server.OriginPolicy;
import io.wsloop.server.Route;
import io.wsloop.watch.ErrorHandler;
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
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What a server serves at which path: routes, handlers, files. Its loops share it; any thread. */
public final class Site implements AutoCloseable {
    private final PathTable<Route> routes;
    private final Map<String, PathTable<HttpHandler.Async>> handlers;
    private final List<StaticFiles> files;
    private final ServerOptions options;

    private Site(Builder builder, ServerOptions options) {
        // Copied, because the application may change the builder while the server runs.
        routes = builder.routes.copy();
        handlers = new TreeMap<>();
        builder.handlers.forEach((method, table) -> handlers.put(method, table.copy()));
        files = List.copyOf(builder.files);
        this.options = options;
    }

    public static Builder builder() {
        return builder(System::currentTimeMillis);
    }

    /** @param clock milliseconds since 1970, for the Date field */
    public static Builder builder(LongSupplier clock) {
        return new Builder(clock);
    }

    public ServerOptions options() {
        return options;
    }

    /** Ends the threads that read files, behind what they have begun. */
    @Override
    public void close() {
        options.offload().close();
    }

    public PathTable.@Nullable Match<Route> route(RequestPath path) {
        return routes.find(path);
    }

    /** Null if neither a handler nor files answer this request. */
    @Nullable
    public Answerer answerer(String method, RequestPath path) {
        PathTable.Match<HttpHandler.Async> handler = handler(method, path);
        if (handler != null) {
            return new Answerer.Handler(handler.value(), handler.template());
        }
        StaticFiles below = method.equals("GET") || method.equals("HEAD") ? files(path) : null;
        return below == null ? null : new Answerer.Files(below);
    }

    /** The handler of GET answers a HEAD unless the path has a handler of HEAD. */
    private PathTable.@Nullable Match<HttpHandler.Async> handler(String method, RequestPath path) {
        PathTable<HttpHandler.Async> table = handlers.get(method);
        PathTable.Match<HttpHandler.Async> match = table == null ? null : table.find(path);
        return match == null && method.equals("HEAD") ? handler("GET", path) : match;
    }

    /** The files with the longest prefix that covers the path. Null if no prefix does. */
    private @Nullable StaticFiles files(RequestPath path) {
        for (StaticFiles candidate : files) {
            if (candidate.covers(path.segments())) {
                return candidate;
            }
        }
        return null;
    }

    /** The methods of a path, for the Allow field. Empty if nothing is served there. */
    String allowed(RequestPath path) {
        TreeSet<String> methods = new TreeSet<>();
        handlers.forEach((method, table) -> {
            if (table.find(path) != null) {
                methods.add(method);
            }
        });
        if (answerer("GET", path) != null) {
            methods.add("GET");
            methods.add("HEAD");
        } else if (route(path) != null) {
            methods.add("GET");
        }
        if (methods.isEmpty()) {
            return "";
        }
        methods.add("OPTIONS");
        return String.join(", ", methods);
    }

    /** The methods of all paths together, for the Allow field. */
    String allowed() {
        TreeSet<String> methods = new TreeSet<>(handlers.keySet());
        methods.add("GET");
        methods.add("HEAD");
        methods.add("OPTIONS");
        return String.join(", ", methods);
    }

    /** Gathers what a server serves and chooses. Not thread safe. */
    public static final class Builder {
        private final LongSupplier clock;
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

        private Builder(LongSupplier clock) {
            this.clock = clock;
        }

        public Builder limits(Limits limits) {
            this.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        public Builder deflate(DeflateOptions options) {
            deflate = Objects.requireNonNull(options, "options");
            return this;
        }

        public Builder hosts(String... names) {
            hosts = Hosts.named(names);
            return this;
        }

        public Builder origins(OriginPolicy origins) {
            this.origins = Objects.requireNonNull(origins, "origins");
            return this;
        }

        public Builder route(String path, Route route) {
            routes.add(path, Objects.requireNonNull(route, "route"));
            return this;
        }

        public Builder handler(String method, String path, HttpHandler handler) {
            Objects.requireNonNull(handler, "handler");
            return handlerAsync(method, path, request -> CompletableFuture.completedFuture(handler.handle(request)));
        }

        public Builder handlerAsync(String method, String path, HttpHandler.Async handler) {
            Objects.requireNonNull(handler, "handler");
            handlers.computeIfAbsent(method, name -> new PathTable<>()).add(path, handler);
            return this;
        }

        public Builder files(String prefix, Path folder) {
            return files(new StaticFiles(plain(prefix), FolderFiles.of(folder)));
        }

        public Builder resources(String prefix, ClassLoader loader, String folder) {
            return files(new StaticFiles(plain(prefix), ResourceFiles.of(loader, folder)));
        }

        /** The segments of a prefix, without the empty one behind the last slash. */
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

        public Builder answerTimeout(Duration timeout) {
            answerTimeout = timeout;
            return this;
        }

        public Builder onError(ErrorHandler handler) {
            errors = Objects.requireNonNull(handler, "handler");
            return this;
        }

        public Builder offload(Executor executor) {
            offload = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /** A site for tests, without a listening address. A request may name any host. */
        public Site build() {
            return build(hosts == null ? Hosts.any() : hosts);
        }

        /** A site of a server that listens on this address. */
        public Site build(InetAddress bound) {
            return build(Hosts.of(bound, hosts));
        }

        private Site build(Hosts hosts) {
            Offload blocking = offload == null ? Offload.pool() : Offload.to(offload);
            return new Site(
                    this,
                    new ServerOptions(
                            limits, deflate, hosts, origins, answerTimeout, errors, blocking, new HttpDate.Now(clock)));
        }
    }
}
