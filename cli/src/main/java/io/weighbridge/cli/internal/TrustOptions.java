package io.weighbridge.cli.internal;

import io.weighbridge.signing.Bundle;
import io.weighbridge.signing.Certificates;
import io.weighbridge.signing.KeyList;
import io.weighbridge.signing.KeyRing;
import io.weighbridge.signing.PublicKeys;
import io.weighbridge.signing.RevocationList;
import io.weighbridge.signing.Trust;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whom a verification trusts, as the command line says it. */
final class TrustOptions {
  static final Option KEY = Option.value("key", "FILE", "public keys that are trusted, in PEM");
  static final Option ROOT =
      Option.value("root", "FILE", "the public root key of a gate; needs --key-list");
  static final Option KEY_LIST =
      Option.value("key-list", "FILE|URL", "the gate's list of keys, signed by its root");
  static final Option AUTHORITIES =
      Option.value("authorities", "FILE", "root certificates that are trusted, in PEM");
  static final Option IDENTITY =
      Option.value("identity", "NAME", "the e-mail address, URI or DNS name of the certificate");
  static final Option REVOCATIONS =
      Option.value("revocations", "FILE|URL", "the gate's list of what it withdrew");
  static final List<Option> ALL =
      List.of(KEY, SigningOptions.KEYS, ROOT, KEY_LIST, AUTHORITIES, IDENTITY);

  private TrustOptions() {}

  /** The trust that the options name; the user's own keys when they name none. */
  static Trust of(Arguments arguments, Instant now) {
    long ways = List.of("key", "root", "authorities").stream().filter(arguments::has).count();
    if (ways > 1) {
      throw new CliException("verify: give one of --key, --root and --authorities");
    }
    if (arguments.has("key-list") != arguments.has("root")) {
      throw new CliException("verify: --root and --key-list go together");
    }
    if (arguments.has("identity") && !arguments.has("authorities")) {
      throw new CliException("verify: --identity goes with --authorities");
    }
    if (arguments.has("key")) {
      return keys(arguments.value("key", ""));
    }
    if (arguments.has("root")) {
      Bundle list = Bundle.read(Fetched.bytes(arguments.value("key-list", "")));
      return KeyList.read(list, keys(arguments.value("root", "")), now).trust(now);
    }
    if (arguments.has("authorities")) {
      return new Trust.Authorities(
          SigningOptions.parsed(arguments.value("authorities", ""), Certificates::read),
          arguments.value("identity"),
          now);
    }
    return new Trust.Keys(KeyRing.open(SigningOptions.keys(arguments)).trusted(now));
  }

  private static Trust keys(String file) {
    return new Trust.Keys(SigningOptions.parsed(file, PublicKeys::read));
  }

  static Optional<RevocationList> revocations(Arguments arguments, Trust trust, Instant now) {
    return arguments
        .value("revocations")
        .map(word -> RevocationList.read(Bundle.read(Fetched.bytes(word)), trust, 0, now));
  }
}
