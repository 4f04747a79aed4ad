/** The selector loop, server and client. */
@NullMarked
package io.wsloop.nio;

import org.jspecify.annotations.NullMarked;
