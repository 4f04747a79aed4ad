/**
 * How a client gets out: looks a name up off the loop, tries its addresses, and hands the channel over.
 */
@NullMarked
package io.wsloop.nio.internal.dial;

import org.jspecify.annotations.NullMarked;
