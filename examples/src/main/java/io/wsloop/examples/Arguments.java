package io.wsloop.examples;

import java.util.ArrayList;
import java.util.List;

/** The words after an example's name, taken out one by one; what is left over at the end is a mistake. */
final class Arguments {
    private final List<String> left;

    Arguments(List<String> words) {
        this.left = new ArrayList<>(words);
    }

    /** Whether the word stands somewhere; takes it out. */
    boolean flag(String word) {
        return left.remove(word);
    }

    /** The word behind an option, or another one where the option is absent. */
    String option(String option, String otherwise) throws UsageException {
        int at = left.indexOf(option);
        if (at < 0) {
            return otherwise;
        }
        if (at + 1 == left.size()) {
            throw new UsageException("expected a value behind " + option);
        }
        left.remove(at);
        return left.remove(at);
    }

    /** The next word as a port, 0 for one that the system chooses. */
    int port() throws UsageException {
        if (left.isEmpty()) {
            throw new UsageException("expected a port");
        }
        return number("a port", left.remove(0), 0, 65_535);
    }

    int port(int otherwise) throws UsageException {
        return left.isEmpty() ? otherwise : port();
    }

    static int number(String what, String word, int least, int most) throws UsageException {
        String expected = "expected " + what + " between " + least + " and " + most + ", not " + word;
        try {
            int number = Integer.parseInt(word);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new UsageException(expected);
        }
        throw new UsageException(expected);
    }

    void end() throws UsageException {
        if (!left.isEmpty()) {
            throw new UsageException("did not expect " + String.join(" ", left));
        }
    }
}
