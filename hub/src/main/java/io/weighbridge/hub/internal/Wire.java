package io.weighbridge.hub.internal;

import io.weighbridge.hub.HttpUpstreamOptions;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.HubException.Kind;
import io.weighbridge.hub.Via;
import io.weighbridge.hub.internal.Addresses.Reach;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.ChainElement;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.util.Timeout;

/**
 * Requests to one upstream and to wherever it redirects: by our rules on hosts, schemes, addresses
 * and tokens, with retries, and bounded in time. Thread-safe, blocking, fit for virtual threads.
 */
public final class Wire implements AutoCloseable {
  private static final int MOST_REDIRECTS = 5;
  private static final int MOST_ATTEMPTS = 6;

  /** For a host that was never reached: more likely wrong, or out of reach, than restarting. */
  private static final int FIRST_ATTEMPTS = 3;

  private static final long SLOWEST = 16 << 10;

  private final HttpUpstreamOptions options;
  private final Origin home;
  private final GuardedDns dns;
  private final CloseableHttpClient client;
  private final Pause pause;
  private final Pace pace;
  private final ScheduledThreadPoolExecutor alarms;
  private volatile boolean reached;

  /** How to wait before a retry; replaced in tests. */
  public interface Pause {
    void of(Duration time) throws InterruptedException;
  }

  /**
   * A request. The token goes to the upstream's own origin only.
   *
   * @param token a bearer token, or another scheme and its credentials, parted by a space
   */
  record Ask(URI uri, Map<String, String> headers, Optional<String> token) {}

  public Wire(HttpUpstreamOptions options, Pause pause) {
    this(options, InetAddress::getAllByName, pause);
  }

