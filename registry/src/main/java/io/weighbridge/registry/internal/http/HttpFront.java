package io.weighbridge.registry.internal.http;

import io.weighbridge.registry.RegistryException;
import io.weighbridge.registry.internal.access.Access;
import io.weighbridge.registry.internal.access.Tokens;
import io.weighbridge.registry.internal.gate.Gate;
import io.weighbridge.registry.internal.metrics.RegistryMetrics;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.util.EnumSet;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The listening server: Jetty core with a virtual thread for each request (the choice and its
 * numbers: docs/decisions/0001-server.md). Closing stops accepting, lets running requests end for a
 * few seconds, then cuts them.
 */
public final class HttpFront implements AutoCloseable {
  private static final int MOST_CONNECTIONS = 4096;
  private static final int MOST_REQUEST_HEADERS = 16 << 10;
  private static final int MOST_RESPONSE_HEADERS = 32 << 10;
  private static final long IDLE_MILLIS = 60_000;
  private static final long GRACE_MILLIS = 5_000;

  // Revisions and paths arrive as one segment with escaped slashes and percent signs. All decoding
  // and checking of paths is done by Routes, strictly; what is not listed here Jetty refuses.
  private static final UriCompliance HUB_PATHS =
      UriCompliance.from(
          EnumSet.of(
              Violation.AMBIGUOUS_PATH_SEPARATOR,
              Violation.AMBIGUOUS_PATH_ENCODING,
              Violation.SUSPICIOUS_PATH_CHARACTERS));

  private final Server server;
  private final ServerConnector connector;

  private HttpFront(Server server, ServerConnector connector) {
    this.server = server;
    this.connector = connector;
  }

  /**
   * Starts listening.
   *
   * @throws RegistryException when the address cannot be listened on
   */
  public static HttpFront start(
      HttpSettings settings,
      Gate gate,
      Tokens tokens,
      Access access,
      RegistryMetrics metrics,
      Pages pages) {
    var dispatch =
        new Dispatch(gate, new OwnApi(gate, tokens), new Operations(gate, metrics), pages);
    var threads = new QueuedThreadPool(16, 4);
    threads.setName("http");
    threads.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request-", 0).factory()));
    var server = new Server(threads);
    var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration()));
    connector.setHost(settings.listen().getAddress().getHostAddress());
    connector.setPort(settings.listen().getPort());
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.setAcceptQueueSize(256);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, server));
    server.setHandler(new GracefulHandler(new Exchange(settings, dispatch, access, metrics)));
    server.setErrorHandler(new PlainErrors());
    server.setStopTimeout(GRACE_MILLIS);
    try {
      server.start();
    } catch (Exception e) {
      stop(server);
      throw new RegistryException(explain(settings.listen(), e), e);
    }
    return new HttpFront(server, connector);
  }

  private static HttpConfiguration configuration() {
    var configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setSendDateHeader(true);
    configuration.setRequestHeaderSize(MOST_REQUEST_HEADERS);
    configuration.setMaxResponseHeaderSize(MOST_RESPONSE_HEADERS);
    configuration.setUriCompliance(HUB_PATHS);
    configuration.setIdleTimeout(IDLE_MILLIS);
    return configuration;
  }

  private static String explain(InetSocketAddress listen, Exception e) {
    String where = listen.getHostString() + ":" + listen.getPort();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException bind) {
        String reason = String.valueOf(bind.getMessage());
        return "cannot listen on "
            + where
            + ": "
            + reason
            + "; stop what uses the port, or set another address with 'listen'";
      }
      if (cause instanceof UnresolvedAddressException) {
        return "cannot listen on " + where + ": no such address here; set another with 'listen'";
      }
    }
    return "cannot listen on " + where + ": " + e.getMessage();
  }

  /** The port listened on. */
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    stop(server);
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (Exception e) {
      throw new RegistryException("the server did not stop cleanly: " + e.getMessage(), e);
    }
  }
}
