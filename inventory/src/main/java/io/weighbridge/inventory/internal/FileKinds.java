package io.weighbridge.inventory.internal;

import io.weighbridge.inventory.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a file is by its name and place; what a YAML file is also by its words. */
final class FileKinds {
  private static final Map<String, Kind> EXTENSIONS = extensions();
  private static final Pattern WORKFLOW =
      Pattern.compile(
          "(.*/)?(\\.github/workflows/[^/]+\\.ya?ml|action\\.ya?ml|\\.gitlab-ci[^/]*\\.ya?ml|azure-pipelines[^/]*\\.ya?ml|"
              + "\\.circleci/[^/]+\\.ya?ml|bitbucket-pipelines\\.ya?ml|\\.travis\\.ya?ml|\\.buildkite/[^/]+\\.ya?ml|cloudbuild\\.ya?ml|jenkinsfile[^/]*|\\.drone\\.ya?ml)");

  private static final Pattern API_VERSION = Pattern.compile("(?m)^apiVersion:");
  private static final Pattern OBJECT_KIND = Pattern.compile("(?m)^kind:");

  private FileKinds() {}

  private static Map<String, Kind> extensions() {
    var all = new HashMap<String, Kind>();
    for (List<String> row : Table.rows("extensions.tsv", 2)) {
      for (String extension : row.get(1).split(" ", -1)) {
        all.put(extension, Kind.of(row.getFirst()));
      }
    }
    return all;
  }

  /** By name alone; empty for what is not read as text. */
  static Optional<Kind> of(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    String name = lower.substring(lower.lastIndexOf('/') + 1);
    if (WORKFLOW.matcher(lower).matches()) {
      return Optional.of(Kind.CI);
    }
    if (name.startsWith("dockerfile")
        || name.endsWith(".dockerfile")
        || name.startsWith("containerfile")) {
      return Optional.of(Kind.DOCKERFILE);
    }
    if (name.startsWith(".env") || name.endsWith(".env")) {
      return Optional.of(Kind.ENV);
    }
    if (name.equals(".gitmodules")) {
      return Optional.of(Kind.SUBMODULE);
    }
    if (name.matches("(makefile|justfile|procfile|gnumakefile|taskfile)")) {
      return Optional.of(Kind.SHELL);
    }
    if (name.matches(".*(requirements|constraints).*\\.(txt|in)")
        || lower.matches("(.*/)?requirements/[^/]*\\.txt")) {
      return Optional.of(Kind.REQUIREMENTS);
    }
    if (name.matches("(docker-)?compose.*\\.ya?ml")) {
      return Optional.of(Kind.COMPOSE);
    }
    Kind byExtension = EXTENSIONS.get(name.substring(name.lastIndexOf('.') + 1));
    if (byExtension != null && name.contains(".")) {
      return Optional.of(byExtension);
    }
    // Modelfile, Modelfile.llama; not ModelFiles.class.
    return name.matches("modelfile([._-].*)?") ? Optional.of(Kind.MODELFILE) : Optional.empty();
  }

  /** YAML of a chart, of Kubernetes, or any. */
  static Kind refined(Kind kind, String path, String chars) {
    if (kind != Kind.YAML) {
      return kind;
    }
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (name.startsWith("values")
        || path.contains("/templates/")
        || path.startsWith("templates/")
        || chars.contains("{{ .Values")) {
      return Kind.HELM;
    }
    return API_VERSION.matcher(chars).find() && OBJECT_KIND.matcher(chars).find()
        ? Kind.KUBERNETES
        : kind;
  }
}
