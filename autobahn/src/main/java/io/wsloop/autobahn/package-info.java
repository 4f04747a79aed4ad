/**
 * Runs the Autobahn test suite, a program of its own, against wsloop in both directions.
 *
 * <p>The suite's "fuzzing client" calls {@link io.wsloop.autobahn.EchoServer}, its "fuzzing server" is called by
 * {@link io.wsloop.autobahn.EchoClient}. {@link io.wsloop.autobahn.Suite} starts the suite as several processes, each
 * with a share of the cases, and reads the {@link io.wsloop.autobahn.Verdicts} from what they wrote;
 * {@link io.wsloop.autobahn.Expectation} is the committed file that they must equal.
 */
@NullMarked
package io.wsloop.autobahn;

import org.jspecify.annotations.NullMarked;
