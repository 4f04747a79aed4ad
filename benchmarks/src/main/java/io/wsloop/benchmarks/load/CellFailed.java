package io.wsloop.benchmarks.load;

/** What ends a cell: a wrong byte, a lost connection, a reply that did not come. Its message is the result's error. */
public final class CellFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    CellFailed(String message) {
        super(message);
    }

    CellFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
