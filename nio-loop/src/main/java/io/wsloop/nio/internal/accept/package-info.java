/**
 * Lets connections in: accepts them within the quotas ({@code Acceptor}), and answers 503 to the others ({@code Refusal}).
 */
@NullMarked
package io.wsloop.nio.internal.accept;

import org.jspecify.annotations.NullMarked;
