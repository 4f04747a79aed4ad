/**
 * Who comes in: accepts connections within the quotas, and refuses the others with 503.
 */
@NullMarked
package io.wsloop.nio.internal.accept;

import org.jspecify.annotations.NullMarked;
