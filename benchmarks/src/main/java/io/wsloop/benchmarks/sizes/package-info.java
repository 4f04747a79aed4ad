/** What a connection holds on the heap, object by object, counted in this process by JOL. */
@NullMarked
package io.wsloop.benchmarks.sizes;

import org.jspecify.annotations.NullMarked;
