package io.wsloop.nio.internal.files;

import io.wsloop.handshake.Headers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Files below a path prefix. This class decides which paths may name a file, on the decoded segments and before any file
 * system sees them: a segment is the plain name of one file or folder, or it names nothing. Immutable; any thread.
 *
 * @param prefix its segments; none for {@code /}
 * @param tree where the files come from
 */
public record StaticFiles(List<String> prefix, Tree tree) {
    /** The one name with a leading dot that the web itself has given a meaning (RFC 8615), for certificates and the like. */
    private static final String WELL_KNOWN = ".well-known";

    /** Where files come from. It may block, so it is called off the loop. */
    interface Tree {
        /**
         * Finds a file or folder.
         *
         * @param names each is {@link StaticFiles#isPlain}, or the first is .well-known
         * @return null when nothing is there
         */
        @Nullable
        Entry find(List<String> names) throws IOException;
    }

    /** What names lead to. */
    sealed interface Entry {
        /** A folder. Its {@code index.html} is served when the path ends with a slash. */
        record Folder() implements Entry {}

        /** A file, open. */
        record File(FileContent content) implements Entry {}
    }

    /** Whether a path lies below the prefix, be there a file or not. */
    public boolean covers(List<String> segments) {
        return segments.size() >= prefix.size()
                && segments.subList(0, prefix.size()).equals(prefix);
    }

    /**
     * Answers a GET or HEAD. It reads the file's first piece, so it is called off the loop.
     *
     * @param segments of the path, percent-decoded; {@link #covers} must hold for them
     * @param request the fields of the request, for its conditions
     * @param withBody false for HEAD
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

    /** RFC 8615 §3 gives .well-known a meaning at the top of all paths only; below a prefix it is a dot file. */
    private boolean mayBeNamed(List<String> names) {
        boolean wellKnown = prefix.isEmpty() && !names.isEmpty() && names.get(0).equals(WELL_KNOWN);
        List<String> others = wellKnown ? names.subList(1, names.size()) : names;
        return others.stream().allMatch(StaticFiles::isPlain);
    }

    /**
     * A plain name is no dot file, and so neither {@code .} nor {@code ..}. It holds no separator of any system, no
     * colon, which names drives and streams on Windows, and no control character. It does not end with a dot or a space,
     * which Windows drops.
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
