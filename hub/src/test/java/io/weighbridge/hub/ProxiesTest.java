package io.weighbridge.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {
  private static final Map<String, String> BOTH =
      Map.of("https_proxy", "http://proxy:3128", "http_proxy", "plain-proxy:8080");

  private static Proxies without(String direct) {
    var environment = new HashMap<>(BOTH);
    environment.put("no_proxy", direct);
    return Proxies.of(environment);
  }

  @Test
  void theSchemeOfTheTargetChooses() {
    Proxies proxies = Proxies.of(BOTH);
    assertThat(proxies.towards("https", "hub.example", 443))
        .contains(URI.create("http://proxy:3128"));
    assertThat(proxies.towards("http", "hub.example", 80))
        .contains(URI.create("http://plain-proxy:8080"));
    assertThat(Proxies.NONE.towards("https", "hub.example", 443)).isEmpty();
  }

  @Test
  void oneForAllAndNeverTheUpperCaseThatACgiClientCanSet() {
    var all = Proxies.of(Map.of("ALL_PROXY", "http://p:1"));
    assertThat(all.towards("https", "hub.example", 443)).isPresent();
    assertThat(all.towards("http", "hub.example", 80)).isPresent();
    var cgi = Proxies.of(Map.of("HTTP_PROXY", "http://p:1"));
    assertThat(cgi.towards("http", "hub.example", 80)).isEmpty();
    assertThat(Proxies.of(Map.of("HTTPS_PROXY", "http://p:1")).towards("https", "a.b", 443))
        .isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "a.localhost", "127.0.0.1", "127.3.2.1", "[::1]", "::1"})
  void thisMachineIsNeverBehindAProxy(String host) {
    assertThat(Proxies.always("http://p:1").towards("http", host, 80)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'*', hub.example, true",
    "example, hub.example, true",
    ".example, hub.example, true",
    "*.example, hub.example, true",
    "hub.example, HUB.example, true",
    "ub.example, hub.example, false",
    "'a.b , hub.example', hub.example, true",
    "hub.example:443, hub.example, true",
    "hub.example:8443, hub.example, false",
    "10.0.0.0/8, 10.1.2.3, true",
    "10.0.0.0/8, 11.1.2.3, false",
    "10.0.0.0/8, 10.example, false",
    "fd00::/8, '[fd12::1]', true",
    "fd00::/8, 10.1.2.3, false",
    "1.2.3.4, 1.2.3.4, true",
    "2.3.4, 1.2.3.4, false",
    "10.0.0.0/x, 10.1.2.3, false",
    "'', hub.example, false",
  })
  void whatIsNamedIsReachedDirectly(String direct, String host, boolean straight) {
    assertThat(without(direct).towards("https", host, 443).isEmpty()).isEqualTo(straight);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "socks5://p:1",
        "https://p:1",
        "http://p:1/path",
        "http://ann:s3cret@p:1?x",
        "a b"
      })
  void whatIsNoHttpProxyIsSaidWithItsVariableAndWithoutItsText(String text) {
    assertThatThrownBy(() -> Proxies.of(Map.of("https_proxy", text)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("https_proxy")
        .hasMessageNotContaining(text)
        .hasNoCause();
  }

  @Test
  void aPortMayBeLeftOutAndAPasswordKept() {
    Optional<URI> proxy = Proxies.always("http://ann:pw@p").towards("https", "hub.example", 443);
    assertThat(proxy).contains(URI.create("http://ann:pw@p:80"));
  }
}
