package io.wsloop.nio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Files of a folder. Links are followed as long as they stay within it.
 *
 * @param root the real path of the folder
 */
record FolderFiles(Path root) implements StaticFiles.Tree {
    /** Throws IllegalArgumentException when there is no such folder. */
    static FolderFiles of(Path folder) {
        Objects.requireNonNull(folder, "folder");
        try {
            if (!Files.isDirectory(folder)) {
                throw new IllegalArgumentException(
                        "expected a folder to serve files from, but there is none at " + folder.toAbsolutePath());
            }
            return new FolderFiles(folder.toRealPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public StaticFiles.@Nullable Entry find(List<String> names) throws IOException {
        try {
            Path path = root;
            for (String name : names) {
                path = path.resolve(name);
            }
            // The real path has no link left in it, so that a link out of the folder shows.
            Path real = path.toRealPath();
            return real.startsWith(root) ? open(real) : null;
        } catch (InvalidPathException | NoSuchFileException | NotDirectoryException e) {
            return null;
        } catch (java.nio.file.FileSystemException e) {
            return nothingThere(e);
        }
    }

    private static StaticFiles.@Nullable Entry open(Path real) throws IOException {
        BasicFileAttributes facts = Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (facts.isDirectory()) {
            return new StaticFiles.Entry.Folder();
        }
        if (!facts.isRegularFile()) {
            // A pipe or a device would block for ever or never end.
            return null;
        }
        String etag = "W/\"" + Long.toHexString(facts.size()) + "-"
                + Long.toHexString(facts.lastModifiedTime().toMillis()) + "\"";
        return new StaticFiles.Entry.File(new FileContent(
                Files.newInputStream(real, LinkOption.NOFOLLOW_LINKS),
                facts.size(),
                etag,
                facts.lastModifiedTime().toInstant()));
    }

    /** A file used as a folder ("a.txt/b"), a name too long, a loop of links: nothing that a peer must be told of. */
    private StaticFiles.@Nullable Entry nothingThere(java.nio.file.FileSystemException e) throws IOException {
        if (e instanceof java.nio.file.AccessDeniedException || e instanceof java.nio.file.FileSystemLoopException) {
            return null;
        }
        String reason = String.valueOf(e.getReason());
        if (reason.contains("Not a directory") || reason.contains("name too long") || reason.contains("symbolic")) {
            return null;
        }
        throw e;
    }
}
