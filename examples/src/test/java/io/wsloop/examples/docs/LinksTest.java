package io.wsloop.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every link from one page to another leads to a file that is there, and to a heading of it. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<String> wrong = new ArrayList<>();
        int followed = 0;
        for (Path page : pages()) {
            Matcher link = LINK.matcher(Repository.read(page));
            while (link.find()) {
                String target = link.group(1);
                if (target.contains("://")) {
                    continue;
                }
                followed++;
                String[] parts = target.split("#", 2);
                Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
                if (!Files.exists(file)) {
                    wrong.add(Repository.name(page) + ": there is no file " + target);
                } else if (parts.length == 2 && !anchors(file).contains(parts[1])) {
                    wrong.add(Repository.name(page) + ": there is no heading " + target);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(followed).isGreaterThan(50);
    }

    /** The pages at the root, and everything under docs. */
    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>();
        try (Stream<Path> root = Files.list(Repository.ROOT);
                Stream<Path> docs = Files.walk(Repository.ROOT.resolve("docs"))) {
            Stream.concat(root, docs)
                    .filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .forEach(pages::add);
        }
        return pages;
    }

    /** The headings' names, as GitHub makes them: lower case, hyphens for spaces, no other punctuation. */
    private static List<String> anchors(Path file) {
        return Repository.read(file)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}\\- ]", "")
                        .replace(' ', '-'))
                .toList();
    }
}
