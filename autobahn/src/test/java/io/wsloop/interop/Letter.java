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
    /** Every kind with every size in turn, whole and in fragments by turns. */
    static List<Letter> several(int count, long seed) {
        Random random = new Random(seed);
        int shift = random.nextInt(Content.SIZES.length);
        List<Letter> letters = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Content content = Content.values()[i % Content.values().length];
            int size = Content.SIZES[(i * 5 + shift) % Content.SIZES.length];
            letters.add(new Letter(content, size, random.nextInt(3) == 0 ? 2 + random.nextInt(4) : 1));
        }
        return letters;
    }
}
