package io.wsloop.nio.internal.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wsloop.Limits;
import io.wsloop.WebSocketListener;
import io.wsloop.handshake.HeadException;
import io.wsloop.handshake.HeadReader;
import io.wsloop.handshake.RequestHead;
import io.wsloop.nio.RawPeer;
import io.wsloop.nio.WebSocketServer;
import io.wsloop.server.HttpResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which hosts a request may name: on a loopback address none that a stranger could point there. */
class HostsTest {
    private static final String LOOPBACK = "127.0.0.1";

    private static RequestHead request(String host) {
        return head("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    }

    private static RequestHead head(String text) {
        try {
            HeadReader reader = HeadReader.of(Limits.defaults());
            return Objects.requireNonNull(
                    reader.readRequest(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1))));
        } catch (HeadException e) {
            throw new AssertionError(text, e);
        }
    }

    private static boolean allows(String bound, @Nullable Hosts named, String host) throws IOException {
        return Hosts.of(InetAddress.getByName(bound), named).allow(request(host));
    }

    @ParameterizedTest
    @CsvSource({
        "localhost,             true",
        "LocalHost:8080,        true",
        "localhost.,            true",
        "app.localhost,         true",
        "a.b.LOCALHOST:1,       true",
        "127.0.0.1,             true",
        "127.0.0.1:8080,        true",
        "10.1.2.3,              true",
        "255.255.255.255,       true",
        "[::1],                 true",
        "[::1]:8080,            true",
        "[fe80::1:2]:80,        true",
        "evil.example,          false",
        "evil.example:8080,     false",
        "localhost.evil.example, false",
        "evil-localhost,        false",
        "xlocalhost,            false",
        "127.0.0.1.evil.example, false",
        "127.0.0.1.nip.io,      false",
        "127.0.0.256,           false",
        "127.0.1,               false",
        "2130706433,            false",
        "0x7f.0.0.1,            false",
        "1.2.3.4.5,             false",
        "my-machine,            false",
        "localhost..,           false",
    })
    void aServerOnALoopbackAddressTakesNamesThatNoStrangerOwns(String host, boolean taken) throws IOException {
        assertThat(allows(LOOPBACK, null, host)).isEqualTo(taken);
        assertThat(allows("::1", null, host)).isEqualTo(taken);
        assertThat(allows("127.8.8.8", null, host)).isEqualTo(taken);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
    void aServerOnAnyOtherAddressTakesEveryHostUnlessItIsToldSome(String bound) throws IOException {
        assertThat(allows(bound, null, "evil.example")).isTrue();
        Hosts named = Hosts.named("app.example");
        assertThat(allows(bound, named, "app.example")).isTrue();
        assertThat(allows(bound, named, "evil.example")).isFalse();
        assertThat(allows(bound, named, "localhost")).isFalse();
        assertThat(allows(bound, named, "192.0.2.1")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "app.example,        true",
        "APP.example:444,    true",
        "app.example.,       true",
        "x.app.example,      false",
        "example,            false",
        "sub.wild.example,   true",
        "a.b.wild.example:8, true",
        "wild.example,       false",
        ".wild.example,      false",
        "xwild.example,      false",
        "192.0.2.7:80,       true",
        "[2001:db8::7]:80,   true",
        "[2001:db8::8],      true",
        "[2001:db8:0::8],    true",
        "[2001:0DB8::0:7],   true",
        "xn--bcher-kva.example, true",
        "localhost,          true",
        "evil.example,       false",
    })
    void onALoopbackAddressTheNamedOnesComeOnTop(String host, boolean taken) throws IOException {
        Hosts named = Hosts.named(
                "App.Example", "*.wild.example", "192.0.2.7", "2001:db8::7", "[2001:DB8::8]", "b\u00fccher.example");
        assertThat(allows(LOOPBACK, named, host)).isEqualTo(taken);
    }

    @Test
    void anAsteriskTakesEveryHost() throws IOException {
        assertThat(allows(LOOPBACK, Hosts.named("*"), "evil.example")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "http://a",
                "a:80",
                "a/b",
                "a b",
                "*.",
                "**",
                "a.*",
                "*a",
                ".a",
                "*.*.a",
                "[a",
                "1:2",
                "1:2:",
                "999.1.1.1",
                "*.192.0.2.1",
                "*.[::1]"
            })
    void whatIsNoHostIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebSocketServer.builder().hosts("ok.example", name))
                .withMessageContaining("expected a host such as")
                .withMessageContaining("\"" + name + "\"");
    }

    @Test
    void hostsWithoutANameIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> WebSocketServer.builder().hosts());
    }

    @Property
    void noNameOfADomainIsTakenOnALoopbackAddress(
            @ForAll @AlphaChars @StringLength(min = 1, max = 20) String name,
            @ForAll @AlphaChars @StringLength(min = 1, max = 8) String top,
            @ForAll @IntRange(min = 1, max = 65_535) int port)
            throws IOException {
        boolean local = top.equalsIgnoreCase("localhost");
        assertThat(allows(LOOPBACK, null, name + "." + top + ":" + port)).isEqualTo(local);
        assertThat(allows(LOOPBACK, null, "127.0.0.1." + name + "." + top)).isEqualTo(local);
        assertThat(allows(LOOPBACK, Hosts.named(name + "." + top), name + "." + top + ":" + port))
                .isTrue();
    }

    @Test
    void aRequestOfHttp10WithoutHostIsLetThrough() throws IOException {
        Hosts hosts = Hosts.of(InetAddress.getByName(LOOPBACK), null);
        assertThat(hosts.allow(head("GET / HTTP/1.0\r\n\r\n"))).isTrue();
        assertThat(hosts.allow(head("GET / HTTP/1.0\r\nHost: evil.example\r\n\r\n")))
                .isFalse();
    }

    @Test
    void theAuthorityOfAnAbsoluteTargetCounts() throws IOException {
        Hosts hosts = Hosts.of(InetAddress.getByName(LOOPBACK), null);
        assertThat(hosts.allow(head("GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n")))
                .isFalse();
        assertThat(hosts.allow(head("GET http://localhost/ HTTP/1.1\r\nHost: evil.example\r\n\r\n")))
                .isTrue();
        assertThat(hosts.allow(head("GET http://evil.example/ HTTP/1.0\r\n\r\n")))
                .isFalse();
    }

    @TempDir
    private Path web;

    private int status(WebSocketServer server, String request) throws IOException {
        try (RawPeer peer = new RawPeer(server.port())) {
            peer.send(request.getBytes(StandardCharsets.ISO_8859_1));
            return peer.readStatus();
        }
    }

    @Test
    void aPageUnderANameThatWasPointedAtLoopbackGetsNothing() throws IOException {
        Files.writeString(web.resolve("index.html"), "home");
        WebSocketServer.Builder builder = WebSocketServer.builder()
                .loops(1)
                .get("/hello", request -> HttpResponse.text(200, "hello"))
                .files("/", web)
                .route("/echo", handshake -> new WebSocketListener() {});
        try (WebSocketServer server = builder.start()) {
            for (String host : new String[] {"evil.example", "evil.example:" + server.port()}) {
                String origin = "Origin: http://" + host + "\r\n";
                String upgrade = RawPeer.GOOD_UPGRADE.replace("Host: localhost\r\n", "Host: " + host + "\r\n" + origin);
                assertThat(status(server, upgrade)).isEqualTo(421);
                assertThat(status(server, "GET /hello HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
                        .isEqualTo(421);
                assertThat(status(server, "GET /index.html HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
                        .isEqualTo(421);
                assertThat(status(server, "GET /nowhere HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
                        .isEqualTo(421);
                assertThat(status(server, "HEAD /hello HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
                        .isEqualTo(421);
            }
            assertThat(status(server, RawPeer.GOOD_UPGRADE)).isEqualTo(101);
        }
        try (WebSocketServer server = builder.hosts("app.example").start()) {
            String upgrade = RawPeer.GOOD_UPGRADE.replace(
                    "Host: localhost\r\n", "Host: app.example\r\nOrigin: http://app.example\r\n");
            assertThat(status(server, upgrade)).isEqualTo(101);
            assertThat(status(server, upgrade.replace("app.example", "evil.example")))
                    .isEqualTo(421);
            assertThat(status(server, RawPeer.GOOD_UPGRADE)).isEqualTo(101);
        }
        try (WebSocketServer server = WebSocketServer.builder()
                .host("0.0.0.0")
                .loops(1)
                .files("/", web)
                .start()) {
            assertThat(status(server, "GET / HTTP/1.1\r\nHost: whatever.example\r\n\r\n"))
                    .isEqualTo(200);
        }
    }
}
