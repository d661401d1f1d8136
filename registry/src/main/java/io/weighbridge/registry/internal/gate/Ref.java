package io.weighbridge.registry.internal.gate;

import io.weighbridge.hub.CommitId;
import java.util.regex.Pattern;

/** What a client may mean by a revision. */
sealed interface Ref {
  /** A branch or tag; the empty name is the default branch. */
  record Name(String name) implements Ref {}

  /** A full commit id. */
  record Full(CommitId commit) implements Ref {}

  /** The beginning of a commit id, unless a branch has that name. */
  record Beginning(String prefix) implements Ref {}

  /** Pull requests, conversions and whatever else is no branch or tag: anybody can write those. */
  record Foreign(String text) implements Ref {}

  Pattern SHORT = Pattern.compile("[0-9a-f]{7,39}");
  Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/+@-]{0,249}");

  static Ref of(String revision) {
    String name = revision;
    for (String prefix : new String[] {"refs/heads/", "refs/tags/"}) {
      if (name.startsWith(prefix)) {
        name = name.substring(prefix.length());
      }
    }
    if (name.isEmpty() || name.equals("HEAD")) {
      return new Name("");
    }
    if (CommitId.isFull(name)) {
      return new Full(new CommitId(name));
    }
    if (name.startsWith("refs/") || name.startsWith("pr/")) {
      return new Foreign(
          "pull-request and conversion refs are not served: anybody can write them. Ask for a"
              + " branch, a tag or a commit of one");
    }
    if (!NAME.matcher(name).matches() || name.contains("..")) {
      return new Foreign("no such revision");
    }
    return SHORT.matcher(name).matches() ? new Beginning(name) : new Name(name);
  }
}
