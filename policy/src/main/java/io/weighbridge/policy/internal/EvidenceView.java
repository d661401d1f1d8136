package io.weighbridge.policy.internal;

import io.weighbridge.hub.ModelId;
import io.weighbridge.json.Json;
import io.weighbridge.policy.Evidence;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The evidence document as the variables of {@code evidence.tsv}: points in time become ages at the
 * moment of deciding, absent facts become empty optionals.
 */
final class EvidenceView {
  private final Json evidence;
  private final Instant now;
  private final List<Json> files;
  private final List<FileFacts> facts;
  private final LoadsAlone loads;
  private final Map<String, Object> shared = new LinkedHashMap<>();

  EvidenceView(Evidence evidence, Instant now) {
    this.evidence = evidence.document();
    this.now = now;
    this.files = this.evidence.items("files").stream().map(EvidenceView::file).toList();
    this.facts = this.evidence.items("files").stream().map(FileFacts::of).toList();
    this.loads = new LoadsAlone(facts);
    shared.put("model", RecordValue.of("Model", model(evidence.model())));
    shared.put("revision", RecordValue.of("Revision", revision()));
    shared.put("upstream", evidence.upstream());
    shared.put("source", RecordValue.of("Source", source()));
    shared.put("change", RecordValue.of("Change", change()));
    shared.put("loading", RecordValue.of("Loading", loading()));
    shared.put("name", RecordValue.of("Name", name()));
    shared.put("licence", RecordValue.of("Licence", licence()));
    shared.put("scan", RecordValue.of("Scan", object("scan")));
    shared.put("weights", RecordValue.of("Weights", weights()));
  }

  List<FileFacts> files() {
    return facts;
  }

  LoadsAlone loads() {
    return loads;
  }

  /** Variables of revision rules. */
  Map<String, Object> revisionVariables() {
    var variables = new LinkedHashMap<>(shared);
    variables.put("files", files.stream().map(file -> RecordValue.of("File", file)).toList());
    return variables;
  }

  /** Variables of file rules, for the file at that index of {@link #files()}. */
  Map<String, Object> fileVariables(int index) {
    var variables = new LinkedHashMap<>(shared);
    variables.put("file", RecordValue.of("File", files.get(index)));
    return variables;
  }

  private Json object(String field) {
    return evidence.get(field).orElse(Json.object().build());
  }

  private Json model(ModelId id) {
    Json told = object("model");
    String gating = told.text("gating").orElse("unknown");
    var json =
        copy(told)
            .put("namespace", id.namespace())
            .put("name", id.name())
            .put("gating", gating)
            .put("gated", !gating.equals("false"));
    age(json, "ageDays", told.text("createdAt"));
    age(json, "changedDaysAgo", told.text("lastModified"));
    return json.build();
  }

  private Json revision() {
    long bytes = files.stream().mapToLong(file -> file.number("size").orElse(0)).sum();
    return copy(object("revision")).put("files", files.size()).put("bytes", bytes).build();
  }

  private Json source() {
    var publisher =
        Json.object()
            .put("name", text("publisher.name").orElseGet(this::namespace))
            .put("kind", text("publisher.kind").orElse("unknown"))
            .put("official", fact("publisher.official").equals(Optional.of(Json.of(true))));
    for (String name : List.of("id", "fullName", "verified", "models", "followers")) {
      fact("publisher." + name).ifPresent(value -> publisher.put(name, value));
    }
    age(publisher, "ageDays", text("publisher.since"));
    var json =
        Json.object()
            .put("publisher", publisher.build())
            .put("findings", findings(object("source")))
            .put("baseModels", list("baseModel.claims"))
            .put("basesAdmitted", list("baseModel.admitted"))
            .put("baseLicences", list("baseModel.licences"))
            .put("signatures", list("signatures"))
            .put("score", object("source").get("score").flatMap(EvidenceView::sum).orElse(0L))
            .put("papers", list("model.papers"))
            .put("authors", list("history.authors"))
            .put("unanswered", list("unanswered"))
            .put("upstreamScan", text("upstreamScan"));
    fact("history.commits").ifPresent(commits -> json.put("commits", commits));
    fact("discussions.reports").ifPresent(reports -> json.put("reports", reports));
    return json.build();
  }

  private static Optional<Long> sum(Json score) {
    OptionalLong sum = score.number("sum");
    return sum.isPresent() ? Optional.of(sum.getAsLong()) : Optional.empty();
  }

  private Json change() {
    return Json.object()
        .put("known", text("change.since").isPresent())
        .put("since", text("change.since"))
        .put("files", list("change.files"))
        .put("kinds", list("change.kinds"))
        .put("newAuthors", list("change.authors"))
        .build();
  }

  private Json loading() {
    var json =
        Json.object()
            .put("loaders", list("loading.loaders"))
            .put("pickles", list("loading.pickles"))
            .put("code", list("loading.code"))
            .put("elsewhere", list("loading.elsewhere"));
    fact("loading.dataOnly").ifPresent(only -> json.put("dataOnly", only));
    return json.build();
  }

