/**
 * Files and what a browser's cache asks of them. Takes path segments and header fields, and knows no route.
 */
@NullMarked
package io.wsloop.nio.internal.files;

import org.jspecify.annotations.NullMarked;
