package io.wsloop.examples.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the snippets of the README and the guide anew from the files that they are cut from. */
final class Snippets {
    private Snippets() {}

    public static void main(String[] args) throws IOException {
        for (Path path : Repository.pages()) {
            String before = Repository.read(path);
            String after = Page.of(before).with(Snippets::text);
            if (!after.equals(before)) {
                Files.writeString(path, after);
                System.out.println("wrote " + Repository.name(path));
            }
        }
    }

    /** What the region holds now. */
    static String text(Page.Mark mark) {
        Path file = Repository.ROOT.resolve(mark.path());
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException("there is no file " + mark.path());
        }
        return Region.of(Repository.read(file), mark.region());
    }
}
