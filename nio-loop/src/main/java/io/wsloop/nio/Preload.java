package io.wsloop.nio;

import io.wsloop.protocol.Protocol;
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
 * Loads what would otherwise be loaded for the first time in an emergency. A class in a folder needs a file descriptor to
 * be loaded, and the JVM never tries again where it failed once: a server that ran out of descriptors would go on without
 * the code that handles that. Classes in a jar or an image need none. Any thread.
 */
final class Preload {
    private Preload() {}

    /** Loads this library's classes, if they lie in folders, and the files that logging reads. */
    static void everything() {
        ofFolder(folderOf(EventLoop.class), EventLoop.class.getClassLoader());
        ofFolder(folderOf(Protocol.class), Protocol.class.getClassLoader());
        logging();
    }

    /** The logger reads its configuration, and a formatter the file of time zones, when first used. */
    private static void logging() {
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
