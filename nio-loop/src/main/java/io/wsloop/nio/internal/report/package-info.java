/**
 * Tells error handlers what failed ({@code Faults}), and loads classes before an emergency needs them ({@code Preload}). Every room
 * may call it, and it knows none of them.
 */
@NullMarked
package io.wsloop.nio.internal.report;

import org.jspecify.annotations.NullMarked;
