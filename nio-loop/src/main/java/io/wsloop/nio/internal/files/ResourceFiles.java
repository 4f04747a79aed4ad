package io.wsloop.nio.internal.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Files of a folder on the class path, for an application in one jar. It reads each file whole, because the ETag is a hash of the
 * content. A named module must open the folder, unless the folder's name is not a legal package name. Any thread; it blocks.
 *
 * @param loader finds the files
 * @param folder an existing folder, without slashes at its ends; never empty, because that would serve all classes
 */
public record ResourceFiles(ClassLoader loader, String folder) implements StaticFiles.Tree {
    /** The largest file in bytes. It bounds the memory that one request takes. */
    static final int MAX_BYTES = 64 << 20;

    /** @throws IllegalArgumentException for an empty folder name, and when the class path has no such folder */
    public static ResourceFiles of(ClassLoader loader, String folder) {
        Objects.requireNonNull(loader, "loader");
        String name = Objects.requireNonNull(folder, "folder");
        while (name.startsWith("/")) {
            name = name.substring(1);
        }
        while (name.endsWith("/")) {
            name = name.substring(0, name.length() - 1);
        }
        if (name.isEmpty() || !List.of(name.split("/", -1)).stream().allMatch(StaticFiles::isPlain)) {
            throw new IllegalArgumentException("expected a folder of the class path, such as web or app/web, not \""
                    + folder + "\": everything on the class path would be served");
        }
        if (!exists(loader, name)) {
            throw new IllegalArgumentException("expected a folder \"" + name + "\" on the class path, but " + loader
                    + " finds none. Its name is the whole path from the class path's root. In a named module it must be"
                    + " open. A jar without entries for its folders needs an index.html in it");
        }
        return new ResourceFiles(loader, name);
    }

    /** Some jars have no entries for their folders. In such a jar a folder exists if it has an index.html. */
    private static boolean exists(ClassLoader loader, String folder) {
        try {
            for (URL url : Collections.list(loader.getResources(folder))) {
                if (isFolder(url)) {
                    return true;
                }
            }
            URL withSlash = loader.getResource(folder + "/");
            return withSlash != null && isFolder(withSlash) || loader.getResource(folder + "/index.html") != null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public StaticFiles.@Nullable Entry find(List<String> names) throws IOException {
        URL url = loader.getResource(folder + "/" + String.join("/", names));
        if (url == null) {
            return null;
        }
        if (isFolder(url)) {
            return new StaticFiles.Entry.Folder();
        }
        byte[] bytes;
        try (InputStream in = url.openStream()) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw new IOException("expected a resource of at most " + MAX_BYTES + " bytes, but " + url
                    + " is larger: serve it from a folder");
        }
        return new StaticFiles.Entry.File(
                new FileContent(new ByteArrayInputStream(bytes), bytes.length, etag(bytes), null));
    }

    /** True for a folder, which must not be read: the stream of a folder would list its files. */
    private static boolean isFolder(URL url) throws IOException {
        if (url.getProtocol().equals("file")) {
            try {
                return Files.isDirectory(Path.of(url.toURI()));
            } catch (URISyntaxException e) {
                throw new IOException("expected a URL that names a file, not " + url, e);
            }
        }
        URLConnection connection = url.openConnection();
        return url.getPath().endsWith("/")
                || connection instanceof JarURLConnection jar
                        && jar.getJarEntry() != null
                        && (jar.getJarEntry().isDirectory()
                                || jar.getJarFile().getEntry(jar.getEntryName() + "/") != null);
    }

    private static String etag(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return '"' + HexFormat.of().formatHex(hash, 0, 16) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
