package io.wsloop.deflate;

import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** Makes deflaters and inflaters. Tests use their own to count how many are made and ended. */
class ZlibFactory {
    static final ZlibFactory JDK = new ZlibFactory();

    /** A deflater for streams without a zlib header. */
    Deflater deflater(int level) {
        return new Deflater(level, true);
    }

    /** An inflater for streams without a zlib header. */
    Inflater inflater() {
        return new Inflater(true);
    }
}
