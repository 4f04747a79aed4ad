package io.wsloop.nio.internal.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wsloop.nio.internal.http.Talk;
import io.wsloop.nio.internal.lane.Offload;
import io.wsloop.nio.internal.site.Site;
import io.wsloop.server.Route;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of a folder and of the class path, through a whole conversation. */
class StaticFilesTest {
    /** Linux lists the open descriptors of a process here. */
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    @TempDir
    private Path temp;

    private Path web;
    private final List<Throwable> errors = new ArrayList<>();
    private Site site;

    @BeforeEach
    void layOut() throws IOException {
        web = Files.createDirectories(temp.resolve("web"));
        Files.createDirectories(web.resolve("sub"));
        Files.createDirectories(web.resolve("empty"));
        Files.createDirectories(temp.resolve("webserver"));
        Files.writeString(temp.resolve("secret.txt"), "secret");
        Files.writeString(temp.resolve("webserver/secret.txt"), "secret");
        Files.writeString(web.resolve("index.html"), "<p>home");
        Files.writeString(web.resolve("sub/index.html"), "<p>sub");
        Files.writeString(web.resolve("app.js"), "go()");
        Files.writeString(web.resolve("grüße + %.txt"), "hi");
        Files.writeString(web.resolve("data"), "?");
        Files.writeString(web.resolve(".env"), "secret");
        Files.setLastModifiedTime(web.resolve("app.js"), FileTime.from(Instant.parse("1994-11-06T08:49:37.5Z")));
        Files.createSymbolicLink(web.resolve("inside.js"), web.resolve("app.js"));
        Files.createSymbolicLink(web.resolve("out.txt"), temp.resolve("secret.txt"));
        Files.createSymbolicLink(web.resolve("outdir"), temp);
        Files.createSymbolicLink(web.resolve("sibling"), temp.resolve("webserver"));
        Files.createSymbolicLink(web.resolve("loop"), web.resolve("loop"));
        Files.createSymbolicLink(web.resolve("dangling"), web.resolve("nothing"));
        site = Site.builder()
                .onError((where, error) -> errors.add(error))
                .files("/", web)
                .files("/static", web)
                .route("/ws", Route.to(handshake -> new io.wsloop.WebSocketListener() {}))
                .route("/data", Route.to(handshake -> new io.wsloop.WebSocketListener() {}))
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "/.well-known/acme-challenge/tok, 200",
        "/.well-known/security.txt,       200",
        "/%2ewell-known/security.txt,     200",
        "/.well-known/,                   404",
        "/.well-known,                    308",
        "/.well-known/.hidden,            404",
        "/.well-known/sub/.hidden,        404",
        "/.well-known/.well-known/a,      404",
        "/sub/.well-known/security.txt,   404",
        "/static/.well-known/security.txt, 404",
        "/.well-known2/a,                 404",
        "/.Well-Known/security.txt,       404",
        "/..well-known/security.txt,      404",
    })
    void whatIsWellKnownIsServedAndOtherDotFilesAreNot(String target, int status) throws IOException {
        for (String folder : List.of(
                ".well-known/acme-challenge",
                ".well-known/sub",
                ".well-known/.well-known",
                "sub/.well-known",
                ".well-known2",
                ".Well-Known")) {
            Files.createDirectories(web.resolve(folder));
        }
        Files.writeString(web.resolve(".well-known/acme-challenge/tok"), "tok");
        for (String file : List.of(
                ".well-known/security.txt",
                ".well-known/.hidden",
                ".well-known/sub/.hidden",
                ".well-known/.well-known/a",
                "sub/.well-known/security.txt",
                ".well-known2/a",
                ".Well-Known/security.txt")) {
            Files.writeString(web.resolve(file), "text");
        }
        assertThat(get(target).status()).isEqualTo(status);
    }

    private Talk.Answer get(String target, String... fields) {
        return new Talk(site).get(target, fields).settle().answer();
    }

    /** The system's words for these failures are in its own language. */
    @ParameterizedTest
    @ValueSource(strings = {"loop", "loop/app.js", "app.js/x", "nothing/x", "dangling", "out.txt"})
    void aNameThatLeadsNowhereIsNoFailureOfTheDisk(String path) throws IOException {
        assertThat(FolderFiles.of(web).find(List.of(path.split("/")))).isNull();
    }

    @ParameterizedTest
    @CsvSource({"256, a", "129, ü"})
    void aNameTooLongForTheDiskIsNoFailureOfTheDisk(int times, String letter) throws IOException {
        String name = letter.repeat(times);
        assertThat(FolderFiles.of(web).find(List.of(name))).isNull();
        assertThat(FolderFiles.of(web).find(List.of("sub", name, "x"))).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "/,                            <p>home, text/html; charset=utf-8",
        "/index.html,                  <p>home, text/html; charset=utf-8",
        "/sub/,                        <p>sub,  text/html; charset=utf-8",
        "/app.js?v=2,                  go(),    text/javascript; charset=utf-8",
        "/static/app.js,               go(),    text/javascript; charset=utf-8",
        "/static/,                     <p>home, text/html; charset=utf-8",
        "/inside.js,                   go(),    text/javascript; charset=utf-8",
        "/gr%C3%BC%C3%9Fe%20+%20%25.txt, hi,    text/plain; charset=utf-8",
        "/data,                        ?,       application/octet-stream",
    })
    void aFileIsServedWithItsType(String target, String body, String type) {
        Talk.Answer answer = get(target);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(body);
        assertThat(answer.first("Content-Type")).isEqualTo(type);
        assertThat(answer.first("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.first("ETag")).startsWith("W/\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../secret.txt",
                "/sub/../../secret.txt",
                "/sub/../app.js",
                "/./app.js",
                "/%2e%2e/secret.txt",
                "/%2E%2E/secret.txt",
                "/.%2e/secret.txt",
                "/%2e./secret.txt",
                "/%2e%2e%2fsecret.txt",
                "/..%2fsecret.txt",
                "/sub%2findex.html",
                "/..%5csecret.txt",
                "/..\\secret.txt",
                "/sub%5cindex.html",
                "/static/../../secret.txt",
                "/static/%2e%2e/%2e%2e/secret.txt",
                "/static%2f..%2f..%2fsecret.txt",
                "/%252e%252e/secret.txt",
                "/%c0%ae%c0%ae/secret.txt",
                "/%e0%80%ae./secret.txt",
                "/app.js%00",
                "/app.js%00.html",
                "/%00",
                "/.env",
                "/%2eenv",
                "/sub/.env",
                "/.",
                "/..",
                "/.../secret.txt",
                "//secret.txt",
                "//app.js",
                "/sub//index.html",
                "/static//app.js",
                "/out.txt",
                "/outdir/secret.txt",
                "/outdir/web/../secret.txt",
                "/sibling/secret.txt",
                "/loop",
                "/dangling",
                "/app.js/",
                "/app.js/x",
                "/empty/",
                "/nothing.txt",
                "/app.js.",
                "/app.js%20",
                "/app.js::$DATA",
                "/C:/secret.txt",
                "/app.js%0d%0aSet-Cookie:%20a",
                "http://localhost/../secret.txt",
                "http://localhost/%2e%2e/secret.txt"
            })
    void nothingLeadsOutOfTheFolderOrToWhatIsHidden(String target) {
        Talk.Answer answer = get(target);
        assertThat(answer.status()).isIn(400, 404);
        assertThat(answer.body()).doesNotContain("secret\n").isNotEqualTo("secret");
        assertThat(answer.headers().contains("ETag")).isFalse();
        assertThat(errors).isEmpty();
    }

    @Test
    void aNameTooLongIsNotThere() {
        assertThat(get("/" + "a".repeat(4_000)).status()).isEqualTo(404);
        assertThat(errors).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "/sub,                   /sub/",
        "/sub?a=b,               /sub/?a=b",
        "/static,                /static/",
        "http://localhost/sub,   /sub/",
        "/%73ub,                 /%73ub/",
    })
    void aFolderWithoutItsSlashIsRedirected(String target, String location) {
        Talk.Answer answer = get(target);
        assertThat(answer.status()).isEqualTo(308);
        assertThat(answer.first("Location")).isEqualTo(location);
    }

    @Test
    void headHasTheFieldsOfGet() {
        Talk talk = new Talk(site).request("HEAD", "/app.js").settle();
        assertThat(talk.out.text())
                .startsWith("HTTP/1.1 200 ")
                .contains("\r\nContent-Length: 4\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void anotherMethodIsNotAllowed() {
        Talk.Answer answer = new Talk(site).request("POST", "/app.js").answer();
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.first("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    }

    @Test
    void aWebSocketsPathWithoutAFileIsToldToUpgradeAndWithAFileServesIt() {
        assertThat(get("/ws").status()).isEqualTo(426);
        assertThat(get("/data").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sun, 06 Nov 1994 08:49:37 GMT|       304",
                "Sunday, 06-Nov-94 08:49:37 GMT|      304",
                "Sun Nov  6 08:49:37 1994|              304",
                "Sun, 06 Nov 1994 08:49:38 GMT|       304",
                "Sun, 06 Nov 1994 08:49:36 GMT|       200",
                "yesterday|                             200",
            })
    void whatWasNotModifiedIsNotSentAgain(String since, int status) {
        Talk.Answer answer = get("/app.js", "If-Modified-Since: " + since);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.first("Last-Modified")).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
        assertThat(answer.headers().contains("Content-Length")).isEqualTo(status == 200);
    }

    @Test
    void anETagIsComparedFirstAndWeakly() {
        String etag = get("/app.js").first("ETag");
        String old = "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT";
        assertThat(get("/app.js", "If-None-Match: " + etag).status()).isEqualTo(304);
        assertThat(get("/app.js", "If-None-Match: \"a\", " + etag.substring(2)).status())
                .isEqualTo(304);
        assertThat(get("/app.js", "If-None-Match: *").status()).isEqualTo(304);
        assertThat(get("/app.js", "If-None-Match: \"other\"", old).status()).isEqualTo(200);
        assertThat(get("/app.js", "If-None-Match: " + etag).first("ETag")).isEqualTo(etag);
    }

    @Test
    void a304HasNoBodyAndTheConnectionGoesOn() {
        Talk talk = new Talk(site)
                .get("/app.js", "If-None-Match: *")
                .settle()
                .get("/app.js")
                .settle();
        assertThat(talk.answers()).extracting(Talk.Answer::status).containsExactly(304, 200);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, FileAnswer.PIECE_BYTES, FileAnswer.PIECE_BYTES + 1, 3 * FileAnswer.PIECE_BYTES})
    void aFileOfAnySizeArrivesWholeAndTheConnectionGoesOn(int size) throws IOException {
        Files.writeString(web.resolve("file.txt"), "x".repeat(size));
        Talk talk = new Talk(site);
        talk.get("/file.txt").settle();
        talk.get("/app.js").settle();
        assertThat(talk.answers()).extracting(answer -> answer.body().length()).containsExactly(size, 4);
    }

    @Test
    void aLargeFileIsReadOnlyAsFastAsItIsTaken() throws IOException {
        Files.writeString(web.resolve("file.txt"), "x".repeat(10 * FileAnswer.PIECE_BYTES));
        Talk talk = new Talk(site).get("/file.txt");
        talk.awaitFlush();
        assertThat(talk.out.sent.size()).isLessThan(FileAnswer.PIECE_BYTES + 1_000);
        assertThat(talk.out.flushes).hasSize(1);
        assertThat(talk.out.tasks).isEmpty();
    }

    @Test
    void aFileThatShrinksWhileItIsSentEndsTheConnection() throws IOException {
        Path file = web.resolve("file.txt");
        Files.writeString(file, "x".repeat(3 * FileAnswer.PIECE_BYTES));
        Talk talk = new Talk(site).get("/file.txt");
        talk.awaitFlush();
        Files.writeString(file, "short");
        talk.settle();
        assertThat(talk.out.closing).isTrue();
        assertThat(errors).singleElement().asString().contains("it was changed while it was sent");
    }

    @Test
    void aConnectionThatEndsWhileAFileIsSentHearsNoMore() throws IOException {
        Files.writeString(web.resolve("file.txt"), "x".repeat(3 * FileAnswer.PIECE_BYTES));
        Talk talk = new Talk(site).get("/file.txt");
        talk.awaitFlush();
        int sent = talk.out.sent.size();
        talk.conversation.closed();
        talk.out.flushes.remove().run();
        talk.step();
        assertThat(talk.out.sent.size()).isEqualTo(sent);
    }

    @Test
    void aRequestWhoseFileAnExecutorRefusesToReadIsAnswered503() {
        site = Site.builder()
                .onError((where, error) -> errors.add(error))
                .offload(task -> {
                    throw new RejectedExecutionException("full");
                })
                .files("/", web)
                .build();
        Talk.Answer answer = new Talk(site).get("/app.js").answer();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).contains("too much to do");
        assertThat(errors).hasSize(1);
    }

    @Test
    void aRequestWhoseFileNoThreadHasRoomForIsAnswered503() throws Exception {
        CountDownLatch started = new CountDownLatch(Offload.THREADS);
        CountDownLatch free = new CountDownLatch(1);
        Offload pool = site.options().offload();
        for (int i = 0; i < Offload.THREADS; i++) {
            pool.begin(() -> {
                started.countDown();
                free.await();
                return "";
            });
        }
        assertThat(started.await(20, TimeUnit.SECONDS)).isTrue();
        for (int i = 1; i < Offload.MOST_WAITING; i++) {
            pool.begin(() -> "");
        }
        Talk last = new Talk(site).get("/app.js");
        Talk oneMore = new Talk(site).get("/app.js");
        assertThat(oneMore.answer().status()).isEqualTo(503);
        assertThat(oneMore.out.closing).isTrue();
        assertThat(errors).singleElement().asString().contains("offload(executor)");
        free.countDown();
        assertThat(last.settle().answer().body()).isEqualTo("go()");
    }

    @Test
    void aFileWhoseNextPieceAnExecutorRefusesToReadIsCutShort() throws IOException {
        Files.writeString(web.resolve("file.txt"), "x".repeat(3 * FileAnswer.PIECE_BYTES));
        AtomicInteger steps = new AtomicInteger();
        site = Site.builder()
                .onError((where, error) -> errors.add(error))
                .offload(task -> {
                    if (steps.incrementAndGet() > 1) {
                        throw new RejectedExecutionException("full");
                    }
                    task.run();
                })
                .files("/", web)
                .build();
        Talk talk = new Talk(site).get("/file.txt");
        talk.settle();
        assertThat(talk.out.closing).isTrue();
        assertThat(errors).singleElement().asString().contains("full");
        assertThat(steps).as("the answer, the second piece, the close").hasValue(3);
    }

    /** The executor takes only the first task, and refuses the next piece and the close. */
    @ParameterizedTest(name = "by an Error: {0}")
    @ValueSource(booleans = {false, true})
    void noDescriptorStaysOpenWhenAnExecutorRefusesInTheMidstOfAFile(boolean byError) throws IOException {
        Path large = web.resolve("large.txt");
        Files.writeString(large, "x".repeat(3 * FileAnswer.PIECE_BYTES));
        AtomicInteger steps = new AtomicInteger();
        site = Site.builder()
                .onError((where, error) -> errors.add(error))
                .offload(task -> {
                    if (steps.incrementAndGet() > 1) {
                        if (byError) {
                            throw new OutOfMemoryError("unable to create native thread");
                        }
                        throw new RejectedExecutionException("full");
                    }
                    task.run();
                })
                .files("/", web)
                .build();
        Talk talk = new Talk(site).get("/large.txt");
        assertThat(openDescriptors(large)).isEqualTo(Files.isDirectory(DESCRIPTORS) ? 1 : 0);
        talk.settle();
        assertThat(talk.out.closing).isTrue();
        assertThat(errors).hasSize(1);
        assertThat(openDescriptors(large)).isZero();
    }

    /** How many descriptors of this process lead to the file; zero where the system does not list them. */
    private static long openDescriptors(Path file) throws IOException {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return 0;
        }
        Path real = file.toRealPath();
        long open = 0;
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : descriptors) {
                try {
                    open += Files.readSymbolicLink(descriptor).equals(real) ? 1 : 0;
                } catch (NoSuchFileException e) {
                    // Another thread has closed it meanwhile.
                }
            }
        }
        return open;
    }

    @Test
    void resourcesOfAJarAreServedWithAStrongTag() throws IOException {
        Path jar = temp.resolve("app.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String name :
                    List.of("app/web/", "app/web/sub/", "app/web/index.html", "app/web/sub/a.css", "app/secret")) {
                out.putNextEntry(new JarEntry(name));
                if (!name.endsWith("/")) {
                    out.write(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
                }
                out.closeEntry();
            }
        }
        try (java.net.URLClassLoader loader =
                new java.net.URLClassLoader(new java.net.URL[] {jar.toUri().toURL()}, null)) {
            site = Site.builder().resources("/", loader, "/app/web/").build();
            Talk.Answer page = get("/");
            assertThat(page.body()).isEqualTo("app/web/index.html");
            assertThat(page.first("ETag")).matches("\"[0-9a-f]{32}\"");
            assertThat(get("/", "If-None-Match: " + page.first("ETag")).status())
                    .isEqualTo(304);
            assertThat(get("/sub/a.css").first("Content-Type")).isEqualTo("text/css; charset=utf-8");
            assertThat(get("/sub").status()).isEqualTo(308);
            assertThat(get("/sub/").status()).isEqualTo(404);
            assertThat(get("/secret").status()).isEqualTo(404);
            assertThat(get("/../secret").status()).isEqualTo(400);
        }
    }

    @Test
    void resourcesOfAFolderOnTheClassPathAreServedAndFoldersAreNotListed() throws IOException {
        try (java.net.URLClassLoader loader =
                new java.net.URLClassLoader(new java.net.URL[] {temp.toUri().toURL()}, null)) {
            site = Site.builder().resources("/", loader, "web").build();
            assertThat(get("/app.js").body()).isEqualTo("go()");
            assertThat(get("/sub").status()).isEqualTo(308);
            assertThat(get("/empty/").status()).isEqualTo(404);
            assertThat(get("/nothing").status()).isEqualTo(404);
        }
    }

    @Test
    void foldersAndPrefixesThatCannotBeServedAreRefused() {
        Site.Builder builder = Site.builder().files("/a", web);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.files("/b", web.resolve("nothing")))
                .withMessageContaining("expected a folder");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.files("/a/", web))
                .withMessageContaining("already");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.files("/{x}", web))
                .withMessageContaining("plain prefix");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.files("/b", web.resolve("app.js")))
                .withMessageContaining("expected a folder")
                .withMessageContaining("app.js is a file");
        for (String folder : List.of("no/such/folder", "io/wsloop/nio/StaticFilesTest.class")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.resources("/c", StaticFilesTest.class.getClassLoader(), folder))
                    .withMessageContaining("on the class path")
                    .withMessageContaining(folder);
        }
        for (String folder : List.of("", "/", "..", "a//b", "a/../b")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.resources("/c", ClassLoader.getSystemClassLoader(), folder))
                    .withMessageContaining("expected a folder of the class path");
        }
    }
}
