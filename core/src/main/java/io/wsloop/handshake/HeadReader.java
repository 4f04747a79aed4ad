package io.wsloop.handshake;
import io.wsloop.Limits;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
/** Incremental, capped, never rescans: feed it whatever came; bytes after the head stay in the buffer. One reader reads one head at a time; after a result it is ready for the next (keep-alive). */
public final class HeadReader {
    private HeadReader() {}
    public static HeadReader of(Limits limits) { throw new UnsupportedOperationException(); }
    /** null: needs more. */
    public @Nullable RequestHead readRequest(ByteBuffer in) throws HeadException { throw new UnsupportedOperationException(); }
    /** null: needs more. */
    public @Nullable ResponseHead readResponse(ByteBuffer in) throws HeadException { throw new UnsupportedOperationException(); }
    /** whether no byte of a head has come yet (an idle keep-alive connection). */
    public boolean isIdle() { throw new UnsupportedOperationException(); }
}
