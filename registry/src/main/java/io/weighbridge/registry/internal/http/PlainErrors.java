package io.weighbridge.registry.internal.http;

import io.weighbridge.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What is said about requests that never became a call (malformed, too large) and about our own
 * failures: the status and its name, nothing of what went on inside.
 */
final class PlainErrors implements Request.Handler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    String text = HttpStatus.getMessage(status);
    byte[] body = Json.object().put("error", text).build().write().getBytes(StandardCharsets.UTF_8);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json; charset=utf-8");
    response.getHeaders().put("X-Error-Message", text);
    if (!response.getHeaders().contains("X-Request-Id")) {
      response.getHeaders().put("X-Request-Id", RequestId.next());
    }
    response.write(true, ByteBuffer.wrap(body), callback);
    return true;
  }
}
