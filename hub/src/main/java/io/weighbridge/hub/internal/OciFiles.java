package io.weighbridge.hub.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.BudgetExceeded;
import io.weighbridge.content.Compression;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Member;
import io.weighbridge.content.TarArchive;
import io.weighbridge.content.TarMember;
import io.weighbridge.hub.RepoPath;
import io.weighbridge.hub.SourceFiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The files that a client would have after pulling all layers. A tar that is nothing but plain
 * files at acceptable paths gives its files; any other (links, devices, paths that leave, damage)
 * is given as the archive that it is, so that judging it tells what is wrong.
 */
final class OciFiles implements AutoCloseable {
  private final Map<String, SourceFiles.File> files = new TreeMap<>();
  private final List<AutoCloseable> opened = new ArrayList<>();

  int count() {
    return files.size();
  }

  List<SourceFiles.File> list() {
    return files.values().stream().sorted(Comparator.comparing(SourceFiles.File::path)).toList();
  }

  /** A file at a path that the manifest or an archive tells. */
  void add(String path, Supplier<Content> open) {
    String problem = RepoPath.problem(path);
    if (!problem.isEmpty()) {
      unreadable(path, "the path that it is to be written to " + problem);
      return;
    }
    String name = path;
    for (int copy = 2; files.containsKey(name); copy++) {
      name = path + " (" + copy + ")"; // the later layer overwrites the earlier: both are judged
    }
    files.put(name, new SourceFiles.File(name, -1, open));
  }

  void unreadable(String path, String reason) {
    files.put(
        path + "\0" + files.size(),
        new SourceFiles.File(
            path,
            -1,
            () -> {
              throw new ContentException(reason);
            }));
  }

  /** The files of a tar layer, or the layer itself. */
  void unpack(String name, OciLayer layer, Supplier<Content> open) {
    Content packed;
    try {
      packed = open.get();
    } catch (ContentException e) {
      unreadable(name, String.valueOf(e.getMessage()));
      return;
    }
    opened.add(packed);
    var budget = Budget.standard();
    try {
      Content tar = packed;
      if (layer.packing().compression().isPresent()) {
        Compression.Unpacked unpacked = layer.packing().compression().get().unpack(packed, budget);
        opened.add(unpacked);
        if (!unpacked.problems().isEmpty()) {
          add(name, () -> packed.slice(0, packed.size()));
          return;
        }
        tar = unpacked.content();
      }
      members(name, tar, budget);
    } catch (ContentException | BudgetExceeded e) {
      add(name, () -> packed.slice(0, packed.size()));
    }
  }

  private void members(String name, Content tar, Budget budget) {
    TarArchive archive = TarArchive.open(tar, budget);
    boolean plain =
        archive.problems().isEmpty() && archive.members().stream().allMatch(OciFiles::isPlain);
    if (!plain) {
      add(name, () -> tar.slice(0, tar.size()));
      return;
    }
    for (TarMember member : archive.members()) {
      if (member.kind() == Member.Kind.FILE) {
        add(path(member), () -> archive.open(member, budget));
      }
    }
  }

  private static boolean isPlain(TarMember member) {
    return switch (member.kind()) {
      case DIRECTORY -> true;
      case FILE -> !member.sparse() && RepoPath.problem(path(member)).isEmpty();
      default -> false;
    };
  }

  /** Tars of a folder begin their names with {@code ./}. */
  private static String path(TarMember member) {
    return member.name().startsWith("./") ? member.name().substring(2) : member.name();
  }

  @Override
  public void close() {
    for (AutoCloseable one : opened.reversed()) {
      try {
        one.close();
      } catch (Exception e) {
        // A temporary file that cannot be closed is gone with the process; nothing depends on it.
      }
    }
  }
}
