package io.wsloop.nio.internal.report;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Loads classes and files early that an emergency would otherwise load first. The JVM needs a file descriptor to load a class
 * from a folder, and never tries again after a failure: a server without descriptors would go on without the code that
 * handles that. Classes in a jar or an image need no descriptor. Any thread.
 */
public final class Preload {
    private Preload() {}

    /** Loads this library's classes that lie in the same folder as the given one, if it lies in a folder. */
    public static void classesBeside(Class<?> known) {
        ofFolder(folderOf(known), known.getClassLoader());
    }

    /** The logger reads its configuration, and a formatter the file of time zones, when first used. */
    public static void logging() {
        System.getLogger("io.wsloop").isLoggable(Level.WARNING);
        Objects.requireNonNull(String.format("%1$tb %1$td, %1$tY %1$tl:%1$tM:%1$tS %1$Tp", ZonedDateTime.now()));
    }

    private static @Nullable Path folderOf(Class<?> known) {
        CodeSource source = known.getProtectionDomain().getCodeSource();
        try {
            URI place = source == null || source.getLocation() == null
                    ? null
                    : source.getLocation().toURI();
            if (place == null || !"file".equals(place.getScheme())) {
                return null;
            }
            Path path = Path.of(place);
            return Files.isDirectory(path) ? path : null;
        } catch (URISyntaxException | RuntimeException e) {
            // A place that is no file: what is loaded from there needs no descriptor that we know of.
            return null;
        }
    }

    private static void ofFolder(@Nullable Path folder, @Nullable ClassLoader loader) {
        if (folder == null) {
            return;
        }
        for (String name : classNames(folder)) {
            try {
                Class.forName(name, true, loader);
            } catch (ClassNotFoundException | LinkageError e) {
                // Its use will say so.
            }
        }
    }

    private static List<String> classNames(Path folder) {
        Path ours = folder.resolve("io").resolve("wsloop");
        if (!Files.isDirectory(ours)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(ours)) {
            return files.map(file -> folder.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                    .map(file -> file.substring(0, file.length() - ".class".length())
                            .replace('/', '.')
                            .replace('\\', '.'))
                    .toList();
        } catch (IOException | RuntimeException e) {
            return List.of();
        }
    }
}
