/**
 * Tells what happened. Every room may call it, and it knows none of them.
 */
@NullMarked
package io.wsloop.nio.internal.report;

import org.jspecify.annotations.NullMarked;
