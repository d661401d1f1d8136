package io.weighbridge.evidence;

import java.util.List;
import java.util.OptionalLong;

/**
 * Where a finding is: the artifact's path within the target, the chain of archive members inside it
 * (outermost first, empty when the artifact itself is meant), and the byte offset within the
 * innermost.
 */
public record Location(String path, List<String> members, OptionalLong offset) {

  public Location {
    members = List.copyOf(members);
  }

  public static Location of(String path) {
    return new Location(path, List.of(), OptionalLong.empty());
  }

  public Location at(long byteOffset) {
    return new Location(path, members, OptionalLong.of(byteOffset));
  }

  /** The location of a member inside this one; an offset, if any, is dropped. */
  public Location member(String name) {
    var deeper = new java.util.ArrayList<>(members);
    deeper.add(name);
    return new Location(path, deeper, OptionalLong.empty());
  }

  /** {@code path!outer!inner @ 12}: unescaped, so writers escape it for their sink. */
  public String text() {
    var text = new StringBuilder(path);
    members.forEach(member -> text.append('!').append(member));
    offset.ifPresent(at -> text.append(" @ ").append(at));
    return text.toString();
  }
}
