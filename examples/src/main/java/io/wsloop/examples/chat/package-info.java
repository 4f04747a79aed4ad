/**
 * A chat for a browser, page and socket on one port.
 *
 * <p>Read {@link io.wsloop.examples.chat.Chat} for the wiring, {@code Conversation} for one page's connection, {@code
 * Hall} and {@code Room} for what the people in it share, and {@code Incoming} and {@code Outgoing} for the words that
 * page and server exchange. Only the first two know that there are sockets.
 */
@NullMarked
package io.wsloop.examples.chat;

import org.jspecify.annotations.NullMarked;
