package io.weighbridge.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weighbridge.hub.Proxies;
import io.weighbridge.registry.RegistryConfig.UpstreamConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryConfigTest {
  private static final Path BASE = Path.of("/etc/weighbridge");

  private static RegistryConfig read(String text) {
    return ConfigReader.read("weighbridge.yaml", text, BASE);
  }

  @Test
  void anEmptyFileMeansTheStandard() {
    assertThat(read("")).isEqualTo(RegistryConfig.standard(BASE.resolve("weighbridge-data")));
  }

  @Test
  void everyKeyIsRead() {
    var config =
        read(
            """
            listen: "[::1]:9000"
            public-url: https://models.example.org/
            data: /srv/data
            policy: own.yaml
            strict: true
            branch-refresh: 30s
            popular-names: 24h
            require-token: true
            allowed-hosts: [gate.example.org]
            allowed-origins: [https://ui.example.org]
            trusted-proxies: [10.0.0.1]
            upstreams:
              - name: internal
                kind: folder
                path: models
                namespaces: [acme, _]
              - name: hub
                url: http://127.0.0.1:4000
                token-file: hub.token
                private: true
                proxy: http://proxy.example:3128
            limits:
              vettings-per-hour: 7
              bytes-per-day: 20GB
              concurrent-vettings: 2
              largest-revision: 1 TB
              disk-reserve: 500MB
            """);
    assertThat(config.listen()).isEqualTo(new InetSocketAddress("::1", 9000));
    assertThat(config.publicUrl()).contains(URI.create("https://models.example.org"));
    assertThat(config.data()).isEqualTo(Path.of("/srv/data"));
    assertThat(config.policy()).contains(BASE.resolve("own.yaml"));
    assertThat(config.strict()).isTrue();
    assertThat(config.branchRefresh()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.popularNames()).contains(Duration.ofHours(24));
    assertThat(config.requireToken()).isTrue();
    assertThat(config.upstreams())
        .extracting(UpstreamConfig::name)
        .containsExactly("internal", "hub");
    assertThat(config.upstreams().getFirst().path()).contains(BASE.resolve("models"));
    assertThat(config.upstreams().getFirst().namespaces()).isEqualTo(List.of("acme", "_"));
    assertThat(config.upstreams().getLast().namespaces()).isEqualTo(List.of("*"));
    assertThat(config.upstreams().getLast().isPrivate()).isTrue();
    assertThat(config.upstreams().getFirst().proxies()).isEmpty();
    assertThat(
            config
                .upstreams()
                .getLast()
                .proxies()
                .orElseThrow()
                .towards("https", "huggingface.co", 443))
        .contains(URI.create("http://proxy.example:3128"));
    assertThat(
            read("upstreams: [{name: a, url: https://x.example, proxy: none}]")
                .upstreams()
                .getFirst()
                .proxies())
        .contains(Proxies.NONE);
    assertThat(config.limits())
        .isEqualTo(
            new RegistryConfig.Limits(7, 20_000_000_000L, 2, 1_000_000_000_000L, 500_000_000L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          listn: x                       | unknown key 'listn'; allowed: allowed-hosts, allowed-origins
          listen: 8080                   | listen is '8080'; allowed: address:port
          listen: 127.0.0.1:70000        | listen is '127.0.0.1:70000'
          public-url: ftp://x            | public-url is 'ftp://x'; allowed: an http or https address
          public-url: http://u:p@x       | without user, query or fragment
          strict: maybe                  | strict is 'maybe'; allowed: true or false
          branch-refresh: 5 parsecs      | branch-refresh is '5 parsecs'; allowed: a duration
          popular-names: sometimes       | popular-names is 'sometimes'
          upstreams: huggingface         | upstreams is 'huggingface'; allowed: a list
          upstreams: [x]                 | upstreams[1] must be a mapping
          upstreams: [{name: A}]         | upstreams[1].name is 'A'
          upstreams: [{name: a}]         | upstreams[1].url is missing; allowed: the hub's address
          upstreams: [{name: a, kind: s3}] | upstreams[1].kind is 's3'; allowed: hub, folder
          upstreams: [{name: a, kind: folder}] | upstreams[1].path is missing
          upstreams: [{name: a, url: http://x, namespaces: [a/b]}] | names of namespaces
          upstreams: [{name: a, url: http://x, tokenfile: t}] | unknown key 'upstreams[1].tokenfile'
          upstreams: [{name: a, url: http://x, proxy: socks5://p}] | of an upstream is not the address of an HTTP proxy
          upstreams: [{name: a, url: http://x}, {name: a, url: http://y}] | two upstreams are named 'a'
          limits: {vettings-per-hour: 0} | limits.vettings-per-hour is '0'; allowed: a whole number from 1
          limits: {disk-reserve: 5 apples} | limits.disk-reserve is '5 apples'; allowed: a number of bytes
          - a                            | the document must be a mapping
          x: [a                          | is not YAML
          """)
  void aWrongOptionIsOneLineThatNamesIt(String text, String complaint) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining(complaint)
        .satisfies(e -> assertThat(e.toString().lines()).hasSize(1));
  }

  @Test
  void theDocumentedExampleIsAConfigurationWithTheDefaultsThatItNames() throws IOException {
    String page =
        Files.readString(Path.of(System.getProperty("weighbridge.root"), "docs/configuration.md"));
    int start = page.indexOf("```yaml\n") + "```yaml\n".length();
    var config = read(page.substring(start, page.indexOf("```", start)));
    var standard = RegistryConfig.standard(BASE.resolve("weighbridge-data"));
    assertThat(config.limits()).isEqualTo(standard.limits());
    assertThat(config.listen()).isEqualTo(standard.listen());
    assertThat(config.data()).isEqualTo(standard.data());
    assertThat(config.branchRefresh()).isEqualTo(standard.branchRefresh());
    assertThat(config.popularNames()).isEqualTo(standard.popularNames());
    assertThat(config.upstreams()).hasSize(2);
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> RegistryConfig.load(Path.of("/nowhere/weighbridge.yaml")))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("/nowhere/weighbridge.yaml does not exist");
  }
}
