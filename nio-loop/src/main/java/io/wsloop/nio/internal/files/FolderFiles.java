package io.wsloop.nio.internal.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Files of a folder. It follows only links that lead to a place inside the folder. Any thread; it blocks.
 *
 * @param root the real path of the folder
 */
public record FolderFiles(Path root) implements StaticFiles.Tree {
    /** No common file system takes a longer name. In bytes of UTF-8. */
    private static final int LONGEST_NAME_BYTES = 255;

    /** @throws IllegalArgumentException when the folder does not exist */
    public static FolderFiles of(Path folder) {
        Objects.requireNonNull(folder, "folder");
        try {
            if (!Files.isDirectory(folder)) {
                throw new IllegalArgumentException("expected a folder to serve files from, but "
                        + (Files.exists(folder)
                                ? folder.toAbsolutePath() + " is a file: name the folder that holds it"
                                : "there is none at " + folder.toAbsolutePath()));
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
            // A real path contains no link, so this check finds a link that leads out of the folder.
            Path real = path.toRealPath();
            return real.startsWith(root) ? open(real) : null;
        } catch (InvalidPathException | NoSuchFileException | AccessDeniedException e) {
            return null;
        } catch (FileSystemException e) {
            if (canBeThere(names)) {
                throw e;
            }
            return null;
        }
    }

    private static StaticFiles.@Nullable Entry open(Path real) throws IOException {
        BasicFileAttributes facts = Files.readAttributes(real, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (facts.isDirectory()) {
            return new StaticFiles.Entry.Folder();
        }
        if (!facts.isRegularFile()) {
            // Reading a pipe or a device might block for ever or never end.
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

    /**
     * Decides whether a failure is the fault of the disk (true) or of the request (false). A request is at fault if it uses a file
     * as a folder, if a name is too long, or if it meets a loop of links. The exception cannot decide it, because its class is the
     * same and its text is in the language of the system.
     */
    private boolean canBeThere(List<String> names) {
        Path path = root;
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME_BYTES) {
                return false;
            }
            path = path.resolve(name);
            boolean isFolder = Files.isDirectory(path);
            boolean isBrokenLink = Files.isSymbolicLink(path) && !Files.exists(path);
            boolean isFile = Files.exists(path) && !isFolder;
            if (isBrokenLink || (isFile && i < names.size() - 1)) {
                return false;
            }
        }
        return true;
    }
}
