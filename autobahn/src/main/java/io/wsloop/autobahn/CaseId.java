package io.wsloop.autobahn;

/**
 * The number of a case.
 *
 * @param text as the suite writes it, 9.10.2
 */
record CaseId(String text) implements Comparable<CaseId> {
    CaseId {
        if (!text.matches("\\d{1,4}(\\.\\d{1,4})*")) {
            throw new IllegalArgumentException("a case is numbers with dots between, not \"" + text + '"');
        }
    }

    /** The first number. */
    int section() {
        return Integer.parseInt(text.split("\\.")[0]);
    }

    /** By numbers: 1.2.10 comes after 1.2.9. */
    @Override
    public int compareTo(CaseId other) {
        String[] mine = text.split("\\.");
        String[] others = other.text.split("\\.");
        for (int i = 0; i < Math.min(mine.length, others.length); i++) {
            int order = Integer.compare(Integer.parseInt(mine[i]), Integer.parseInt(others[i]));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(mine.length, others.length);
    }

    @Override
    public String toString() {
        return text;
    }
}
