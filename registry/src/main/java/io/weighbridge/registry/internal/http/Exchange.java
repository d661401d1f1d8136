package io.weighbridge.registry.internal.http;

import io.weighbridge.hub.Via;
import io.weighbridge.registry.RegistryException;
import io.weighbridge.registry.internal.access.Access;
import io.weighbridge.registry.internal.access.Caller;
import io.weighbridge.registry.internal.metrics.RegistryMetrics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request, from socket to socket: who asks whom for what, then the reply. The only class that
 * sees both the server library and our own types.
 */
final class Exchange extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final int MOST_PARAMETERS = 200;
  private static final long MOST_DRAINED = 64 << 10;

  private final Dispatch dispatch;
  private final Access access;
  private final RegistryMetrics metrics;
  private final HostGuard guard;
  private final BaseAddress base;
  private final Cors cors;
  private final ReplyWriter writer = new ReplyWriter();

  Exchange(HttpSettings settings, Dispatch dispatch, Access access, RegistryMetrics metrics) {
    this.dispatch = dispatch;
    this.access = access;
    this.metrics = metrics;
    this.guard = new HostGuard(settings);
    this.base = new BaseAddress(settings, guard);
    this.cors = new Cors(settings.corsOrigins());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String id = RequestId.next();
    try {
      metrics.sent(answer(request, response, id));
      callback.succeeded();
    } catch (IOException e) {
      // The client left, or the disk failed amid a file: the connection is cut, so that a short
      // body is never taken for the whole.
      LOG.debug("{} ended early: {}", id, e.toString());
      callback.failed(e);
    } catch (RuntimeException e) {
      LOG.error("{} failed while being answered", id, e);
      callback.failed(e);
    }
    return true;
  }

  private long answer(Request request, Response response, String id) throws IOException {
    boolean head = request.getMethod().equals("HEAD");
    Reply reply = reply(request, id);
    drain(request);
    try {
      return write(reply, head, response, id);
    } catch (IOException e) {
      if (response.isCommitted()) {
        throw e;
      }
      // The file was refused before its first byte left: what is known now says why.
      LOG.debug("{} is answered anew: {}", id, e.toString());
      response.reset();
      return write(reply(request, id), head, response, id);
    }
  }

  private long write(Reply reply, boolean head, Response response, String id) throws IOException {
    response.getHeaders().put("X-Request-Id", id);
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    return writer.write(reply, head, response);
  }

  private Reply reply(Request request, String id) {
    Function<String, Optional<String>> header =
        name -> Optional.ofNullable(request.getHeaders().get(name));
    Reply reply = checked(request, header, id);
    return reply.with(cors.headers(header.apply("Origin")));
  }

  private Reply checked(Request request, Function<String, Optional<String>> header, String id) {
    String kind = "none";
    Reply reply;
    try {
      String host = host(request);
      String target = request.getHttpURI().getAuthority();
      if (!guard.accepts(host) || (target != null && !guard.accepts(target))) {
        return misdirected(host);
      }
      if (request.getMethod().equals("OPTIONS")) {
        return cors.preflight(header.apply("Origin"));
      }
      String path = base.withoutPrefix(request.getHttpURI().getPath());
      Route route = Routes.of(path);
      kind = route.getClass().getSimpleName();
      reply = inform(request, path, route, header, host);
    } catch (BadRequest e) {
      reply = Reply.error(e.status(), Optional.empty(), e.text());
    } catch (RegistryException e) {
      LOG.error("{}: {}", id, e.getMessage());
      reply = Reply.error(503, Optional.empty(), String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.error("{} failed", id, e);
      reply =
          Reply.error(500, Optional.empty(), "The gate failed; its log says why under " + id + ".");
    }
    metrics.request(kind, reply.status());
    if (reply.status() == 429) {
      metrics.waited();
    }
    return reply;
  }

  private Reply inform(
      Request request,
      String path,
      Route route,
      Function<String, Optional<String>> header,
      String host) {
    String query = request.getHttpURI().getQuery();
    Caller caller =
        access.caller(header.apply("Authorization"), header.apply("User-Agent").orElse(""));
    var call =
        new HttpCall(
            request.getMethod(),
            path,
            Query.parse(query == null ? "" : query, MOST_PARAMETERS),
            header,
            base.of(host, peer(request), header),
            caller,
            most -> Request.asInputStream(request).readNBytes(most + 1));
    Via via = header.apply(Via.HEADER).map(Via::parse).orElse(Via.NONE);
    return ScopedValue.where(Via.CURRENT, via).call(() -> dispatch.answer(route, call));
  }

  private static String host(Request request) {
    String host = request.getHeaders().get(HttpHeader.HOST);
    if (host == null || host.isBlank()) {
      throw new BadRequest(400, "The request has no Host header.");
    }
    return host.strip();
  }

  private static Reply misdirected(String host) {
    return Reply.error(
        421,
        Optional.empty(),
        "This gate does not answer to the name "
            + host
            + ". If it should, set public-url or allowed-hosts in its configuration.");
  }

  // A refusal that overtakes a small body would be followed by a reset, and the client would report
  // that instead of the refusal. Large bodies are not worth reading.
  private static void drain(Request request) throws IOException {
    if (request.getLength() > 0 && request.getLength() <= MOST_DRAINED) {
      var unused = Request.asInputStream(request).readAllBytes();
    }
  }

  private static InetAddress peer(Request request) {
    return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress at
            && at.getAddress() != null
        ? at.getAddress()
        : InetAddress.getLoopbackAddress();
  }
}
