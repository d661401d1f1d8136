package io.weighbridge.hub.internal;

import io.weighbridge.hub.HubException;
import io.weighbridge.hub.ModelId;
import io.weighbridge.hub.ModelInfo;
import io.weighbridge.hub.ModelQuery;
import io.weighbridge.json.Json;
import io.weighbridge.json.JsonException;
import io.weighbridge.json.JsonLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Which folders under a root are models, and what their card and configuration say. */
public final class FolderModels {
  private static final int LONGEST_TEXT_FILE = 1 << 20;

  private final Path root;
  private final FolderFiles files;

  /** A model's folder, with the id as the folder is spelled. */
  public record Found(ModelId id, Path folder) {}

  public FolderModels(Path root, FolderFiles files) {
    if (!Files.isDirectory(root)) {
      throw new HubException(HubException.Kind.UNAVAILABLE, "no such folder: " + root);
    }
    this.root = root;
    this.files = files;
  }

  /** Finds a model whatever the case of the id. */
  public Found find(ModelId id) {
    Optional<Found> found =
        id.namespace().isEmpty()
            ? child(root, id.name()).filter(FolderModels::holdsFiles).flatMap(this::bare)
            : child(root, id.namespace())
                .filter(namespace -> !holdsFiles(namespace))
                .flatMap(namespace -> child(namespace, id.name()))
                .flatMap(this::spaced);
    return found.orElseThrow(
        () -> new HubException(HubException.Kind.REPO_NOT_FOUND, "no model " + id + " here"));
  }

  private Optional<Found> bare(Path folder) {
    return ModelId.parse(name(folder)).map(id -> new Found(id, folder));
  }

  private Optional<Found> spaced(Path folder) {
    return ModelId.parse(name(folder.getParent()) + "/" + name(folder))
        .map(id -> new Found(id, folder));
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  private static Optional<Path> child(Path folder, String name) {
    Path exact = folder.resolve(name);
    if (isFolder(exact)) {
      return Optional.of(exact);
    }
    return folders(folder).stream().filter(path -> name(path).equalsIgnoreCase(name)).findFirst();
  }

  private static boolean isFolder(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static List<Path> folders(Path folder) {
    return children(folder).stream()
        .filter(path -> isFolder(path) && !name(path).startsWith("."))
        .sorted()
        .toList();
  }

  private static boolean holdsFiles(Path folder) {
    return children(folder).stream()
        .anyMatch(path -> !isFolder(path) && !name(path).startsWith("."));
  }

  private static List<Path> children(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      return children.limit(Listing.MOST_ENTRIES).toList();
    } catch (IOException | UncheckedIOException e) {
      throw new HubException(HubException.Kind.UNAVAILABLE, "cannot list " + folder, e);
    }
  }

  /** How many models a namespace holds; empty when there is no such namespace. */
  public OptionalLong count(String namespace) {
    return child(root, namespace)
        .filter(folder -> !holdsFiles(folder))
        .map(folder -> OptionalLong.of(folders(folder).size()))
        .orElse(OptionalLong.empty());
  }

  public List<ModelInfo> search(ModelQuery query) {
    var found = new ArrayList<ModelInfo>();
    for (Path top : folders(root)) {
      List<Found> here =
          holdsFiles(top)
              ? bare(top).stream().toList()
              : folders(top).stream().flatMap(folder -> spaced(folder).stream()).toList();
      for (Found model : here) {
        if (found.size() >= query.limit()) {
          return found;
        }
        if (matches(model.id(), query)) {
          found.add(info(model, files.read(model.folder())));
        }
      }
    }
    return found;
  }

  private static boolean matches(ModelId id, ModelQuery query) {
    return query.author().map(author -> author.equalsIgnoreCase(id.namespace())).orElse(true)
        && query
            .search()
            .map(text -> id.key().contains(text.toLowerCase(Locale.ROOT)))
            .orElse(true);
  }

  /** What the folder says of itself; publisher, dates and counts are unknown. */
  public ModelInfo info(Found model, FolderFiles.State state) {
    Json card = ModelCard.metadata(text(model.folder().resolve("README.md")));
    ModelId id = model.id();
    return new ModelInfo(
        id,
        state.commit(),
        id.namespace().isEmpty() ? Optional.empty() : Optional.of(id.namespace()),
        Optional.empty(),
        Optional.of(state.newest()),
        "false",
        false,
        false,
        OptionalLong.empty(),
        OptionalLong.empty(),
        ModelCard.tags(card),
        card.text("pipeline_tag"),
        card.text("library_name"),
        card,
        config(text(model.folder().resolve("config.json"))),
        Json.Null.NULL);
  }

  // The part of config.json that the Hub repeats in its metadata.
  private static Json config(String text) {
    try {
      Json config = Json.parse(text.getBytes(StandardCharsets.UTF_8), JsonLimits.WIRE);
      var out = Json.object().put("model_type", config.text("model_type"));
      if (!config.items("architectures").isEmpty()) {
        out.put("architectures", Json.array(config.items("architectures")));
      }
      return out.build();
    } catch (JsonException e) {
      return Json.Null.NULL; // it is for the scanner to say what is wrong with the file
    }
  }

  private static String text(Path file) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return "";
    }
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(LONGEST_TEXT_FILE), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return ""; // unreadable is unknown here; listing the files reports it
    }
  }
}
