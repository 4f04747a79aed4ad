/** Benchmarks of the codec, each with the limit that the machine sets beside it in the same run. */
@NullMarked
package io.wsloop.benchmarks;

import org.jspecify.annotations.NullMarked;
