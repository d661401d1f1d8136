package io.weighbridge.cli.internal;

import io.weighbridge.json.Json;
import io.weighbridge.signing.Curve;
import io.weighbridge.signing.KeyList;
import io.weighbridge.signing.KeyRing;
import io.weighbridge.signing.PrivateKeys;
import io.weighbridge.signing.PublicKeys;
import io.weighbridge.signing.Signer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** {@code weighbridge keys …}: the keys to sign with, and what verifiers are told of them. */
final class KeysCommand implements Command {
  private static final Option CURVE =
      Option.choice("curve", List.of("P-256", "P-384", "P-521"), "the curve of a new key (P-256)");
  private static final Option OVERLAP =
      Option.value("overlap", "DAYS", "how long the key before still counts (30)");
  private static final Option ROOT_KEY =
      Option.value("root-key", "FILE", "the private root key, for publish");
  private static final Option NUMBER =
      Option.value("number", "N", "the number of the list, above the last one's");
  private static final Option DAYS = Option.value("days", "DAYS", "how long the list counts (90)");

  @Override
  public CommandSpec spec() {
    return new CommandSpec(
        "keys",
        "init|rotate|list|public|root FILE|publish",
        1,
        2,
        """
        init     makes a folder of keys with a first one
        rotate   makes a new key, which signs from now on; the one before counts a while longer
        list     what is there
        public   prints the public keys that count, in PEM: what verifiers get
        root     makes a root key in FILE, to be kept offline, and FILE.pub for verifiers
        publish  prints the list of keys that count, signed by the root: what verifiers with a
                 pinned root get, again after each rotation
        Private keys are files that only you can read, or stay in a PKCS#11 token (--token URI).\
        """,
        List.of(
            SigningOptions.KEYS,
            SigningOptions.TOKEN,
            CURVE,
            OVERLAP,
            ROOT_KEY,
            NUMBER,
            DAYS,
            CommonOptions.FORMAT,
            CommonOptions.OUTPUT),
        List.of(
            "weighbridge keys init",
            "weighbridge keys rotate --overlap 14",
            "weighbridge keys publish --root-key root.key --number 2 --output keys.json"));
  }

  @Override
  public int run(Arguments arguments, Terminal terminal) {
    Path folder = SigningOptions.keys(arguments);
    Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond());
    String text =
        switch (arguments.operands().getFirst()) {
          case "init" ->
              list(
                  arguments,
                  arguments.has("token")
                      ? KeyRing.init(folder, arguments.value("token", ""), now)
                      : KeyRing.init(folder, curve(arguments), now),
                  now);
          case "rotate" -> list(arguments, rotated(arguments, folder, now), now);
          case "list" -> list(arguments, KeyRing.open(folder), now);
          case "public" ->
              String.join(
                  "", KeyRing.open(folder).trusted(now).stream().map(PublicKeys::pem).toList());
          case "root" -> root(arguments);
          case "publish" -> publish(arguments, folder, now);
          default ->
              throw new CliException(
                  "keys: it can init, rotate, list, root, publish and print public keys, not \""
                      + arguments.operands().getFirst()
                      + '"');
        };
    Output.write(arguments, terminal, text);
    return OK;
  }

  private static Curve curve(Arguments arguments) {
    return Curve.valueOf(arguments.value("curve", "P-256").replace("-", ""));
  }

  private static KeyRing rotated(Arguments arguments, Path folder, Instant now) {
    Duration overlap = Duration.ofDays(whole(arguments, "overlap", 30));
    KeyRing ring = KeyRing.open(folder);
    return arguments.has("token")
        ? ring.rotate(arguments.value("token", ""), overlap, now)
        : ring.rotate(curve(arguments), overlap, now);
  }

  private static long whole(Arguments arguments, String name, long otherwise) {
    try {
      long value = Long.parseLong(arguments.value(name, Long.toString(otherwise)));
      if (value >= 0 && value <= 100_000) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw new CliException("keys: --" + name + " takes a whole number", e);
    }
    throw new CliException("keys: --" + name + " takes 0 to 100000");
  }

  private static String root(Arguments arguments) {
    if (arguments.operands().size() < 2) {
      throw new CliException("keys: root needs the FILE to make");
    }
    Path file = SigningOptions.path(arguments.operands().get(1));
    if (Files.exists(file)) {
      throw new CliException(file + " is there already; a root key is never overwritten");
    }
    KeyPair pair = PrivateKeys.generate(curve(arguments));
    PrivateKeys.write(file, pair);
    SigningOptions.write(Path.of(file + ".pub"), PublicKeys.pem(pair.getPublic()));
    return "root key "
        + PublicKeys.hint(pair.getPublic())
        + "\n  keep offline  "
        + file
        + "\n  hand out      "
        + file
        + ".pub\n";
  }

  private static String publish(Arguments arguments, Path folder, Instant now) {
    if (!arguments.has("root-key") || !arguments.has("number")) {
      throw new CliException("keys: publish needs --root-key FILE and --number N");
    }
    KeyPair root = SigningOptions.parsed(arguments.value("root-key", ""), PrivateKeys::read);
    Instant expires = now.plus(Duration.ofDays(whole(arguments, "days", 90)));
    KeyList list = KeyList.of(KeyRing.open(folder), whole(arguments, "number", 0), now, expires);
    return Signer.of(root).sign(list.toStatement()).toJson().write() + "\n";
  }

  private static String list(Arguments arguments, KeyRing ring, Instant now) {
    if (CommonOptions.isJson(arguments)) {
      return Json.array(
              ring.entries().stream()
                  .map(
                      entry ->
                          Json.object()
                              .put("id", entry.id())
                              .put("state", state(entry, now))
                              .put("created", entry.created().toString())
                              .put("until", entry.until().map(Instant::toString))
                              .put("token", entry.token())
                              .build())
                  .toList())
          .writePretty();
    }
    var text = new StringBuilder();
    for (KeyRing.Entry entry : ring.entries().reversed()) {
      text.append(entry.id())
          .append("  ")
          .append(state(entry, now))
          .append(", made ")
          .append(entry.created());
      entry.until().ifPresent(until -> text.append(", counts until ").append(until));
      entry.token().ifPresent(token -> text.append(", in ").append(TerminalText.safe(token)));
      text.append('\n');
    }
    return text.toString();
  }

  private static String state(KeyRing.Entry entry, Instant now) {
    return entry.until().map(until -> now.isBefore(until) ? "retiring" : "ended").orElse("signs");
  }
}
