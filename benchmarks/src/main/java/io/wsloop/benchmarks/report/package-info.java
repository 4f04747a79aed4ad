/** Turns the lines that a run wrote into a page that says what was measured, on what, and which marks were reached. */
@NullMarked
package io.wsloop.benchmarks.report;

import org.jspecify.annotations.NullMarked;
