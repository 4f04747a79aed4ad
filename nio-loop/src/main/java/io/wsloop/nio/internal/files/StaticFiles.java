package io.wsloop.nio.internal.files;

import io.wsloop.handshake.Headers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Serves files below a path prefix. It judges the decoded segments of a path before a file system sees them. Each segment must be
 * the plain name of one file or folder; any other path names no file. Immutable; any thread.
 *
 * @param prefix the segments of the prefix; none for {@code /}
 * @param tree finds the files
 */
public record StaticFiles(List<String> prefix, Tree tree) {
    /** The only served name with a leading dot. RFC 8615 §3 reserves it for facts about a site, for example for certificates. */
    private static final String WELL_KNOWN = ".well-known";

    /** A source of files. Its method may block, so it runs off the loop. */
    interface Tree {
        /**
         * Finds a file or folder.
         *
         * @param names each is {@link StaticFiles#isPlain}; only the first may be .well-known
         * @return null if nothing has this path
         */
        @Nullable
        Entry find(List<String> names) throws IOException;
    }

    /** A file or a folder that was found. */
    sealed interface Entry {
        /** A folder. A path that ends with a slash is answered with the folder's {@code index.html}. */
        record Folder() implements Entry {}

        /** An open file. */
        record File(FileContent content) implements Entry {}
    }

    /** True if a path lies below the prefix, whether a file exists there or not. */
    public boolean covers(List<String> segments) {
        return segments.size() >= prefix.size()
                && segments.subList(0, prefix.size()).equals(prefix);
    }

    /**
     * Answers a GET or HEAD. It reads the file's first piece and may block, so it runs off the loop.
     *
     * @param segments the percent-decoded segments of a path that the prefix {@link #covers}
     * @param request the fields of the request
     * @param withBody false for HEAD
     * @throws IOException when a file exists but cannot be read
     */
    public FileAnswer answer(List<String> segments, Headers request, boolean withBody) throws IOException {
        List<String> names = segments.subList(prefix.size(), segments.size());
        if (names.isEmpty()) {
            return new FileAnswer.MissingSlash();
        }
        String last = names.get(names.size() - 1);
        boolean folder = last.isEmpty();
        List<String> plain = folder ? names.subList(0, names.size() - 1) : names;
        if (!mayBeNamed(plain)) {
            return new FileAnswer.Absent();
        }
        if (folder) {
            List<String> index = new ArrayList<>(plain);
            index.add("index.html");
            return tree.find(index) instanceof Entry.File file
                    ? FileAnswer.of("index.html", file.content(), request, withBody)
                    : new FileAnswer.Absent();
        }
        Entry entry = tree.find(plain);
        if (entry instanceof Entry.File file) {
            return FileAnswer.of(last, file.content(), request, withBody);
        }
        return entry == null ? new FileAnswer.Absent() : new FileAnswer.MissingSlash();
    }

    /** RFC 8615 §3: .well-known has its meaning only at the top of a site's paths. Below a prefix it is a dot file. */
    private boolean mayBeNamed(List<String> names) {
        boolean wellKnown = prefix.isEmpty() && !names.isEmpty() && names.get(0).equals(WELL_KNOWN);
        List<String> others = wellKnown ? names.subList(1, names.size()) : names;
        return others.stream().allMatch(StaticFiles::isPlain);
    }

    /**
     * True for a name that every system reads as one file or folder. A plain name does not begin with a dot, so it is neither
     * {@code .} nor {@code ..}. It has no slash, backslash, colon or control character; a colon names drives and streams on Windows.
     * It does not end with a dot or a space, which Windows removes.
     */
    static boolean isPlain(String name) {
        if (name.isEmpty() || name.startsWith(".") || name.endsWith(".") || name.endsWith(" ")) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '/' || c == '\\' || c == ':' || Character.isISOControl(c)) {
                return false;
            }
        }
        return true;
    }
}
