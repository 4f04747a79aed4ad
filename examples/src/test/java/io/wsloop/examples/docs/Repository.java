package io.wsloop.examples.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files of this repository, found from the folder that a test or an IDE starts in. */
final class Repository {
    static final Path ROOT = root();

    private Repository() {}

    private static Path root() {
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve("README.md")) && Files.isDirectory(folder.resolve("docs/guide"))) {
                return folder;
            }
        }
        throw new IllegalStateException("expected README.md and docs/guide in a folder above " + start);
    }

    /** The README and the guide's pages. */
    static List<Path> pages() {
        List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        try (Stream<Path> guide = Files.list(ROOT.resolve("docs/guide"))) {
            guide.filter(path -> path.toString().endsWith(".md")).sorted().forEach(pages::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return pages;
    }

    /** Every Java file of a source folder such as {@code src/test/java}, of every module. */
    static List<Path> sources(String folder) {
        try (Stream<Path> tree = Files.find(
                ROOT,
                32,
                (path, facts) -> facts.isRegularFile()
                        && path.toString().endsWith(".java")
                        && path.toString().replace('\\', '/').contains("/" + folder + "/"))) {
            return tree.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a reader of the repository names it. */
    static String name(Path path) {
        return ROOT.relativize(path).toString().replace('\\', '/');
    }
}
