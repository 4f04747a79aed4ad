/**
 * Reads files for a browser: {@code StaticFiles} decides which paths may name a file, {@code FolderFiles} and {@code ResourceFiles}
 * find it, {@code FileAnswer} judges the conditions of the browser's cache. This room takes path segments and header fields. It
 * knows no route and no connection, and it blocks, so its callers run off the loop.
 */
@NullMarked
package io.wsloop.nio.internal.files;

import org.jspecify.annotations.NullMarked;
