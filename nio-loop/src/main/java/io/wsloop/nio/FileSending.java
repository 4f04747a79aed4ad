package io.wsloop.nio;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends what is left of a file: each piece is read off the loop when the socket has taken the one before, so that a slow
 * reader holds one piece in memory and not a file. Loop thread.
 */
final class FileSending {
    private final FileContent file;
    private final Site site;
    private final HttpOutput out;
    private final Runnable done;
    private final Consumer<Throwable> cutShort;
    private boolean stopped;

    /** done: everything was queued and the file closed. cutShort: the file holds less than its head promised. */
    FileSending(FileContent file, Site site, HttpOutput out, Runnable done, Consumer<Throwable> cutShort) {
        this.file = file;
        this.site = site;
        this.out = out;
        this.done = done;
        this.cutShort = cutShort;
    }

    void begin() {
        out.whenFlushed(() -> {
            if (!stopped) {
                Awaited.call(site.offload(), () -> file.next(FileAnswer.PIECE_BYTES))
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

    /** Nothing is sent any more. The file is closed behind the read that may be under way. */
    void stop() {
        if (!stopped) {
            stopped = true;
            Awaited.call(site.offload(), () -> {
                file.close();
                return file;
            });
        }
    }
}
