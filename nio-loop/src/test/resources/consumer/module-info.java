/** An application that names one module of ours and nothing else. */
module consumer {
    requires io.wsloop.nio;
}
