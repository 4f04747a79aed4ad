package io.wsloop.handshake;

import static io.wsloop.handshake.Heads.refused;
import static io.wsloop.handshake.Heads.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "/|/|''",
                "/a//b/|/a//b/|''",
                "/a%20b|/a b|''",
                "/%e2%82%ac|/€|''",
                "/x?|/x|''",
                "/x?a?b=/../c|/x|a?b=/../c",
                "/...|/...|''",
                "/.well-known/x|/.well-known/x|''",
                "/..a/b..|/..a/b..|''",
                "/a%41%3F|/aA?|''",
                "/x?q=%0A\\|/x|q=%0A\\",
                "http://h?q|/|q",
                "wss://[::1]:9/p|/p|''",
                "/a:b|/a:b|''",
                "/%25|/%|''"
            })
    void aTargetIsPathAndQuery(String target, String path, String query) throws HeadException {
        RequestHead head = request("GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(head.target()).isEqualTo(target);
        assertThat(head.path()).isEqualTo(path);
        assertThat(head.query()).isEqualTo(query);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "a",
                "localhost:80",
                "ftp://h/",
                "http:/a",
                "http:///a",
                "http://h:x/",
                "http://a b/",
                "/a#b",
                "/a\"",
                "/a<",
                "/a>",
                "/\u00e4",
                "/a\u007f",
                "?a"
            })
    void aTargetOfAnotherFormIsRefused(String target) {
        refused(400, "GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%",
                "/%4",
                "/%4g",
                "/%g4",
                "/a%%",
                "/%00",
                "/%0a",
                "/%1f",
                "/%7f",
                "/%c2%80",
                "/%ff",
                "/%c0%ae",
                "/%ed%a0%80",
                "/%ff?%ff"
            })
    void anEscapeInThePathThatIsNoUtf8TextIsRefused(String target) {
        refused(400, "GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/..",
                "/../",
                "/a/../b",
                "/a/..",
                "/.",
                "/./a",
                "/a/.",
                "/%2e%2e/a",
                "/.%2E/a",
                "/%2e",
                "/a%2fb",
                "/..%2f",
                "/a%2Fb",
                "/a\\b",
                "/..\\a",
                "/a%5cb",
                "/%5C..",
                "//a",
                "//",
                "http://h//a",
                "http://h/../a"
            })
    void noPathLeadsUpwards(String target) {
        refused(400, "GET " + target + " HTTP/1.1\r\nHost: h\r\n\r\n");
    }

    @Test
    void queryParametersAreDecodedAsForms() throws HeadException {
        RequestHead head = request("GET /?&a=1&b+c=%C3%A4+%2B%26&a=2&flag&=n&empty= HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(head.queryParameter("a")).isEqualTo("1");
        assertThat(head.queryParameter("b c")).isEqualTo("ä +&");
        assertThat(head.queryParameter("flag")).isEmpty();
        assertThat(head.queryParameter("empty")).isEmpty();
        assertThat(head.queryParameter("")).isEqualTo("n");
        assertThat(head.queryParameter("A")).isNull();
        assertThat(request("GET / HTTP/1.1\r\nHost: h\r\n\r\n").queryParameter(""))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=%E9|a|\uFFFD",
                "a=%12%34%FF%00|a|\u00124\uFFFD\0",
                "a=100%|a|100%",
                "a=%|a|%",
                "a=%4|a|%4",
                "a=%zz%41|a|%zzA",
                "a=%%41|a|%A",
                "a=%c3%28|a|\uFFFD(",
                "a=%e2%82|a|\uFFFD",
                "a=%ED%A0%80|a|\uFFFD",
                "%E9=1&b=2|b|2",
                "%=1|%|1",
                "a=%2B+|a|+ ",
                "a=/../b?c|a|/../b?c"
            },
            ignoreLeadingAndTrailingWhitespace = false)
    void aQueryIsOpaqueUntilSomebodyAsksForItsCharacters(String query, String name, String value) throws HeadException {
        RequestHead head = request("GET /p?" + query + " HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(head.query()).isEqualTo(query);
        assertThat(head.queryParameter(name)).isEqualTo(value);
    }

    @Property
    void everyQueryOfLegalCharactersPassesAsItIs(
            @ForAll @CharRange(from = '!', to = '~') @StringLength(max = 200) String any) throws HeadException {
        // No browser sends these four in a target.
        String query = any.replaceAll("[#\"<>]", "");
        RequestHead head = request("GET /p?" + query + " HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(head.query()).isEqualTo(query);
        assertThat(head.path()).isEqualTo("/p");
        head.queryParameter("p");
        int end = query.indexOf('&') < 0 ? query.length() : query.indexOf('&');
        int equals = query.indexOf('=');
        if (equals >= 0 && equals < end && query.indexOf('%') < 0 && query.indexOf('+') < 0) {
            assertThat(head.queryParameter(query.substring(0, equals))).isEqualTo(query.substring(equals + 1, end));
        }
    }

    @Property
    void whatAFormEncodesComesBack(
            @ForAll @StringLength(min = 1, max = 50) String name, @ForAll @StringLength(max = 50) String value)
            throws HeadException {
        Assume.that(isUnicode(name) && isUnicode(value));
        RequestHead head = request("GET /?" + URLEncoder.encode(name, StandardCharsets.UTF_8) + "="
                + URLEncoder.encode(value, StandardCharsets.UTF_8) + " HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(head.queryParameter(name)).isEqualTo(value);
    }

    private static boolean isUnicode(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    @Test
    void anAsteriskIsATargetOfOptionsOnly() throws HeadException {
        RequestHead head = request("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(head.path()).isEqualTo("*");
        assertThat(head.query()).isEmpty();
        refused(400, "OPTIONS *x HTTP/1.1\r\nHost: h\r\n\r\n");
        refused(400, "options * HTTP/1.1\r\nHost: h\r\n\r\n");
    }
}
