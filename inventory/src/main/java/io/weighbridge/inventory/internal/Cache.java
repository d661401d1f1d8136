package io.weighbridge.inventory.internal;

import io.weighbridge.inventory.Flag;
import io.weighbridge.inventory.Hazard;
import io.weighbridge.inventory.Hub;
import io.weighbridge.inventory.Kind;
import io.weighbridge.inventory.LocalModel;
import io.weighbridge.inventory.Reference;
import io.weighbridge.inventory.Site;
import io.weighbridge.inventory.Skipped;
import io.weighbridge.inventory.Use;
import io.weighbridge.json.Json;
import io.weighbridge.json.JsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What files said last time, by path, size and time of change: one line of JSON each, behind a line
 * with the digest of what decides. A cache that cannot be read is an empty one.
 */
final class Cache {
  private static final long MOST = 512L << 20;
  private static final String FORMAT = "1";

  private final Optional<Path> file;
  private final Map<String, String> lines;

  private Cache(Optional<Path> file, Map<String, String> lines) {
    this.file = file;
    this.lines = lines;
  }

  static Cache none() {
    return new Cache(Optional.empty(), Map.of());
  }

  static Cache open(Path file) {
    var lines = new HashMap<String, String>();
    try {
      if (Files.isRegularFile(file) && Files.size(file) < MOST) {
        List<String> all = Files.readAllLines(file, StandardCharsets.UTF_8);
        if (!all.isEmpty() && all.getFirst().equals(digest())) {
          for (String line : all.subList(1, all.size())) {
            int tab = line.indexOf('\t');
            if (tab > 0) {
              lines.put(line.substring(0, tab), line.substring(tab + 1));
            }
          }
        }
      }
    } catch (IOException e) {
      lines.clear();
    }
    return new Cache(Optional.of(file), lines);
  }

