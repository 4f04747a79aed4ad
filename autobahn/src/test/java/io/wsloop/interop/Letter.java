package io.wsloop.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One message to be sent.
 *
 * @param content what it is made of
 * @param size in bytes
 * @param fragments how many frames it travels in
 */
record Letter(Content content, int size, int fragments) {
    private static final int STRIDE = 37;

    /** Every kind in every size, whole and in fragments, before any of them comes again. */
    static List<Letter> several(int count, long seed) {
        Random random = new Random(seed);
        int kinds = Content.values().length;
        int sizes = Content.SIZES.length;
        int all = 2 * kinds * sizes;
        int start = random.nextInt(all);
        List<Letter> letters = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            // A stride without a common divisor reaches all of them, and few letters are a mixture already.
            int which = (start + i * STRIDE) % all;
            Content content = Content.values()[which % kinds];
            int size = Content.SIZES[which / kinds % sizes];
            letters.add(new Letter(content, size, which < all / 2 ? 1 : 2 + random.nextInt(4)));
        }
        return letters;
    }

    /** Whether nobody would send this as it is who may compress it. */
    boolean isWorthCompressing() {
        return content.isText() && size >= 1000;
    }
}
