package io.weighbridge.hub.internal;

import io.weighbridge.hub.HubException;
import io.weighbridge.hub.HubException.Kind;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code registry/repository[:tag][@digest]} (OCI distribution specification 1.1, "Pulling
 * manifests").
 *
 * @param registry host, with a port where it is not the usual one
 * @param reference tag or digest; the digest where both are given
 */
record OciReference(String registry, String repository, String reference) {
  static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
  private static final Pattern FORM =
      Pattern.compile(
          "([A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?|\\[[0-9a-fA-F:]{2,45}](?::[0-9]{1,5})?)"
              + "/([a-z0-9]+(?:(?:[._/]|__|-+)[a-z0-9]+)*)"
              + "(?::([A-Za-z0-9_][A-Za-z0-9._-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?");

  static OciReference parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches() || parts.group(2).length() > 255) {
      throw new HubException(
          Kind.REPO_NOT_FOUND,
          "not an OCI reference: \"" + text + "\" (write oci://registry/repository:tag)");
    }
    String registry = parts.group(1);
    String repository = parts.group(2);
    if (registry.equals("docker.io") || registry.equals("index.docker.io")) {
      registry = "registry-1.docker.io"; // where Docker Hub's registry is, by that name
      repository = repository.contains("/") ? repository : "library/" + repository;
    }
    String tag = Optional.ofNullable(parts.group(3)).orElse("latest");
    return new OciReference(registry, repository, Optional.ofNullable(parts.group(4)).orElse(tag));
  }

  boolean isPinned() {
    return DIGEST.matcher(reference).matches();
  }

  String host() {
    return registry.startsWith("[")
        ? registry.substring(0, registry.indexOf(']') + 1)
        : registry.replaceFirst(":[0-9]+$", "");
  }

  @Override
  public String toString() {
    return registry + "/" + repository + (isPinned() ? "@" : ":") + reference;
  }
}
