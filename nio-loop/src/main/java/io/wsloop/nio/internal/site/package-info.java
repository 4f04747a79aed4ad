/**
 * What is served at which path, and the request that asks for it.
 */
@NullMarked
package io.wsloop.nio.internal.site;

import org.jspecify.annotations.NullMarked;
