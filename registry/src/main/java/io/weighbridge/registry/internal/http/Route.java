package io.weighbridge.registry.internal.http;

import io.weighbridge.hub.ModelId;

/**
 * What a request is about, validated. Revisions and paths are decoded text that is only ever
 * compared with names that are on record; they never reach a file system.
 */
sealed interface Route {

  /** A route about one model: it answers a refusal of that model, whatever it would say else. */
  sealed interface OfModel extends Route {
    ModelId id();

    /** The revision asked for; empty is the default branch. */
    default String revision() {
      return "";
    }
  }

  record Info(ModelId id, String revision) implements OfModel {}

  /** {@code folder} is empty for the root. */
  record Tree(ModelId id, String revision, String folder) implements OfModel {}

  record PathsInfo(ModelId id, String revision) implements OfModel {}

  record RefList(ModelId id) implements OfModel {}

  record History(ModelId id, String revision) implements OfModel {}

  record AuthCheck(ModelId id) implements OfModel {}

  record Discussions(ModelId id) implements OfModel {}

  /** A Xet token: never given, since clients would read bytes around the gate. */
  record XetToken(ModelId id, String revision) implements OfModel {}

  /** A part of the Hub's API about a model that is not offered here. */
  record NotOffered(ModelId id) implements OfModel {}

  record File(ModelId id, String revision, String path, boolean raw) implements OfModel {}

  /** Git and Git LFS. */
  record Git(ModelId id) implements OfModel {}

  /** A model's page, as a browser opens the address that clients print. */
  record Page(ModelId id) implements OfModel {}

  record Search() implements Route {}

  record WhoAmI() implements Route {}

  /** Our own API below {@code /api/weighbridge/}; the rest of the path, decoded. */
  record Own(String path) implements Route {}

  /** The console; the path below {@code /console}, decoded, without a leading slash. */
  record Console(String path) implements Route {}

  record Root() implements Route {}

  record Health() implements Route {}

  record Metrics() implements Route {}

  /** Datasets and spaces. */
  record OtherKind(String kind) implements Route {}

  /** No model has such an id. */
  record NoSuchRepo(String text) implements Route {}

  record Unknown() implements Route {}
}
