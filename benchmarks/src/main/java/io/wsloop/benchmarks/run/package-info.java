/**
 * Whole servers under load, one beside the other: starts them, visits them in turn so that what is compared was measured seconds
 * apart, and writes a JSON line for every result.
 */
@NullMarked
package io.wsloop.benchmarks.run;

import org.jspecify.annotations.NullMarked;
