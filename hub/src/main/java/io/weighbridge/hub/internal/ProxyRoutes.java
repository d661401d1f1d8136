package io.weighbridge.hub.internal;

import io.weighbridge.hub.Proxies;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Sends each request through the proxy that stands before its host: https by a tunnel. */
final class ProxyRoutes extends DefaultRoutePlanner {
  private static final String REACHED = "weighbridge.reached";

  private final Proxies proxies;

  ProxyRoutes(Proxies proxies) {
    super(null);
    this.proxies = proxies;
  }

  @Override
  protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) {
    return proxies
        .towards(target.getSchemeName(), target.getHostName(), target.getPort())
        .map(ProxyRoutes::host)
        .orElse(null);
  }

  /**
   * Runs just before a request goes to its host. Where a proxy refused the tunnel it never does,
   * and the client library hands out the proxy's answer as if it were the host's.
   */
  static ClassicHttpResponse noteReached(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    scope.clientContext.setAttribute(REACHED, true);
    return chain.proceed(request, scope);
  }

  /** Whether an answer is the host's own. */
  static boolean reached(HttpContext context) {
    return context.getAttribute(REACHED) != null;
  }

  private static HttpHost host(URI proxy) {
    return new HttpHost("http", proxy.getHost(), proxy.getPort());
  }

  /** The names and passwords that the proxies' addresses hold, for these proxies alone. */
  static CredentialsProvider credentials(Proxies proxies) {
    var credentials = new BasicCredentialsProvider();
    for (URI proxy : proxies.all()) {
      Optional.ofNullable(proxy.getUserInfo())
          .map(info -> info.split(":", 2))
          .ifPresent(
              parts ->
                  credentials.setCredentials(
                      new AuthScope(host(proxy)),
                      new UsernamePasswordCredentials(
                          parts[0], (parts.length > 1 ? parts[1] : "").toCharArray())));
    }
    return credentials;
  }
}
