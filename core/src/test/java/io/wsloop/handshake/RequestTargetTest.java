package io.wsloop.handshake;

import static io.wsloop.handshake.Heads.refused;
import static io.wsloop.handshake.Heads.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
                "/x?%",
                "/x?%0",
                "/x?a=%zz",
                "/x?%00",
                "/x?%ff"
            })
    void anEscapeThatIsNoUtf8TextIsRefused(String target) {
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

    @Test
    void aQueryThatNobodyCheckedIsTheCallersFault() {
        RequestHead made = new RequestHead("GET", "/?%", "HTTP/1.1", "/", "%", Headers.EMPTY);
        assertThatThrownBy(() -> made.queryParameter("a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("HeadReader");
    }
}
