package io.wsloop.deflate;

import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Where deflaters and inflaters come from: tests count what is created and what is ended. */
class Zips {
    static final Zips JDK = new Zips();

    /** For raw deflate streams. */
    Deflater deflater(int level) {
        return new Deflater(level, true);
    }

    /** For raw deflate streams. */
    Inflater inflater() {
        return new Inflater(true);
    }
}