  Wire(HttpUpstreamOptions options, GuardedDns.Lookup lookup, Pause pause) {
    this.options = options;
    this.home = Origin.of(options.endpoint());
    this.pause = pause;
    this.pace = new Pace(options.silence().multipliedBy(2), SLOWEST);
    this.alarms = new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().factory());
    this.alarms.setRemoveOnCancelPolicy(true);
    this.dns = new GuardedDns(allowed(options, lookup), lookup, options.proxies());
    this.client = client(options, dns);
  }

  // The upstream's own host says how far from the public network it may lead us.
  private static Set<Reach> allowed(HttpUpstreamOptions options, GuardedDns.Lookup lookup) {
    var allowed = EnumSet.of(Reach.PUBLIC);
    if (options.privateNetwork()) {
      allowed.add(Reach.PRIVATE);
    }
    try {
      String host = options.endpoint().getHost();
      boolean named = host.equalsIgnoreCase("localhost") || host.matches("[0-9.]+|\\[.*]");
      if (named && Addresses.of(lookup.all(host)[0]) == Reach.LOOPBACK) {
        allowed.add(Reach.LOOPBACK);
      }
    } catch (IOException e) {
      return allowed; // whoever cannot be found now is no loopback host
    }
    return allowed;
  }

  private static CloseableHttpClient client(HttpUpstreamOptions options, GuardedDns dns) {
    Timeout silence = Timeout.of(options.silence());
    var connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setDnsResolver(dns)
            .setMaxConnTotal(128)
            .setMaxConnPerRoute(64)
            .setConnectionFactory(
                ManagedHttpClientConnectionFactory.builder()
                    .http1Config(
                        Http1Config.custom()
                            .setMaxHeaderCount(200)
                            .setMaxLineLength(16 << 10)
                            .setBufferSize(32 << 10)
                            .build())
                    .build())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(Timeout.of(options.connect()))
                    .setSocketTimeout(silence)
                    .setTimeToLive(10, TimeUnit.MINUTES)
                    .build())
            .build();
    return HttpClients.custom()
        .setConnectionManager(connections)
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setConnectionRequestTimeout(Timeout.of(options.call()))
                .setResponseTimeout(silence)
                .build())
        .setUserAgent("weighbridge")
        .setRoutePlanner(new ProxyRoutes(options.proxies()))
        .addExecInterceptorBefore(
            ChainElement.MAIN_TRANSPORT.name(), "reached", ProxyRoutes::noteReached)
        .setDefaultCredentialsProvider(ProxyRoutes.credentials(options.proxies()))
        .disableRedirectHandling()
        .disableAutomaticRetries()
        .disableContentCompression()
        .disableCookieManagement()
        .disableAuthCaching()
        .build();
  }

  /** Whether that address belongs to the upstream itself. */
  boolean isHome(URI uri) {
    return Origin.of(uri).equals(home);
  }

  /** The ask for a route of the upstream, with its configured token. */
  Ask ask(URI uri) {
    return new Ask(uri, Map.of(), options.token());
  }

  /**
   * Sends a GET, follows redirects, and retries what may pass.
   *
   * @return an answer of any other status, to be closed
   * @throws HubException when there is none, or the way to it breaks the rules
   */
  Answer send(Ask ask) {
    Duration waited = Duration.ZERO;
    for (int attempt = 1; ; attempt++) {
      Duration wait = Backoff.after(attempt);
      HubException failure;
      int most = MOST_ATTEMPTS;
      try {
        Answer answer = follow(ask);
        reached = true;
        if (!Backoff.mayPass(answer.status())) {
          return answer;
        }
        try (answer) {
          wait = Backoff.told(answer).orElse(wait);
          failure = Errors.of(answer, "this request", Kind.UNAVAILABLE, ask.token().isPresent());
        }
      } catch (GuardedDns.Refused e) {
        throw new HubException(Kind.BAD_ANSWER, e.getMessage(), e);
      } catch (SSLException e) {
        throw unreachable(e);
      } catch (UnknownHostException | ConnectException e) {
        failure = unreachable(e);
        most = reached ? MOST_ATTEMPTS : FIRST_ATTEMPTS;
      } catch (IOException e) {
        failure = unreachable(e);
      }
      waited = waited.plus(wait);
      if (attempt >= most || waited.compareTo(options.patience()) > 0) {
        throw failure;
      }
      rest(wait);
    }
  }

  private HubException unreachable(IOException e) {
    String reason =
        e instanceof UnknownHostException
            ? "this machine knows no address of it"
            : e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new HubException(Kind.UNAVAILABLE, options.endpoint().getHost() + ": " + reason, e);
  }

  private void rest(Duration wait) {
    try {
      pause.of(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HubException(Kind.UNAVAILABLE, "interrupted while waiting for the upstream", e);
    }
  }

  private Answer follow(Ask ask) throws IOException {
    var redirects = new ArrayList<Answer.Head>();
    var seen = new HashSet<URI>();
    URI uri = ask.uri();
    while (true) {
      checkTarget(uri);
      if (!seen.add(uri)) {
        throw bad("redirects that go in a circle");
      }
      Answer answer = once(ask, uri, redirects);
      if (!isRedirect(answer)) {
        return answer;
      }
      try (answer) {
        redirects.add(answer.head());
        if (redirects.size() > MOST_REDIRECTS) {
          throw bad("more than " + MOST_REDIRECTS + " redirects");
        }
        uri = target(uri, answer.header("Location").orElse(""));
      }
    }
  }

  private static boolean isRedirect(Answer answer) {
    return switch (answer.status()) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  private static URI target(URI from, String location) {
    try {
      URI to = from.resolve(URI.create(location)).normalize();
      return to.getRawFragment() == null ? to : URI.create(to.toString().replaceFirst("#.*", ""));
    } catch (IllegalArgumentException e) {
      throw bad("a redirect to something that is no address");
    }
  }

  private void checkTarget(URI uri) throws GuardedDns.Refused {
    Origin origin = Origin.of(uri);
    boolean plain = origin.scheme().equals("http") && options.plainHosts().contains(origin.host());
    if (!origin.scheme().equals("https") && !plain) {
      throw bad("a redirect to " + origin + ", which is neither https nor a configured upstream");
    }
    if (uri.getRawUserInfo() != null) {
      throw bad("a redirect with a user name in it");
    }
    if (options.proxies().isProxy(origin.host()) && !isHome(uri)) {
      throw bad("a redirect to the proxy itself");
    }
    if (options.proxies().towards(origin.scheme(), origin.host(), origin.port()).isPresent()) {
      dns.check(origin.host());
    }
  }

  private Answer once(Ask ask, URI uri, List<Answer.Head> redirects) throws IOException {
    var request = new HttpUriRequestBase("GET", uri);
    request.setHeader("Accept-Encoding", "identity");
    ask.headers().forEach(request::setHeader);
    if (isHome(uri)) {
      ask.token()
          .map(token -> token.indexOf(' ') < 0 ? "Bearer " + token : token)
          .ifPresent(value -> request.setHeader("Authorization", value));
      request.setHeader(Via.HEADER, via().text());
    }
    // Bounds the time until the headers are there, however slowly they drip.
    ScheduledFuture<?> alarm =
        alarms.schedule(request::cancel, options.call().toMillis(), TimeUnit.MILLISECONDS);
    try {
      HttpClientContext context = HttpClientContext.create();
      ClassicHttpResponse response =
          client.executeOpen(RoutingSupport.determineHost(request), request, context);
      if (!ProxyRoutes.reached(context)) {
        response.close();
        throw new HubException(
            Kind.UNAVAILABLE,
            "the proxy refuses a tunnel to " + uri.getHost() + " (" + response.getCode() + ")");
      }
      return Answer.of(uri, redirects, response, request::cancel, pace);
    } catch (HttpException | IllegalStateException e) {
      throw new IOException("not HTTP: " + e.getMessage(), e);
    } finally {
      alarm.cancel(false);
    }
  }

  private Via via() {
    Via via = Via.current();
    if (via.loopsAt(options.gate())) {
      throw new HubException(
          Kind.BAD_ANSWER, "this request came through this gate before: upstreams form a circle");
    }
    return via.with(options.gate());
  }

  private static HubException bad(String what) {
    return new HubException(Kind.BAD_ANSWER, "the upstream answered with " + what);
  }

  @Override
  public void close() {
    alarms.shutdownNow();
    client.close(org.apache.hc.core5.io.CloseMode.IMMEDIATE);
  }
}
