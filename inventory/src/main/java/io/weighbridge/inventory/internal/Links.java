package io.weighbridge.inventory.internal;

import io.weighbridge.hub.ModelId;
import io.weighbridge.inventory.Hub;
import io.weighbridge.inventory.internal.Names.Named;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses of models, in whatever text they stand. */
public final class Links {
  /** Stands in an edit for the gate's address, which only lint knows. */
  public static final String GATE = "\u0000gate";

  private static final Pattern ADDRESS =
      Pattern.compile("https?://[A-Za-z0-9._~:/?#@!$&*+,;=%{}\\[\\]()-]+");
  private static final List<List<String>> HOSTS = Table.rows("hosts.tsv", 4);

  /** First segments of the Hugging Face website that are no namespace. */
  private static final Set<String> ROUTES = routes();

  private static final Pattern WEIGHTS =
      Pattern.compile(
          ".*\\.(safetensors|gguf|ggml|pt|pth|onnx|ckpt|tflite|h5|keras|pkl|joblib|caffemodel|mlmodel|nemo|pdparams|npz|bin|ftz)",
          Pattern.CASE_INSENSITIVE);

  private Links() {}

  private static Set<String> routes() {
    return Table.rows("routes.tsv", 2).stream()
        .map(List::getFirst)
        .collect(java.util.stream.Collectors.toUnmodifiableSet());
  }

  /** Every address in the text that names a model, as a claim. */
  static void read(Text text, Sink sink, boolean documents) {
    String chars = text.chars();
    if (chars.indexOf("http") < 0) {
      return;
    }
    Matcher addresses = ADDRESS.matcher(chars);
    while (addresses.find()) {
      String address = trimmed(addresses.group());
      if (judge(address).isEmpty()) {
        continue;
      }
      var claim =
          Claim.load(addresses.start(), address, Hub.URL, Claim.ANY, "link")
              .withUse(io.weighbridge.inventory.Use.DOCUMENTS);
      Claim judged = documents ? claim : onLine(text, claim);
      sink.claim(text, judged);
      if (judged.use() != io.weighbridge.inventory.Use.DOCUMENTS) {
        bypass(text, addresses.start(), address, sink);
      }
    }
  }

  /** The Hub's files fetched from the Hub itself, and not from a page of it. */
  private static void bypass(Text text, int at, String address, Sink sink) {
    Matcher hub =
        Pattern.compile("https?://(?:www\\.)?(?:huggingface\\.co|hf\\.co|hf-mirror\\.com)(?=/)")
            .matcher(address);
    String line = text.excerpt(at);
    boolean fetched =
        address.contains("/resolve/")
            || address.contains("/raw/")
            || text.kind() == io.weighbridge.inventory.Kind.SUBMODULE
            || text.kind() == io.weighbridge.inventory.Kind.REQUIREMENTS
            || line.matches(".*\\b(git\\s+(lfs\\s+)?clone|curl|wget|aria2c)\\b.*");
    if (hub.lookingAt() && fetched) {
      sink.hazard(
          new io.weighbridge.inventory.Hazard(
              text.path(),
              text.line(at),
              "lint/gate-bypass",
              "fetched from "
                  + hub.group().replaceFirst("https?://", "")
                  + " itself, past the gate",
              line,
              text.original()
                  ? Optional.of(new io.weighbridge.inventory.Hazard.Edit(at, at + hub.end(), GATE))
                  : Optional.empty()));
    }
  }

  /** In code and commands an address is used, unless it stands in a comment. */
  private static Claim onLine(Text text, Claim claim) {
    int index = text.index(claim.at());
    String before = text.chars().substring(text.start(index), claim.at());
    String line = before.strip();
    boolean comment =
        line.startsWith("#")
            || line.startsWith("//")
            || line.startsWith("*")
            || line.startsWith("/*")
            || before.contains(" # ")
            || before.contains(" // ")
            || line.startsWith("REM ");
    // In a language with quotes, an address that no quote begins stands in prose: a docstring.
    boolean prose =
        switch (text.kind()) {
          case PYTHON, NOTEBOOK, JAVASCRIPT, JAVA, GO, RUST, CPP ->
              before.isEmpty() || "\"'`+".indexOf(before.charAt(before.length() - 1)) < 0;
          default -> false;
        };
    return comment || prose ? claim : claim.withUse(io.weighbridge.inventory.Use.NAMES);
  }

  private static String trimmed(String address) {
    String text = address;
    int open = text.indexOf('(');
    int close = text.indexOf(')');
    if (close >= 0 && (open < 0 || close < open)) {
      text = text.substring(0, close);
    }
    int bracket = text.indexOf(']');
    if (bracket >= 0 && text.indexOf('[') < 0) {
      text = text.substring(0, bracket);
    }
    return text.replaceFirst("[.,;:!?*)}&]+$", "");
  }

