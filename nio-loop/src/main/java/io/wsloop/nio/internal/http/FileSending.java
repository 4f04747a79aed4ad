package io.wsloop.nio.internal.http;

import io.wsloop.nio.internal.files.FileAnswer;
import io.wsloop.nio.internal.files.FileContent;
import io.wsloop.nio.internal.lane.Offload;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the rest of a file. Each piece is read off the loop when the socket has taken the one before, so a slow peer makes the
 * server hold one piece and not the file. Loop thread.
 */
final class FileSending {
    private final FileContent file;
    private final Offload offload;
    private final HttpOutput out;
    private final Runnable done;
    private final Consumer<Throwable> cutShort;
    private boolean stopped;

    /**
     * Takes over an open file.
     *
     * @param offload reads it
     * @param done called when everything was queued and the file closed
     * @param cutShort told why not all bytes that the head promised can be sent
     */
    FileSending(FileContent file, Offload offload, HttpOutput out, Runnable done, Consumer<Throwable> cutShort) {
        this.file = file;
        this.offload = offload;
        this.out = out;
        this.done = done;
        this.cutShort = cutShort;
    }

    void begin() {
        out.whenFlushed(() -> {
            if (!stopped) {
                offload.next(() -> file.next(FileAnswer.PIECE_BYTES))
                        .whenComplete((piece, failure) -> out.loop().execute(() -> take(piece, failure)));
            }
        });
    }

    private void take(@Nullable ByteBuffer piece, @Nullable Throwable failure) {
        if (stopped) {
            return;
        }
        if (piece == null) {
            stop();
            cutShort.accept(Objects.requireNonNull(failure));
            return;
        }
        out.send(piece);
        if (file.isAtEnd()) {
            stopped = true;
            done.run();
        } else {
            begin();
        }
    }

    /** Sends nothing more and closes the file. */
    void stop() {
        if (!stopped) {
            stopped = true;
            offload.release(file);
        }
    }
}
