/** The programs that the README and the guide show parts of. A test compares each part and runs each program. */
@NullMarked
package io.wsloop.examples.snippets;

import org.jspecify.annotations.NullMarked;
