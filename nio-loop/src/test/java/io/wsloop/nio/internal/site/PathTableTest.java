package io.wsloop.nio.internal.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.wsloop.handshake.Headers;
import io.wsloop.handshake.RequestHead;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathTableTest {
    private static RequestPath path(String path) {
        return RequestPath.of(new RequestHead("GET", path, "HTTP/1.1", path, "", Headers.EMPTY));
    }

    private final PathTable<String> table = new PathTable<>();

    private String find(String path) {
        PathTable.Match<String> match = table.find(path(path));
        return match == null ? "nothing" : match.value() + match.parameters();
    }

    @ParameterizedTest
    @CsvSource({
        "/,               root{}",
        "/rooms,          rooms{}",
        "/rooms/,         nothing",
        "/rooms/new,      new{}",
        "/rooms/7,        room{id=7}",
        "/rooms/7/log,    log{id=7}",
        "/rooms/new/log,  log{id=new}",
        "/rooms/7/other,  nothing",
        "/docs,           nothing",
        "/docs/,          docs{rest=}",
        "/docs/a/b,       docs{rest=a/b}",
        "/docs/a/,        docs{rest=a/}",
        "/docs/index,     index{}",
        "/Rooms,          nothing",
        "/rooms/%7Bid%7D, room{id=%7Bid%7D}",
    })
    void aLiteralBeatsAParameterAndAParameterBeatsARest(String path, String expected) {
        for (String template :
                new String[] {"/docs/{rest*}", "/rooms/{id}", "/rooms/new", "/docs/index", "/", "/rooms"}) {
            table.add(
                    template,
                    Map.of(
                                    "/docs/{rest*}",
                                    "docs",
                                    "/rooms/{id}",
                                    "room",
                                    "/rooms/new",
                                    "new",
                                    "/docs/index",
                                    "index",
                                    "/",
                                    "root",
                                    "/rooms",
                                    "rooms")
                            .get(template));
        }
        table.add("/rooms/{id}/log", "log");
        assertThat(find(path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"/a, /a/", "/{x}, /{x}/", "/a/{x}, /a/{x}/"})
    void aSlashAtTheEndMakesAnotherPath(String without, String with) {
        table.add(without, "without");
        assertThat(find(with.replace("{x}", "1"))).isEqualTo("nothing");
        table.add(with, "with");
        assertThat(find(with.replace("{x}", "1"))).startsWith("with{");
        assertThat(find(without.replace("{x}", "1"))).startsWith("without{");
    }

    @Test
    void aCopyDoesNotSeeWhatIsAddedLater() {
        table.add("/a/{x}/b", "before");
        PathTable<String> copy = table.copy();
        table.add("/a/{x}/c", "after");
        table.add("/{rest*}", "after");
        assertThat(copy.find(path("/a/1/b"))).isNotNull();
        assertThat(copy.find(path("/a/1/c"))).isNull();
        assertThat(find("/a/1/c")).isEqualTo("after{x=1}");
    }

    @Test
    void aDeadEndIsLeftForAnotherTemplate() {
        table.add("/a/b/c", "literal");
        table.add("/a/{x}/d", "parameter");
        table.add("/{rest*}", "rest");
        assertThat(find("/a/b/d")).isEqualTo("parameter{x=b}");
        assertThat(find("/a/b/e")).isEqualTo("rest{rest=a/b/e}");
    }

    @Test
    void aLongPathCostsNoMoreThanTheTemplates() {
        table.add("/{a}/{b}", "two");
        assertThat(find("/x".repeat(4_000))).isEqualTo("nothing");
    }

    @ParameterizedTest
    @CsvSource({"/rooms/{id}, /rooms/{name}", "/{a*}, /{b*}", "/x, /x", "/{a}/y, /{b}/y"})
    void twoTemplatesForTheSamePathsAreRefused(String first, String second) {
        table.add(first, "first");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> table.add(second, "second"))
                .withMessageContaining(first)
                .withMessageContaining(second);
    }

    @ParameterizedTest
    @CsvSource({
        "rooms,            begin with a slash",
        "'',               begin with a slash",
        "/{rest*}/x,       nothing can follow",
        "/{a}/{a},         occurs twice",
        "/{},              name is made of",
        "/{a b},           name is made of",
        "/x{a},            whole segment",
        "/{a}x,            whole segment",
        "/a}b,             whole segment",
        "/a?b,             as it is read",
        "/a%20b,           as it is read",
        "/:room,           a parameter is written {room}",
        "/rooms/:id/log,   a parameter is written {id}",
        "/:,               a parameter is written {id}",
        "/<room>,          a parameter is written {room}",
        "/*,               written {rest*}",
        "/**,              written {rest*}",
        "/files/*path,     written {path*}",
        "/*.js,            written {rest*}",
        "/a//b,            between two slashes",
        "//,               between two slashes",
        "/a/../b,          no path has the segment ..",
        "/./b,             no path has the segment .",
    })
    void aBadTemplateIsRefusedWithTheReason(String template, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> table.add(template, "bad"))
                .withMessageContaining(reason)
                .withMessageContaining("\"" + template + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "/a/", "/a/b", "//", "/a//b", "/a/b/c//", "///"})
    void aSegmentIsWhatFollowsASlash(String path) {
        assertThat(RequestPath.segments(path)).containsExactly(path.substring(1).split("/", -1));
    }
}
