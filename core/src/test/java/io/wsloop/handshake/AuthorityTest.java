package io.wsloop.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client, the Host field and the origin get the same host and port. */
class AuthorityTest {
    @ParameterizedTest
    @CsvSource({
        "a,               a,             -1",
        "my_service:8080, my_service,    8080",
        "127.1:80,        127.1,         80",
        "replica.1,       replica.1,     -1",
        "1:1,             1,             1",
        "Example.COM.:7,  Example.COM.,  7",
        "a:,              a,             -1",
        "a:00080,         a,             80",
        "a:65535,         a,             65535",
        "[::1]:9,         [::1],         9",
        "[::1],           [::1],         -1",
        "[::1]:,          [::1],         -1",
        "[FE80::A],       [FE80::A],     -1",
        "bücher.example,  xn--bcher-kva.example, -1",
        "BÜCHER.example:80, xn--bcher-kva.example, 80",
        "例え.テスト:8,    xn--r8jz45g.xn--zckzah, 8",
        "１２７.0.0.1,     127.0.0.1,     -1",
    })
    void hostAndPortAreTakenAsWritten(String text, String host, int port) {
        assertThat(Authority.of(text)).isEqualTo(new Authority(host, port));
        if (text.chars().allMatch(c -> c < 0x80)) {
            assertThat(Authority.parse(text)).isEqualTo(new Authority(host, port));
        } else {
            assertThat(Authority.parse(text)).as("not of ASCII").isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":80",
                "a:65536",
                "a:99999999999999999999",
                "a:-1",
                "a:+1",
                "a:8x",
                "a:8:8",
                "a b",
                "a/",
                "a%20b",
                "a%",
                "u@a",
                "u:p@a",
                "[]",
                "[::1",
                "::1",
                "[::1]x",
                "[:::1]",
                "[1]",
                "[::1%25lo]",
                "[fe80::1%lo]",
                "[1.2.3.4]",
                "[::1.2.3]",
                "[::1.2.3.256]",
                "[1::2::3]",
                "[1:2:3:4:5:6:7:8:9]",
                "[12345::]",
                "[::g]",
                "a,b",
                "a\\b",
                "a?b",
                "a#b",
                "a\u0000",
                "[1:2:3:4:5:6:7:8::]",
                "[1:]",
                "[:1]",
                "[1:2:3:4:5:6:7:1.2.3.4]"
            })
    void anythingElseIsRefusedAndQuoted(String text) {
        assertThat(Authority.parse(text)).isNull();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Authority.of(text))
                .withMessageStartingWith("expected host[:port]");
    }

    /**
     * The conversion turns characters that look like ASCII into ASCII. None of them may move the border between host
     * and port.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ü：80",
                "ü／x",
                "ü＠b",
                "ü？",
                "ü＃",
                "ü％41",
                "ü:０",
                "ü..b",
                "ü:65536",
                "ü:0",
                "ü b",
                "［::1］",
                "ü\\",
                "straße.example",
                "σας.example",
                "a\u200db",
                "\u200c",
                "\ud800ü"
            })
    void aNameThatBecomesSomethingElseIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Authority.of(text));
    }

    @Test
    void portZeroIsHeardButNotWritten() {
        assertThat(Authority.parse("a:0")).isEqualTo(new Authority("a", 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Authority.of("a:0"))
                .withMessageContainingAll("from 1 to 65535", "\"a:0\"");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1",
        "255.255.255.255, 255.255.255.255",
        "0.0.0.0, 0.0.0.0",
        "[::], ::",
        "[::1], ::1",
        "[1::], 1::",
        "[1:2:3:4:5:6:7::], 1:2:3:4:5:6:7:0",
        "[2001:DB8::5:0:0:1], 2001:db8::5:0:0:1",
        "[1:2:3:4:5:6:7:8], 1:2:3:4:5:6:7:8",
        "[64:ff9b::1.2.3.4], 64:ff9b::102:304",
        "[1:2:3:4:5:6:1.2.3.4], 1:2:3:4:5:6:102:304",
    })
    void anAddressIsKnownWithoutAsking(String text, String same) throws UnknownHostException {
        Authority authority = Authority.of(text);
        assertThat(InetAddress.getByAddress(authority.address())).isEqualTo(InetAddress.getByName(same));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.1",
                "1",
                "127.0.0.01",
                "127.0.0.256",
                "127.0.0.1.",
                "1.2.3.4.5",
                "0x7f.0.0.1",
                "1.2.3",
                "1..2.3",
                "1.2.3.4a",
                "0177.0.0.1",
                "localhost",
                "a1.2.3.4",
                "1.2.3.1000"
            })
    void whatOnlyLooksLikeAnAddressIsAName(String text) {
        assertThat(Authority.of(text).address()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"A.example, a.EXAMPLE:80", "[::1], [0:0::0001]:80", "[::A], [::a]", "[::1.2.3.4], [::102:304]"})
    void theSameHostHasManySpellings(String one, String other) {
        assertThat(Authority.of(one).sameHost(Authority.of(other))).isTrue();
        assertThat(Authority.of(other).sameHost(Authority.of(one))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"a, b", "a, a.", "[::1], [::2]", "127.0.0.1, [::127.0.0.1]", "127.0.0.1, 127.1"})
    void twoHostsAreTwo(String one, String other) {
        assertThat(Authority.of(one).sameHost(Authority.of(other))).isFalse();
    }

    @Property
    void everyIpv6AddressOfTheJdkIsRead(@ForAll @Size(16) byte[] address) throws UnknownHostException {
        InetAddress jdk = InetAddress.getByAddress(address);
        if (jdk.getAddress().length == 16) {
            assertThat(Authority.of('[' + jdk.getHostAddress() + ']').address()).isEqualTo(address);
        }
    }

    @Property(tries = 5000)
    void whatIsReadAsAnAddressIsOneForTheJdkToo(
            @ForAll @StringLength(max = 20) @Chars({':', ':', '.', '1', '2', 'f', '0'}) String text) {
        boolean jdk;
        try {
            jdk = text.contains(":") && InetAddress.getByName('[' + text + ']') != null;
        } catch (UnknownHostException e) {
            jdk = false;
        }
        // The JDK also accepts groups of more than four digits, and leading zeros in decimal numbers.
        boolean loose = text.contains(".") || text.matches(".*[0-9a-f]{5}.*");
        boolean read = Authority.parse('[' + text + ']') != null;
        assertThat(read).isEqualTo(loose ? read && jdk : jdk);
    }

    @Property
    void whateverTheUriTheHostFieldHoldsWhatIsConnectedTo(
            @ForAll @StringLength(min = 1, max = 12) @Chars({'a', '_', '.', '1', '-', 'Z', '~', '!'}) String name,
            @ForAll @IntRange(min = 1, max = 65535) int port) {
        ClientHandshake handshake = ClientHandshake.of(
                URI.create("ws://" + name + ':' + port + "/"), List.of(), null, Headers.EMPTY, new byte[16]);
        assertThat(handshake.authority()).isEqualTo(new Authority(name, port));
        String host = handshake.request().headers().first("Host");
        assertThat(host).isNotNull();
        Authority sent = Authority.parse(String.valueOf(host));
        assertThat(sent).isNotNull().satisfies(there -> {
            assertThat(there.host()).isEqualTo(name);
            assertThat(there.portOr(80)).isEqualTo(port);
        });
    }

    @Example
    void aZoneStaysAtHome() {
        for (String uri : List.of("ws://[fe80::1%25lo]:7/", "ws://[fe80::1%lo]:7/")) {
            ClientHandshake handshake =
                    ClientHandshake.of(URI.create(uri), List.of(), null, Headers.EMPTY, new byte[16]);
            assertThat(handshake.zone()).isEqualTo("lo");
            assertThat(handshake.authority()).isEqualTo(new Authority("[fe80::1]", 7));
            assertThat(handshake.request().headers().first("Host")).isEqualTo("[fe80::1]:7");
        }
    }

    @Property
    void whatIsAnAuthorityIsWhatCanBeRead(
            @ForAll @Chars({'a', '.', '1', ':', '[', ']', '6', '5', '%', '@', '-'}) @StringLength(max = 12)
                    String text) {
        assertThat(Authority.isAuthority(text)).isEqualTo(Authority.parse(text) != null);
    }
}
