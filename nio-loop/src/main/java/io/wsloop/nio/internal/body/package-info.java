/**
 * Cuts the bodies of HTTP messages out of the bytes. A server reads bodies of requests, a client reads the body of a refusal.
 */
@NullMarked
package io.wsloop.nio.internal.body;

import org.jspecify.annotations.NullMarked;
