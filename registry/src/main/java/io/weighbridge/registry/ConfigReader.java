package io.weighbridge.registry;

import io.weighbridge.hub.Proxies;
import io.weighbridge.registry.RegistryConfig.Integrity;
import io.weighbridge.registry.RegistryConfig.Limits;
import io.weighbridge.registry.RegistryConfig.UpstreamConfig;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads {@code weighbridge.yaml}: what each key means, and what it may be. */
final class ConfigReader {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,62}");
  private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,95}");

  private ConfigReader() {}

  static RegistryConfig read(String name, String text, Path base) {
    Object document;
    try {
      document =
          new Load(LoadSettings.builder().setLabel(name).setAllowDuplicateKeys(false).build())
              .loadFromString(text);
    } catch (YamlEngineException e) {
      String reason = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
      throw new RegistryException(
          name + " is not YAML: " + reason.substring(0, Math.min(200, reason.length())), e);
    }
    return read(ConfigSection.of(name, "", Objects.requireNonNullElse(document, Map.of())), base);
  }

  private static RegistryConfig read(ConfigSection top, Path base) {
    var standard = RegistryConfig.standard(base.resolve("weighbridge-data"));
    var upstreams =
        top.sections("upstreams").stream().map(section -> upstream(section, base)).toList();
    var config =
        new RegistryConfig(
            top.text("listen").map(text -> address(top, text)).orElse(standard.listen()),
            top.text("public-url").map(text -> url(top, "public-url", text)),
            top.path("data", base).orElse(standard.data()),
            upstreams.isEmpty() ? standard.upstreams() : upstreams,
            top.path("policy", base),
            top.truth("strict", false),
            top.duration("branch-refresh").orElse(standard.branchRefresh()),
            top.text("popular-names").filter(text -> !text.equals("off")).isPresent()
                ? top.duration("popular-names")
                : Optional.empty(),
            top.truth("require-token", false),
            top.texts("allowed-hosts"),
            top.texts("allowed-origins"),
            top.texts("trusted-proxies"),
            limits(top.section("limits")),
            integrity(top.section("passports"), top.section("serve"), base));
    top.finish();
    var names = new HashSet<String>();
    for (UpstreamConfig upstream : config.upstreams()) {
      if (!names.add(upstream.name())) {
        throw new RegistryException(
            "two upstreams are named '" + upstream.name() + "'; give each a name of its own");
      }
    }
    return config;
  }

  private static UpstreamConfig upstream(ConfigSection section, Path base) {
    String name =
        section
            .text("name")
            .filter(text -> NAME.matcher(text).matches())
            .orElseThrow(
                () -> section.wrong("name", "lower-case letters, digits, '.' and '-', at most 63"));
    UpstreamConfig.Kind kind =
        switch (section.text("kind").orElse("hub")) {
          case "hub" -> UpstreamConfig.Kind.HUB;
          case "folder" -> UpstreamConfig.Kind.FOLDER;
          default -> throw section.wrong("kind", "hub, folder");
        };
    var url = section.text("url").map(text -> url(section, "url", text));
    var path = section.path("path", base);
    if (kind == UpstreamConfig.Kind.HUB && url.isEmpty()) {
      throw section.wrong("url", "the hub's address, such as https://huggingface.co");
    }
    if (kind == UpstreamConfig.Kind.FOLDER && path.isEmpty()) {
      throw section.wrong("path", "a folder that holds namespace/name/files");
    }
    var namespaces = section.texts("namespaces");
    for (String namespace : namespaces) {
      if (!namespace.equals("*")
          && !namespace.equals("_")
          && !NAMESPACE.matcher(namespace).matches()) {
        throw section.wrong("namespaces", "names of namespaces, '*' for all, '_' for none");
      }
    }
    var upstream =
        new UpstreamConfig(
            name,
            kind,
            url,
            path,
            namespaces.isEmpty() ? List.of("*") : namespaces,
            section.path("token-file", base),
            section.truth("private", false),
            section.text("proxy").map(text -> proxies(section, text)));
    section.finish();
    return upstream;
  }

  private static Proxies proxies(ConfigSection section, String text) {
    try {
      return text.equals("none") ? Proxies.NONE : Proxies.always(text);
    } catch (IllegalArgumentException e) {
      // Not the value: it may hold a password.
      throw new RegistryException(
          "'proxy' of an upstream is not the address of an HTTP proxy; write http://host:port, or"
              + " none to reach it directly",
          e);
    }
  }

  private static Limits limits(ConfigSection section) {
    var standard = Limits.STANDARD;
    var limits =
        new Limits(
            section.count("vettings-per-hour", 1, 1_000_000, standard.vettingsPerHour()),
            section.bytes("bytes-per-day", standard.bytesPerDay()),
            section.count("concurrent-vettings", 1, 64, standard.concurrentVettings()),
            section.bytes("largest-revision", standard.largestRevision()),
            section.bytes("disk-reserve", standard.diskReserve()));
    section.finish();
    return limits;
  }

  private static Integrity integrity(ConfigSection passports, ConfigSection serve, Path base) {
    var standard = Integrity.STANDARD;
    boolean always =
        switch (serve.text("verify").orElse("changed")) {
          case "changed" -> false;
          case "always" -> true;
          default -> throw serve.wrong("verify", "changed, always");
        };
    boolean never = serve.text("scrub").filter(text -> text.equals("off")).isPresent();
    var integrity =
        new Integrity(
            passports.count("days", 1, 3650, standard.passportDays()),
            passports.path("keys", base),
            always,
            never ? Optional.empty() : serve.duration("scrub").or(standard::scrub));
    passports.finish();
    serve.finish();
    return integrity;
  }

  private static InetSocketAddress address(ConfigSection section, String text) {
    return RegistryConfig.parseAddress(text)
        .orElseThrow(
            () -> section.wrong("listen", "address:port, such as 127.0.0.1:8080 or [::1]:8080"));
  }

  private static URI url(ConfigSection section, String key, String text) {
    try {
      URI url = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
      String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
      if ((scheme.equals("http") || scheme.equals("https"))
          && url.getHost() != null
          && url.getRawUserInfo() == null
          && url.getRawQuery() == null
          && url.getRawFragment() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      throw section.wrong(key, "an http or https address");
    }
    throw section.wrong(key, "an http or https address without user, query or fragment");
  }
}
