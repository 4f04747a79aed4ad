/** Neighbours that are hostile or heavy, the server that they visit, and what honest clients of the same loop see meanwhile. */
@NullMarked
package io.wsloop.benchmarks.hostile;

import org.jspecify.annotations.NullMarked;
