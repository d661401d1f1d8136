package io.weighbridge.registry.internal.http;

import io.weighbridge.hub.ModelId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the route of a path by the markers that Hub paths have ({@code /resolve/}, {@code /tree/},
 * …), not by counting segments: a model id has one or two, and a revision or a file path arrives as
 * one percent-encoded segment or as several.
 */
final class Routes {
  /** Longest path accepted, in characters, before decoding. */
  static final int LONGEST = 8192;

  private static final Set<String> API_MARKERS =
      Set.of(
          "revision",
          "tree",
          "paths-info",
          "refs",
          "commits",
          "auth-check",
          "discussions",
          "xet-read-token",
          "xet-write-token",
          "safetensors-metadata",
          "scan",
          "settings",
          "preupload",
          "commit",
          "branch",
          "tag",
          "super-squash",
          "user-access-request",
          "notebook",
          "treesize",
          "resolve-cache");
  private static final Set<String> OTHER_KINDS = Set.of("datasets", "spaces");

  private Routes() {}

  /**
   * The route of a raw (undecoded) path.
   *
   * @throws BadRequest when the path is malformed or too long
   */
  static Route of(String rawPath) {
    if (rawPath.length() > LONGEST) {
      throw new BadRequest(414, "The address is longer than " + LONGEST + " characters.");
    }
    if (!rawPath.startsWith("/")) {
      throw new BadRequest(400, "The address is not a path.");
    }
    String trimmed = rawPath.length() > 1 && rawPath.endsWith("/") ? chop(rawPath) : rawPath;
    List<String> segments =
        Arrays.stream(trimmed.substring(1).split("/", -1)).map(PercentDecoding::segment).toList();
    return switch (segments.getFirst()) {
      case "" -> segments.size() == 1 ? new Route.Root() : new Route.Unknown();
      case "api" -> api(segments.subList(1, segments.size()));
      case "console" -> new Route.Console(join(segments, 1));
      case "health" -> segments.size() == 1 ? new Route.Health() : new Route.Unknown();
      case "metrics" -> segments.size() == 1 ? new Route.Metrics() : new Route.Unknown();
      default ->
          OTHER_KINDS.contains(segments.getFirst())
              ? new Route.OtherKind(segments.getFirst())
              : files(segments);
    };
  }

  private static Route api(List<String> segments) {
    if (segments.isEmpty()) {
      return new Route.Unknown();
    }
    return switch (segments.getFirst()) {
      case "whoami-v2" -> segments.size() == 1 ? new Route.WhoAmI() : new Route.Unknown();
      case "weighbridge" -> new Route.Own(join(segments, 1));
      case "models" ->
          segments.size() == 1 ? new Route.Search() : model(segments.subList(1, segments.size()));
      default ->
          OTHER_KINDS.contains(segments.getFirst())
              ? new Route.OtherKind(segments.getFirst())
              : new Route.Unknown();
    };
  }

  private static Route model(List<String> segments) {
    if (segments.size() > 2 && API_MARKERS.contains(segments.get(2))) {
      return withId(segments, 2, id -> about(id, segments.get(2), segments, 3));
    }
    if (segments.size() > 1 && API_MARKERS.contains(segments.get(1))) {
      return withId(segments, 1, id -> about(id, segments.get(1), segments, 2));
    }
    return segments.size() > 2
        ? new Route.Unknown()
        : withId(segments, segments.size(), id -> new Route.Info(id, ""));
  }

  private static Route about(ModelId id, String marker, List<String> segments, int next) {
    String rest = join(segments, next);
    String revision = next < segments.size() ? segments.get(next) : "";
    return switch (marker) {
      case "revision" -> new Route.Info(id, rest);
      case "tree" -> new Route.Tree(id, revision, folder(join(segments, next + 1)));
      case "paths-info" -> new Route.PathsInfo(id, rest);
      case "refs" -> new Route.RefList(id);
      case "commits" -> new Route.History(id, rest);
      case "auth-check" -> new Route.AuthCheck(id);
      case "discussions" -> new Route.Discussions(id);
      case "xet-read-token", "xet-write-token" -> new Route.XetToken(id, rest);
      default -> new Route.NotOffered(id);
    };
  }

  private static Route files(List<String> segments) {
    for (int at : new int[] {2, 1}) {
      if (segments.size() > at + 2
          && (segments.get(at).equals("resolve") || segments.get(at).equals("raw"))) {
        boolean raw = segments.get(at).equals("raw");
        String revision = segments.get(at + 1);
        String path = join(segments, at + 2);
        return withId(segments, at, id -> new Route.File(id, revision, path, raw));
      }
    }
    return git(segments)
        .orElseGet(
            () ->
                segments.size() > 2
                    ? new Route.Unknown()
                    : withId(segments, segments.size(), Route.Page::new));
  }

  private static Optional<Route> git(List<String> segments) {
    for (int at : new int[] {2, 1}) {
      if (segments.size() > at) {
        String rest = join(segments, at);
        boolean dotGit = segments.get(at - 1).endsWith(".git");
        if (rest.equals("info/refs")
            || rest.equals("git-upload-pack")
            || rest.equals("git-receive-pack")
            || rest.equals("HEAD")
            || (dotGit && rest.startsWith("info/lfs"))
            || (dotGit && rest.startsWith("objects"))) {
          String id = String.join("/", segments.subList(0, at));
          return Optional.of(
              withId(dotGit ? id.substring(0, id.length() - 4) : id, Route.Git::new));
        }
      }
    }
    return Optional.empty();
  }

  private static Route withId(
      List<String> segments, int count, java.util.function.Function<ModelId, Route> route) {
    return withId(String.join("/", segments.subList(0, count)), route);
  }

  private static Route withId(String id, java.util.function.Function<ModelId, Route> route) {
    return ModelId.parse(id)
        .map(route)
        .orElseGet(() -> new Route.NoSuchRepo("Repository not found: no model can have that id."));
  }

  private static String folder(String path) {
    return path.endsWith("/") ? chop(path) : path;
  }

  private static String join(List<String> segments, int from) {
    return from >= segments.size() ? "" : String.join("/", segments.subList(from, segments.size()));
  }

  private static String chop(String text) {
    return text.substring(0, text.length() - 1);
  }
}