  /** Which model an address names. */
  static Optional<Named> judge(String address) {
    int hostAt = address.indexOf("://") + 3;
    int pathAt = address.indexOf('/', hostAt);
    if (pathAt < 0) {
      return Optional.empty();
    }
    String host =
        address.substring(hostAt, pathAt).toLowerCase(Locale.ROOT).replaceFirst("^.*@", "");
    String path = address.substring(pathAt + 1).replaceFirst("[?#].*$", "");
    for (List<String> row : HOSTS) {
      if (host.equals(row.getFirst()) || host.endsWith("." + row.getFirst())) {
        Optional<Named> named = on(Hub.of(row.get(1)), row.get(2), path, address);
        if (named.isPresent() || !row.get(2).equals("file")) {
          return named;
        }
      }
    }
    return file(path, address);
  }

  private static Optional<Named> on(Hub hub, String shape, String path, String address) {
    return switch (shape) {
      case "repository" -> repository(path);
      case "two" -> segments(hub, path.replaceFirst("^models/", ""), 2);
      case "library" ->
          path.startsWith("library/") || path.startsWith("v2/library/")
              ? segments(hub, path.replaceFirst("^(v2/)?library/", ""), 1)
              : segments(hub, path, 2);
      case "models" ->
          path.startsWith("models/") ? segments(hub, path.substring(7), 2) : Optional.empty();
      case "ngc" -> ngc(path);
      case "path" ->
          path.indexOf('/') > 0
              ? Optional.of(new Named(hub, path.replaceFirst("/+$", ""), ""))
              : Optional.empty();
      case "release" -> release(path);
      case "never" -> Optional.empty();
      default -> file(path, address);
    };
  }

  /** {@code org/name[/resolve|tree|blob/revision/…]}, or one of the oldest models alone. */
  private static Optional<Named> repository(String path) {
    String[] parts = path.replaceFirst("^api/models/", "").split("/", -1);
    if (parts.length == 0 || ROUTES.contains(parts[0])) {
      return Optional.empty();
    }
    boolean bare = Words.isLegacy(parts[0]);
    int rest = bare ? 1 : 2;
    if (!bare && (parts.length < 2 || !isName(parts[0], parts[1]))) {
      return Optional.empty();
    }
    boolean revised =
        parts.length > rest + 1 && parts[rest].matches("resolve|tree|blob|raw|revision|commit");
    String revision = revised && !parts[rest + 1].matches(".*[{$<].*") ? parts[rest + 1] : "";
    String id = bare ? parts[0] : parts[0] + "/" + parts[1].replaceFirst("\\.git$", "");
    return Optional.of(new Named(Hub.HUGGINGFACE, id, revision));
  }

  private static boolean isName(String organisation, String name) {
    return ModelId.parse(organisation + "/" + name.replaceFirst("\\.git$", "")).isPresent()
        && !Words.in("placeholder", organisation)
        && name.chars().anyMatch(Character::isLetter);
  }

  private static Optional<Named> segments(Hub hub, String path, int count) {
    String[] parts = path.split("/", -1);
    if (parts.length < count || parts[0].isEmpty() || parts[count - 1].isEmpty()) {
      return Optional.empty();
    }
    String id = count == 1 ? parts[0] : parts[0] + "/" + parts[1];
    if (!id.matches("[A-Za-z0-9._:/-]+")) {
      return Optional.empty();
    }
    int colon = id.indexOf(':');
    return Optional.of(
        colon < 0
            ? new Named(hub, id, "")
            : new Named(hub, id.substring(0, colon), id.substring(colon + 1)));
  }

  private static Optional<Named> ngc(String path) {
    int models = path.indexOf("models/");
    return models < 0
        ? Optional.empty()
        : Optional.of(
            new Named(
                Hub.NGC, path.substring(models + 7).replaceFirst("/(files|versions).*", ""), ""));
  }

  /** Release downloads and archives of a code hub that are models. */
  private static Optional<Named> release(String path) {
    if (path.matches("explosion/spacy-models/.*releases/download/.*")) {
      String file = path.substring(path.lastIndexOf('/') + 1);
      return Optional.of(
          new Named(
              Hub.SPACY,
              file.replaceFirst("-\\d.*", ""),
              file.replaceFirst("^[^-]*-(\\d+\\.\\d+\\.\\d+).*$", "$1")));
    }
    return Optional.empty();
  }

  private static Optional<Named> file(String path, String address) {
    boolean fixed = !address.matches(".*[{}<>$].*");
    return fixed && WEIGHTS.matcher(path).matches()
        ? Optional.of(new Named(Hub.URL, address.replaceFirst("[?#].*$", ""), ""))
        : Optional.empty();
  }
}
