package io.wsloop.nio;

/** Hears what applications and the machine did wrong. Any loop's thread. The default logs through System.Logger. */
@FunctionalInterface
public interface ErrorHandler {
    void onError(String where, Throwable error);
}
