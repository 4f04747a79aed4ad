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
 * Loads the classes and files that an emergency needs before the emergency. The JVM needs a file descriptor to load a class from a
 * folder, and it never tries again after a failure. A server without descriptors could then not load the code that handles the lack
 * of descriptors. Classes in a jar or an image need no descriptor. Any thread.
 */
public final class Preload {
    private Preload() {}

    /** Loads all classes of this library in the folder of the given class. Does nothing if the class lies in a jar or an image. */
    public static void classesBeside(Class<?> known) {
        ofFolder(folderOf(known), known.getClassLoader());
    }

    /** Uses the logger and a formatter once, because the first use reads the logger's configuration and the file of time zones. */
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
            // The classes do not come from a file, so loading them needs no descriptor that we know of.
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
                // The first use of the class reports the error.
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
