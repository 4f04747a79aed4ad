package io.wsloop.nio.internal.socket;

import org.jspecify.annotations.Nullable;

/** Calls in their order, chained by {@link Call#next}, so that waiting costs no object. Loop thread. */
final class CallList {
    private @Nullable Call first;
    private @Nullable Call last;

    boolean isEmpty() {
        return first == null;
    }

    void add(Call call) {
        Call end = last;
        if (end == null) {
            first = call;
        } else {
            end.next = call;
        }
        last = call;
    }

    @Nullable
    Call poll() {
        Call call = first;
        return call == null ? null : unlink(null, call);
    }

    boolean hasCallOf(Thread caller) {
        for (Call call = first; call != null; call = call.next) {
            if (call.caller == caller) {
                return true;
            }
        }
        return false;
    }

    /**
     * Moves the fragments of a message, up to its last, and the pings that its writer sent between them. A ping that the
     * writer sent after another message stays behind that message.
     */
    void moveFragments(Fragments message, @Nullable Thread writer, CallList to) {
        boolean writersMessageStays = false;
        Call before = null;
        Call call = first;
        while (call != null) {
            Call following = call.next;
            boolean fragment = call.message() == message;
            if (fragment || call.isControl() && call.caller == writer && !writersMessageStays) {
                to.add(unlink(before, call));
            } else {
                writersMessageStays |= call.caller == writer;
                before = call;
            }
            if (fragment && call.isLastFragment()) {
                return;
            }
            call = following;
        }
    }

    private Call unlink(@Nullable Call before, Call call) {
        if (before == null) {
            first = call.next;
        } else {
            before.next = call.next;
        }
        if (last == call) {
            last = before;
        }
        call.next = null;
        return call;
    }
}
