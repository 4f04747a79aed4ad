package io.wsloop.protocol;
import io.wsloop.CloseOutcome;
/** What an engine tells its driver; called only from within the engine's own methods, at most one event per receive. */
public interface ProtocolSink {
    void onText(String text);
    void onBinary(byte[] payload);
    void onTextPart(String part, boolean last);
    void onBinaryPart(byte[] part, boolean last);
    void onPing(byte[] payload);
    void onPong(byte[] payload);
    /** waiting bytes fell below low water after having been above high water. */
    void onDrained();
    /** exactly once, from transportClosed. */
    void onEnd(CloseOutcome outcome);
}
