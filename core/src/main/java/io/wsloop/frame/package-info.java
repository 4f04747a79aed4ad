/**
 * The syntax of frames (RFC 6455 §5.2), without the rules about which frame may come when.
 *
 * <p>{@link io.wsloop.frame.FrameHeader} knows and writes the two to fourteen bytes before a payload. {@link
 * io.wsloop.frame.Mask} masks a payload. {@link io.wsloop.frame.Utf8} turns a whole payload into text and back, {@link
 * io.wsloop.frame.Utf8Encoder} encodes without a new array each time, and {@link io.wsloop.frame.Utf8Validator}
 * validates text that arrives in pieces. {@link io.wsloop.frame.PreparedFrames} keeps the frames of a message that many
 * connections send.
 */
@NullMarked
package io.wsloop.frame;

import org.jspecify.annotations.NullMarked;
