package io.wsloop.examples.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file between {@code // snippet: name} and its {@code // end}, or the same two in HTML comments. Regions may
 * lie in each other; the marks themselves are left out.
 */
final class Region {
    private static final Pattern BEGIN = Pattern.compile("\\s*(?://|<!--) snippet: ([\\w-]+)(?: -->)?\\s*");
    private static final Pattern END = Pattern.compile("\\s*(?:// end|<!-- end -->)\\s*");

    private Region() {}

    /**
     * The region's lines without the indentation that they share.
     *
     * @throws IllegalArgumentException when the text has no such region, or two, or one that does not end
     */
    static String of(String text, String name) {
        List<String> found = new ArrayList<>();
        boolean seen = false;
        int inside = 0;
        for (String line : text.lines().toList()) {
            Matcher begin = BEGIN.matcher(line);
            if (begin.matches()) {
                if (begin.group(1).equals(name)) {
                    if (seen) {
                        throw new IllegalArgumentException("region " + name + " is there twice");
                    }
                    seen = true;
                    inside = 1;
                } else if (inside > 0) {
                    inside++;
                }
            } else if (END.matcher(line).matches()) {
                inside = Math.max(0, inside - 1);
            } else if (inside > 0) {
                found.add(line);
            }
        }
        if (!seen) {
            throw new IllegalArgumentException("there is no region " + name);
        }
        if (inside > 0) {
            throw new IllegalArgumentException("region " + name + " has no end");
        }
        return String.join("\n", found).stripIndent().strip() + "\n";
    }
}