  private Json list(String fact) {
    return fact(fact).orElse(Json.strings(List.of()));
  }

  private String namespace() {
    String id = object("model").text("id").orElse("");
    return id.substring(0, Math.max(0, id.indexOf('/')));
  }

  private Optional<String> text(String fact) {
    return fact(fact).flatMap(Json::asText);
  }

  /** A fact's value, as source vetting names it; empty when it is unknown. */
  private Optional<Json> fact(String name) {
    return object("source").items("facts").stream()
        .filter(fact -> fact.text("name").equals(Optional.of(name)))
        .flatMap(fact -> fact.get("value").stream())
        .findFirst();
  }

  private Json name() {
    Json like = object("source").get("resembles").orElse(Json.object().build());
    boolean copy = like.bool("informational").orElse(false);
    var json =
        Json.object()
            .put("resembles", copy ? Optional.empty() : like.text("original"))
            .put("copyOf", copy ? like.text("original") : Optional.empty())
            .put("kind", like.text("kind"))
            .put("distance", like.get("distance").orElse(Json.Null.NULL))
            .put("explanation", like.text("explanation").orElse(""));
    fact("resembles.downloads").ifPresent(count -> json.put("originalDownloads", count));
    age(json, "originalAgeDays", text("resembles.createdAt"));
    return json.build();
  }

  private Json licence() {
    var ids = new TreeSet<String>();
    for (Json id : object("scan").items("licences")) {
      id.asText().ifPresent(text -> ids.add(text.toLowerCase(Locale.ROOT)));
    }
    for (Json tag : object("model").items("tags")) {
      tag.asText()
          .filter(text -> text.startsWith("license:"))
          .ifPresent(text -> ids.add(text.substring("license:".length()).toLowerCase(Locale.ROOT)));
    }
    text("licence.card").ifPresent(text -> ids.add(text.toLowerCase(Locale.ROOT)));
    return Json.object()
        .put("known", !ids.isEmpty())
        .put("ids", Json.strings(ids))
        .put("families", list("licence.families"))
        .build();
  }

  private Json weights() {
    var formats = new TreeSet<String>();
    facts.stream().map(FileFacts::format).filter(FormatTable::weights).forEach(formats::add);
    return Json.object()
        .put("safe", loads.safeWeights())
        .put("formats", Json.strings(formats))
        .build();
  }

  private static Json file(Json told) {
    String path = told.text("path").orElse("");
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    Json.Arr findings = findings(told);
    return copy(told)
        .put("name", name)
        .put(
            "folder",
            path.length() > name.length()
                ? path.substring(0, path.length() - name.length() - 1)
                : "")
        .put("extension", dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT))
        .put("sha256", told.text("sha256").orElse(""))
        .put("pickle", FormatTable.pickle(told.text("format").orElse("")))
        .put("why", why(told, findings.items()))
        .put("findings", findings)
        .build();
  }

  private static String why(Json told, List<Json> findings) {
    String reason = told.text("reason").orElse("");
    Optional<Json> worst =
        findings.stream()
            .filter(finding -> !finding.text("severity").orElse("").equals("info"))
            .findFirst();
    if (worst.isEmpty()) {
      return reason;
    }
    String evidence = worst.get().text("evidence").orElse("");
    String place = worst.get().text("place").orElse("");
    String message = worst.get().text("message").orElse("");
    return message
        + (evidence.isEmpty() || message.contains(evidence) ? "" : ": " + evidence)
        + (place.isEmpty() ? "" : " (" + place + ")");
  }

  private static Json.Arr findings(Json told) {
    return Json.array(told.items("findings").stream().map(EvidenceView::finding).toList());
  }

  private static Json finding(Json told) {
    String members =
        told.items("members").stream()
            .flatMap(member -> member.asText().stream())
            .collect(Collectors.joining("!"));
    var parts = new ArrayList<String>();
    if (!members.isEmpty()) {
      parts.add(members);
    }
    told.number("offset").ifPresent(offset -> parts.add("byte " + offset));
    return copy(told)
        .put("evidence", told.text("evidence").orElse(""))
        .put("place", String.join(", ", parts))
        .build();
  }

  private void age(Json.ObjBuilder json, String field, Optional<String> since) {
    since
        .flatMap(EvidenceView::instant)
        // a date in the future is a lie, or a clock that is wrong: as good as unknown
        .filter(moment -> !moment.isAfter(now.plus(Duration.ofDays(1))))
        .ifPresent(moment -> json.put(field, Math.max(0, Duration.between(moment, now).toDays())));
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Json.ObjBuilder copy(Json object) {
    var builder = Json.object();
    if (object instanceof Json.Obj(var fields)) {
      fields.forEach(builder::put);
    }
    return builder;
  }
}
