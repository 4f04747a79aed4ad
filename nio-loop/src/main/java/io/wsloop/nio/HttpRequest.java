package io.wsloop.nio;

import io.wsloop.handshake.RequestHead;
import java.util.Map;

/** A plain HTTP request, whole. */
public record HttpRequest(RequestHead head, Map<String, String> pathParameters, byte[] body) {}
