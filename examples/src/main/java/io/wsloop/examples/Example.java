package io.wsloop.examples;

import java.util.List;

/**
 * One application of the jar.
 *
 * @param name the first argument of the command line
 * @param arguments those that may follow it, as a usage line shows them
 * @param line what it is, in one line
 * @param body runs it; returns when it has ended
 */
record Example(String name, String arguments, String line, Body body) {
    /** What an example does with the arguments after its name. */
    @FunctionalInterface
    interface Body {
        void run(List<String> arguments) throws Exception;
    }
}
