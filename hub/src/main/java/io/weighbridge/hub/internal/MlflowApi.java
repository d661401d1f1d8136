package io.weighbridge.hub.internal;

import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.hub.HubException;
import io.weighbridge.hub.HubException.Kind;
import io.weighbridge.hub.RepoPath;
import io.weighbridge.hub.SourceFiles;
import io.weighbridge.json.Json;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The few routes of MLflow's REST API 2.0 that lead from a model to its files. */
final class MlflowApi {
  private static final Pattern VERSION = Pattern.compile("models:/([^/@]+)/([0-9]{1,9})");
  private static final Pattern ALIAS = Pattern.compile("models:/([^/@]+)@([^/@]+)");
  private static final Pattern LOGGED = Pattern.compile("models:/(m-[0-9a-zA-Z]{1,64})");
  private static final Pattern RUN = Pattern.compile("runs:/([0-9a-zA-Z_-]{1,64})(?:/(.*))?");
  private static final int MOST_FILES = 100_000;
  private static final int DEEPEST = 32;

  /** Files up to this size are fetched whole, in bytes. */
  private static final long WHOLE = 32L << 20;

  private final Wire wire;
  private final String api;
  private final Optional<String> credentials;

  MlflowApi(Wire wire, URI server, Optional<String> credentials) {
    this.wire = wire;
    this.api = server + "/api/2.0/";
    this.credentials = credentials;
  }

  /** Where that address leads next. */
  String follow(String address) {
    Matcher version = VERSION.matcher(address);
    if (version.matches()) {
      return version(version.group(1), version.group(2));
    }
    Matcher alias = ALIAS.matcher(address);
    if (alias.matches()) {
      String query = "name=" + encoded(alias.group(1)) + "&alias=" + encoded(alias.group(2));
      Json found = json("mlflow/registered-models/alias?" + query, address);
      return version(alias.group(1), text(found.get("model_version"), "version", address));
    }
    Matcher logged = LOGGED.matcher(address);
    if (logged.matches()) {
      Json found = json("mlflow/logged-models/" + logged.group(1), address);
      return text(found.get("model").flatMap(model -> model.get("info")), "artifact_uri", address);
    }
    Matcher run = RUN.matcher(address);
    if (run.matches()) {
      Json found = json("mlflow/runs/get?run_id=" + encoded(run.group(1)), address);
      String root = text(found.get("run").flatMap(one -> one.get("info")), "artifact_uri", address);
      return run.group(2) == null ? root : root.replaceFirst("/+$", "") + "/" + run.group(2);
    }
    throw new HubException(
        Kind.REPO_NOT_FOUND,
        "not readable from here: "
            + address
            + " (write models:/name/version, models:/name@alias or runs:/id/path; stages are"
            + " deprecated in MLflow)");
  }

  private String version(String name, String version) {
    String query = "name=" + encoded(name) + "&version=" + encoded(version);
    Json found = json("mlflow/model-versions/get-download-uri?" + query, name + "/" + version);
    return text(Optional.of(found), "artifact_uri", name + "/" + version);
  }

  private static String text(Optional<? extends Json> object, String field, String what) {
    return object
        .flatMap(found -> found.text(field))
        .orElseThrow(
            () ->
                new HubException(
                    Kind.BAD_ANSWER, "the MLflow server tells no " + field + " of " + what));
  }

  /** All files below a path of the artifact root, or the one file that it is. */
  List<SourceFiles.File> files(String path) {
    var files = new ArrayList<SourceFiles.File>();
    list(path, "", 0, files);
    if (files.isEmpty()) {
      String clean = path.replaceFirst("/+$", "");
      int slash = clean.lastIndexOf('/');
      String name = clean.substring(slash + 1);
      list(slash < 0 ? "" : clean.substring(0, slash), "", DEEPEST, files);
      files.removeIf(file -> !file.path().equals(name));
    }
    files.sort(java.util.Comparator.comparing(SourceFiles.File::path));
    return files;
  }

  private void list(String root, String below, int depth, List<SourceFiles.File> files) {
    String at = below.isEmpty() ? root : root + "/" + below;
    Json found = json("mlflow-artifacts/artifacts?path=" + encoded(at), at);
    for (Json item : found.items("files")) {
      String name = item.text("path").orElse("");
      String path = below.isEmpty() ? name : below + "/" + name;
      boolean folder = item.get("is_dir").filter(Json.of(true)::equals).isPresent();
      if (files.size() == MOST_FILES) {
        throw new HubException(Kind.BAD_ANSWER, "more than " + MOST_FILES + " artifacts");
      }
      String problem = RepoPath.problem(path);
      if (!problem.isEmpty()) {
        files.add(new SourceFiles.File(path, -1, () -> refused("its path " + problem)));
      } else if (!folder) {
        long size = item.number("file_size").orElse(-1);
        files.add(new SourceFiles.File(path, size, () -> opened(root + "/" + path, path, size)));
      } else if (depth < DEEPEST) {
        list(root, path, depth + 1, files);
      } else if (depth == DEEPEST && !below.isEmpty()) {
        files.add(new SourceFiles.File(path, -1, () -> refused("folders nested too deep")));
      }
    }
  }

  private static Content refused(String why) {
    throw new ContentException(why);
  }

  /** By ranges where the file is large and the server can (3.17 does, 2.x does not); else whole. */
  private Content opened(String artifact, String name, long size) {
    var encoded = new StringBuilder();
    for (String segment : artifact.split("/", -1)) {
      encoded.append(encoded.isEmpty() ? "" : "/").append(encoded(segment).replace("+", "%20"));
    }
    URI uri = URI.create(api + "mlflow-artifacts/artifacts/" + encoded);
    Map<String, String> headers = size > WHOLE ? Map.of("Range", "bytes=0-0") : Map.of();
    try (Answer answer = wire.send(new Wire.Ask(uri, headers, credentials))) {
      if (answer.status() == 206) {
        return new RangeContent(new HttpParts(this::send, uri, name, size));
      }
      if (answer.status() != 200) {
        throw Errors.of(answer, name, Kind.ENTRY_NOT_FOUND, credentials.isPresent());
      }
      answer.refuseEncoding();
      long announced = size >= 0 ? size : answer.length().orElse(-1);
      if (announced < 0) {
        throw new ContentException("the server tells no size of " + name);
      }
      return FetchedContent.of(name, announced, Optional.empty(), answer.body());
    } catch (HubException e) {
      throw new ContentException(String.valueOf(e.getMessage()), e);
    }
  }

  private Answer send(Wire.Ask ask) {
    return wire.send(new Wire.Ask(ask.uri(), ask.headers(), credentials));
  }

  private Json json(String route, String what) {
    URI uri = URI.create(api + route);
    try (Answer answer = wire.send(new Wire.Ask(uri, Map.of(), credentials))) {
      if (answer.status() != 200) {
        throw Errors.of(answer, what, Kind.REPO_NOT_FOUND, credentials.isPresent());
      }
      return answer.json();
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
