package io.weighbridge.signing.internal;

import io.weighbridge.signing.SigningException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The attributes of a PKCS#11 URI (RFC 7512) that we use. */
public record Pkcs11Uri(
    String object, String module, OptionalLong slot, Optional<String> pinSource) {
  private static final String SCHEME = "pkcs11:";

  /**
   * Reads one.
   *
   * @throws SigningException naming what is missing
   */
  public static Pkcs11Uri parse(String uri) {
    if (!uri.startsWith(SCHEME)) {
      throw new SigningException("not a PKCS#11 URI: it must begin with " + SCHEME);
    }
    String rest = uri.substring(SCHEME.length());
    int question = rest.indexOf('?');
    Map<String, String> path = attributes(question < 0 ? rest : rest.substring(0, question), ";");
    Map<String, String> query = attributes(question < 0 ? "" : rest.substring(question + 1), "&");
    if (query.containsKey("pin-value")) {
      throw new SigningException(
          "a PIN does not belong into a URI, which ends up in logs; name a file with pin-source");
    }
    String module = query.get("module-path");
    if (module == null || module.indexOf('\n') >= 0) {
      throw new SigningException("the PKCS#11 URI names no module (…?module-path=FILE)");
    }
    String object = path.get("object");
    if (object == null) {
      throw new SigningException("the PKCS#11 URI names no key (pkcs11:object=LABEL…)");
    }
    return new Pkcs11Uri(
        object,
        module,
        slot(path),
        Optional.ofNullable(query.get("pin-source"))
            .map(
                source ->
                    source.startsWith("file:") ? source.substring("file:".length()) : source));
  }

  private static OptionalLong slot(Map<String, String> path) {
    String slot = path.get("slot-id");
    try {
      return slot == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(slot));
    } catch (NumberFormatException e) {
      throw new SigningException("the PKCS#11 URI's slot-id is not a number", e);
    }
  }

  private static Map<String, String> attributes(String text, String separator) {
    var attributes = new HashMap<String, String>();
    for (String one : text.split(separator, -1)) {
      int equals = one.indexOf('=');
      if (equals > 0) {
        try {
          attributes.put(
              one.substring(0, equals),
              URLDecoder.decode(
                  one.substring(equals + 1).replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
          throw new SigningException("the PKCS#11 URI is not percent-encoded properly", e);
        }
      }
    }
    return attributes;
  }
}
