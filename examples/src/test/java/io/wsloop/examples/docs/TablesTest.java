package io.wsloop.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.wsloop.Limits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Each row of a table between {@code <!-- tests -->} and {@code <!-- /tests -->} names, in its last column, tests that are
 * in the sources; each limit has a row; each name of the library's that a page mentions is one.
 */
class TablesTest {
    private static final Pattern NAMED = Pattern.compile("`(\\w+)\\.(\\w+)`");
    private static final Pattern MENTIONED = Pattern.compile("`([A-Z]\\w+)\\.([a-z]\\w+)(?:\\([^`]*)?`");
    private static final Pattern CALLED = Pattern.compile("`([a-z]\\w+)\\([^`]*\\)`");
    private static final Path LIMITS = Repository.ROOT.resolve("docs/guide/limits.md");
    private static final Path SECURITY = Repository.ROOT.resolve("SECURITY.md");
    private static final Path ATTACKS = Repository.ROOT.resolve("docs/guide/security.md");

    private final Map<String, String> tests = byClass("src/test/java");
    private final Map<String, String> main = byClass("src/main/java");

    private static Map<String, String> byClass(String folder) {
        Map<String, String> texts = new TreeMap<>();
        for (Path path : Repository.sources(folder)) {
            String name = path.getFileName().toString().replace(".java", "");
            texts.merge(name, Repository.read(path), (one, other) -> one + "\n" + other);
        }
        return texts;
    }

    @Test
    void everyTestThatATableNamesIsThere() {
        List<String> wrong = new ArrayList<>();
        for (Path path : List.of(LIMITS, SECURITY, ATTACKS)) {
            List<String> rows = rows(path);
            assertThat(rows).as(Repository.name(path)).hasSizeGreaterThan(10);
            for (String row : rows) {
                String[] columns = row.split("(?<!\\\\)\\|");
                Matcher named = NAMED.matcher(columns[columns.length - 1]);
                boolean any = false;
                while (named.find()) {
                    any = true;
                    if (!isTest(named.group(1), named.group(2))) {
                        wrong.add(Repository.name(path) + ": there is no test " + named.group());
                    }
                }
                if (!any) {
                    wrong.add(Repository.name(path) + ": expected `SomeTest.someMethod` at the end of: " + row);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private boolean isTest(String type, String method) {
        // jqwik's and JUnit's annotations stand above with others between: a void method of a test class will do.
        return type.endsWith("Test")
                && tests.containsKey(type)
                && Pattern.compile("^    void " + method + "\\(", Pattern.MULTILINE)
                        .matcher(tests.get(type))
                        .find();
    }

    /** The rows of all marked tables of a page. */
    private static List<String> rows(Path path) {
        List<String> rows = new ArrayList<>();
        boolean marked = false;
        boolean body = false;
        for (String line : Repository.read(path).lines().toList()) {
            if (line.equals("<!-- tests -->") || line.equals("<!-- /tests -->")) {
                marked = line.equals("<!-- tests -->");
                body = false;
            } else if (marked && line.startsWith("|---")) {
                body = true;
            } else if (marked && body && line.startsWith("|")) {
                rows.add(line);
            }
        }
        return rows;
    }

    @Test
    void everyBoundOfTheLimitsAndOfTheBuildersHasARow() {
        List<String> bounds = new ArrayList<>();
        for (var component : Limits.class.getRecordComponents()) {
            bounds.add(component.getName());
        }
        Matcher builders = Pattern.compile("public Builder (max\\w+|\\w+Timeout)\\(")
                .matcher(main.get("WebSocketServer") + main.get("WebSocketClient"));
        while (builders.find()) {
            bounds.add(builders.group(1));
        }
        assertThat(bounds).contains("maxMessageBytes", "maxConnections", "connectTimeout");
        List<String> rows = rows(LIMITS);
        assertThat(bounds)
                .allSatisfy(bound -> assertThat(rows).anyMatch(row -> row.split("\\|")[1].contains("`" + bound + "`")));
    }

    /** A page that names a method which was renamed since misleads. */
    @Test
    void everyMethodThatAPageNamesIsThere() {
        String all = String.join("\n", main.values());
        List<String> wrong = new ArrayList<>();
        for (Path path : Repository.pages()) {
            String text = Repository.read(path);
            Matcher mentioned = MENTIONED.matcher(text);
            while (mentioned.find()) {
                String source = main.getOrDefault(mentioned.group(1), tests.get(mentioned.group(1)));
                if (source == null || !isWord(mentioned.group(2), source)) {
                    wrong.add(Repository.name(path) + ": " + mentioned.group());
                }
            }
            Matcher called = CALLED.matcher(text);
            while (called.find()) {
                if (!isWord(called.group(1), all)) {
                    wrong.add(Repository.name(path) + ": " + called.group());
                }
            }
        }
        assertThat(wrong).as("names that no source has").isEmpty();
    }

    private static boolean isWord(String word, String text) {
        return Pattern.compile("\\b" + word + "\\b").matcher(text).find();
    }
}
