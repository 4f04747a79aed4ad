package io.wsloop.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every Java snippet of the README and the guide is the text of a region of a compiled file. */
class SnippetsTest {
    private static final Pattern JAVA_LINE = Pattern.compile(" {4,}\\S.*[;{]|\\t.*[;{]|\\s*@Override.*");

    @BeforeAll
    static void writeIfAsked() throws IOException {
        if (Boolean.getBoolean("snippets.write")) {
            Snippets.main(new String[0]);
        }
    }

    @Test
    void everySnippetIsWhatItsFileSays() {
        List<String> wrong = new ArrayList<>();
        int compared = 0;
        for (Path path : Repository.pages()) {
            Page page = Page.of(Repository.read(path));
            for (Page.Block block : page.blocks()) {
                String where = Repository.name(path) + ":" + block.line() + ": ";
                Page.Mark mark = block.mark();
                if (mark == null) {
                    if (block.language().equals("java")) {
                        wrong.add(where + "expected <!-- snippet: path#region --> above the fence");
                    }
                    continue;
                }
                compared++;
                if (block.language().equals("java") && !mark.path().contains("/src/main/java/")) {
                    wrong.add(where + "expected a region of a compiled file, not of " + mark.path());
                }
                String difference = difference(page.text(block), mark);
                if (difference != null) {
                    wrong.add(where + difference);
                }
            }
        }
        assertThat(wrong)
                .as("to write them anew: ./mvnw -pl examples -am test -Dtest=SnippetsTest -Dsnippets.write=true"
                        + " -Dsurefire.failIfNoSpecifiedTests=false")
                .isEmpty();
        assertThat(compared).isPositive();
    }

    private static String difference(String shown, Page.Mark mark) {
        String now;
        try {
            now = Snippets.text(mark);
        } catch (IllegalArgumentException e) {
            return mark.path() + ": " + e.getMessage();
        }
        return now.equals(shown)
                ? null
                : mark.path() + "#" + mark.region() + " differs. The file says:\n" + now + "the page says:\n" + shown;
    }

    /** What is only indented, or fenced under another name, escapes the comparison. */
    @Test
    void noJavaStandsOutsideOfAJavaFence() {
        List<String> wrong = new ArrayList<>();
        for (Path path : Repository.pages()) {
            Page page = Page.of(Repository.read(path));
            for (int i = 0; i < page.lines().size(); i++) {
                if (JAVA_LINE.matcher(page.lines().get(i)).matches() && !isMarked(page, i)) {
                    wrong.add(Repository.name(path) + ":" + (i + 1) + ": "
                            + page.lines().get(i));
                }
            }
        }
        assertThat(wrong).as("expected Java in ```java fences only").isEmpty();
    }

    private static boolean isMarked(Page page, int line) {
        return page.blocks().stream()
                .anyMatch(block -> block.first() <= line
                        && line < block.end()
                        && (block.mark() != null || block.language().equals("java")));
    }

    @Test
    void aRegionIsDedentedAndLeavesOutTheMarksOfThoseWithinIt() {
        String file =
                "a\n    // snippet: outer\n    b\n      // snippet: inner\n      c\n      // end\n    d\n    // end\ne\n";
        assertThat(Region.of(file, "outer")).isEqualTo("b\n  c\nd\n");
        assertThat(Region.of(file, "inner")).isEqualTo("c\n");
        assertThat(Region.of("<!-- snippet: page -->\n<p>\n<!-- end -->\n", "page"))
                .isEqualTo("<p>\n");
    }

    @Test
    void aRegionThatIsNotThereOrDoesNotEndIsRefused() {
        assertThatThrownBy(() -> Region.of("a\n", "gone")).hasMessage("there is no region gone");
        assertThatThrownBy(() -> Region.of("// snippet: x\na\n", "x")).hasMessage("region x has no end");
        assertThatThrownBy(() -> Region.of("// snippet: x\n// end\n// snippet: x\n// end\n", "x"))
                .hasMessage("region x is there twice");
    }

    @Test
    void writingChangesTheMarkedBlocksAndNothingElse() {
        String page = "# T\n\n<!-- snippet: f#r -->\n```java\nold\n```\ntext\n```sh\nls\n```\n";
        assertThat(Page.of(page).with(mark -> "new of " + mark.path() + "\n"))
                .isEqualTo("# T\n\n<!-- snippet: f#r -->\n```java\nnew of f\n```\ntext\n```sh\nls\n```\n");
    }
}
