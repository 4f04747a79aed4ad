/**
 * Applications on wsloop, in one jar. {@link io.wsloop.examples.Main} lists them; each begins in a class of its own.
 */
@NullMarked
package io.wsloop.examples;

import org.jspecify.annotations.NullMarked;
