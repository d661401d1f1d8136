package io.weighbridge.cli.internal;

import io.weighbridge.signing.Certificates;
import io.weighbridge.signing.KeyRing;
import io.weighbridge.signing.Pkcs11;
import io.weighbridge.signing.PrivateKeys;
import io.weighbridge.signing.Signer;
import io.weighbridge.signing.SigningException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Options that signing and verifying share, and what they mean. */
final class SigningOptions {
  static final Option KEYS =
      Option.value("keys", "FOLDER", "the keys made by weighbridge keys (~/.weighbridge/keys)");
  static final Option KEY = Option.value("key", "FILE", "a private key in PEM, instead of --keys");
  static final Option TOKEN =
      Option.value("token", "URI", "a key in a PKCS#11 token, instead of --keys");
  static final Option CERTIFICATES =
      Option.value("certificates", "FILE", "the key's certificate and its issuers, in PEM");
  static final Option SIGNATURE =
      Option.value("signature", "FILE", "where the signature is (TARGET/model.sig)");
  static final Option IGNORE =
      Option.value("ignore", "PATH[,PATH…]", "relative paths that the signature may leave out");

  private SigningOptions() {}

  /** The folder of keys: {@code --keys}, else {@code WEIGHBRIDGE_KEYS}, else the user's own. */
  static Path keys(Arguments arguments) {
    return path(
        arguments
            .value("keys")
            .or(() -> Optional.ofNullable(System.getenv("WEIGHBRIDGE_KEYS")))
            .filter(text -> !text.isBlank())
            .orElse(System.getProperty("user.home") + "/.weighbridge/keys"));
  }

  /** The signer that the options name. */
  static Signer signer(Arguments arguments) {
    if (arguments.has("key") && arguments.has("token")) {
      throw new CliException("sign: give --key or --token, not both");
    }
    Optional<String> token = arguments.value("token");
    if (token.isPresent()) {
      return arguments.has("certificates")
          ? Pkcs11.openWithCertificate(token.get())
          : Pkcs11.open(token.get());
    }
    if (arguments.has("key")) {
      KeyPair pair = parsed(arguments.value("key", ""), PrivateKeys::read);
      return arguments.has("certificates")
          ? Signer.of(pair, parsed(arguments.value("certificates", ""), Certificates::read))
          : Signer.of(pair);
    }
    if (arguments.has("certificates")) {
      throw new CliException("sign: --certificates goes with --key or --token");
    }
    return KeyRing.open(keys(arguments)).signer();
  }

  /** Where the signature of a target is. */
  static Path signatureFile(Arguments arguments, String target) {
    if (arguments.has("signature")) {
      return path(arguments.value("signature", ""));
    }
    if (target.startsWith(Target.HUB)) {
      throw new CliException("a model on a hub needs --signature FILE");
    }
    Path path = path(target);
    return Files.isDirectory(path) ? path.resolve("model.sig") : Path.of(path + ".sig");
  }

  static List<String> ignored(Arguments arguments) {
    return arguments
        .value("ignore")
        .map(
            text ->
                Arrays.stream(text.split(","))
                    .map(path -> path.strip().replaceFirst("^(\\./)+", "").replaceFirst("/+$", ""))
                    .filter(path -> !path.isEmpty())
                    .toList())
        .orElse(List.of());
  }

  static Path path(String word) {
    try {
      return Path.of(word);
    } catch (InvalidPathException e) {
      throw new CliException("not a file name: \"" + word + '"', e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.nio.charset.CharacterCodingException e) {
      throw new CliException(file + " is not text", e);
    } catch (IOException e) {
      throw new CliException("cannot read " + file + ": " + Reasons.of(e), e);
    }
  }

  /** What a file of keys or certificates holds; what is wrong with it is said with its name. */
  static <T> T parsed(String file, Function<String, T> parser) {
    String text = read(path(file));
    try {
      return parser.apply(text);
    } catch (SigningException e) {
      throw new CliException(file + ": " + e.getMessage(), e);
    }
  }

  static byte[] readBytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CliException("cannot read " + file + ": " + Reasons.of(e), e);
    }
  }

  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new CliException("cannot write " + file + ": " + Reasons.of(e), e);
    }
  }
}
