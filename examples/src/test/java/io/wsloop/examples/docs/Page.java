package io.wsloop.examples.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A page of Markdown as its lines, and the fenced blocks among them. */
record Page(List<String> lines) {
    private static final Pattern MARK = Pattern.compile("<!-- snippet: (\\S+)#([\\w-]+) -->");
    private static final Pattern FENCE = Pattern.compile("(`{3,}|~{3,})(\\w*)\\s*");

    /**
     * A fenced block.
     *
     * @param language what stands behind the fence
     * @param mark the comment above it, null when there is none
     * @param first the index of the line behind the opening fence
     * @param end the index of the closing fence
     */
    record Block(String language, @Nullable Mark mark, int first, int end) {
        /** Where a reader finds it: the number of its first line. */
        int line() {
            return first + 1;
        }
    }

    /** The region that a block is cut from. */
    record Mark(String path, String region) {}

    static Page of(String text) {
        return new Page(text.lines().toList());
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        int i = 0;
        while (i < lines.size()) {
            Matcher opening = FENCE.matcher(lines.get(i));
            if (!opening.matches()) {
                i++;
                continue;
            }
            int end = i + 1;
            while (end < lines.size() && !lines.get(end).strip().equals(opening.group(1))) {
                end++;
            }
            blocks.add(new Block(opening.group(2), i == 0 ? null : mark(lines.get(i - 1)), i + 1, end));
            i = end + 1;
        }
        return blocks;
    }

    /** The block that is cut from this region. */
    Block block(String path, String region) {
        Mark wanted = new Mark(path, region);
        return blocks().stream()
                .filter(block -> wanted.equals(block.mark()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no block is cut from " + wanted));
    }

    String text(Block block) {
        return String.join("\n", lines.subList(block.first(), block.end())) + "\n";
    }

    /** The page with another text in each block that is cut from a region. */
    String with(Texts texts) {
        List<String> out = new ArrayList<>();
        int done = 0;
        for (Block block : blocks()) {
            if (block.mark() != null) {
                out.addAll(lines.subList(done, block.first()));
                texts.of(block.mark()).lines().forEach(out::add);
                done = block.end();
            }
        }
        out.addAll(lines.subList(done, lines.size()));
        return String.join("\n", out) + "\n";
    }

    /** What a region holds. */
    interface Texts {
        String of(Mark mark);
    }

    private static @Nullable Mark mark(String line) {
        Matcher matcher = MARK.matcher(line.strip());
        return matcher.matches() ? new Mark(matcher.group(1), matcher.group(2)) : null;
    }
}
