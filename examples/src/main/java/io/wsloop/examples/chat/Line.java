package io.wsloop.examples.chat;

/** The way to one page. Hall and rooms know nothing else of the network, so tests can stand in for it. */
interface Line {
    void send(Letter letter);

    /** Ends this line, because the same page, or a copy of it, has opened another one. */
    void replaced();
}