  /** Of every table, and of the program, so that neither an old table nor an old reader answers. */
  private static String digest() {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (String table :
          List.of(
              "python-loaders.tsv",
              "python-unsafe.tsv",
              "code-loaders.tsv",
              "commands.tsv",
              "words.tsv",
              "legacy-names.txt",
              "hosts.tsv",
              "routes.tsv",
              "extensions.tsv",
              "package-models.tsv")) {
        sha256.update(Table.bytes(table));
      }
      String version = Cache.class.getPackage().getImplementationVersion();
      sha256.update((FORMAT + version + built()).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String built() {
    try {
      java.security.CodeSource source = Cache.class.getProtectionDomain().getCodeSource();
      return source == null
          ? ""
          : Files.getLastModifiedTime(Path.of(source.getLocation().toURI())).toString();
    } catch (IOException | java.net.URISyntaxException | IllegalArgumentException e) {
      return "";
    }
  }

  private static String key(Tree.Entry entry) {
    return HexFormat.of().toHexDigits(entry.path().hashCode())
        + ":"
        + entry.size()
        + ":"
        + entry.modified()
        + ":"
        + entry.path().replace('\t', ' ').replace('\n', ' ');
  }

  Optional<Reading.Outcome> get(Tree.Entry entry) {
    String line = lines.get(key(entry));
    if (line == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          line.isEmpty()
              ? Reading.Outcome.of(Facts.nothing(entry.path()))
              : outcome(Json.parse(line), entry.path()));
    } catch (JsonException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  void save(List<Tree.Entry> entries, List<Reading.Outcome> outcomes) {
    if (file.isEmpty()) {
      return;
    }
    Path target = file.get();
    try {
      Files.createDirectories(target.toAbsolutePath().getParent());
      Path part = Files.createTempFile(target.toAbsolutePath().getParent(), ".inventory", ".part");
      try (var out = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
        out.write(digest());
        out.write('\n');
        for (int i = 0; i < entries.size(); i++) {
          out.write(key(entries.get(i)) + "\t" + json(outcomes.get(i)) + "\n");
        }
      }
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      // Without a cache the next run takes longer, nothing else.
    }
  }

  private static String json(Reading.Outcome outcome) {
    Facts facts = outcome.facts();
    boolean plain =
        facts.references().isEmpty()
            && facts.pending().isEmpty()
            && facts.hazards().isEmpty()
            && facts.exports().isEmpty()
            && outcome.model().isEmpty()
            && outcome.skipped().isEmpty()
            && outcome.read();
    if (plain) {
      return "";
    }
    Json.ObjBuilder exports = Json.object();
    facts.exports().forEach(exports::put);
    return Json.object()
        .put("r", Json.array(facts.references().stream().map(Cache::reference).toList()))
        .put("p", Json.array(facts.pending().stream().map(Cache::pending).toList()))
        .put("h", Json.array(facts.hazards().stream().map(Cache::hazard).toList()))
        .put("e", exports.build())
        .put("m", outcome.model().map(LocalModel::toJson).orElse(Json.Null.NULL))
        .put("s", outcome.skipped().map(Skipped::toJson).orElse(Json.Null.NULL))
        .put("d", outcome.read())
        .build()
        .write();
  }

  private static Reading.Outcome outcome(Json json, String path) {
    var exports = new HashMap<String, String>();
    if (json.get("e").orElseThrow() instanceof Json.Obj(var fields)) {
      fields.forEach((name, value) -> exports.put(name, value.asText().orElse("")));
    }
    return new Reading.Outcome(
        new Facts(
            path,
            json.items("r").stream().map(r -> reference(r, path)).toList(),
            json.items("p").stream().map(p -> pending(p, path)).toList(),
            json.items("h").stream().map(h -> hazard(h, path)).toList(),
            exports),
        json.get("m")
            .map(
                m ->
                    new LocalModel(
                        path, m.text("format").orElse(""), m.number("size").orElse(0), "")),
        json.get("s").map(s -> new Skipped(path, s.text("why").orElse(""))),
        json.bool("d").orElse(false));
  }

  private static Json reference(Reference reference) {
    return Json.strings(
        List.of(
            String.valueOf(reference.line()),
            reference.kind().text(),
            reference.use().text(),
            reference.hub().text(),
            reference.id(),
            reference.revision(),
            reference.loader(),
            reference.safeFormat().text(),
            reference.remoteCode().text(),
            reference.origin(),
            reference.site().argumentsEnd()
                + " "
                + reference.site().revisionStart()
                + " "
                + reference.site().revisionEnd()));
  }

  private static Reference reference(Json json, String path) {
    List<String> cells = strings(json);
    String[] site = cells.get(10).split(" ", -1);
    return new Reference(
        path,
        Integer.parseInt(cells.get(0)),
        Kind.of(cells.get(1)),
        Use.of(cells.get(2)),
        Hub.of(cells.get(3)),
        cells.get(4),
        cells.get(5),
        cells.get(6),
        Flag.of(cells.get(7)),
        Flag.of(cells.get(8)),
        cells.get(9),
        "",
        new Site(Integer.parseInt(site[0]), Integer.parseInt(site[1]), Integer.parseInt(site[2])));
  }

  private static List<String> strings(Json json) {
    return json instanceof Json.Arr(var items)
        ? items.stream().map(item -> item.asText().orElse("")).toList()
        : List.of();
  }

  private static Json pending(Facts.Pending pending) {
    return Json.object()
        .put("r", reference(pending.reference()))
        .put("raw", pending.raw())
        .put("hub", pending.hub().text())
        .put("bare", pending.bare())
        .build();
  }

  private static Facts.Pending pending(Json json, String path) {
    return new Facts.Pending(
        reference(json.get("r").orElseThrow(), path), json.text("raw").orElse(""),
        Hub.of(json.text("hub").orElse("")), json.text("bare").orElse(""));
  }

  private static Json hazard(Hazard hazard) {
    Json.ObjBuilder object =
        Json.object()
            .put("line", hazard.line())
            .put("rule", hazard.rule())
            .put("message", hazard.message())
            .put("evidence", hazard.evidence());
    hazard
        .edit()
        .ifPresent(
            edit ->
                object.put("start", edit.start()).put("end", edit.end()).put("text", edit.text()));
    return object.build();
  }

  private static Hazard hazard(Json json, String path) {
    Optional<Hazard.Edit> edit =
        json.text("text")
            .map(
                text ->
                    new Hazard.Edit(
                        (int) json.number("start").orElse(0),
                        (int) json.number("end").orElse(0),
                        text));
    return new Hazard(
        path,
        (int) json.number("line").orElse(1),
        json.text("rule").orElse(""),
        json.text("message").orElse(""),
        json.text("evidence").orElse(""),
        edit);
  }
}
