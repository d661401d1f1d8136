package io.weighbridge.formats;

import io.weighbridge.content.ZipArchive;
import io.weighbridge.content.ZipMember;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How {@code torch.load} and {@code torch.jit.load} see a zip: one folder (or several, if the file
 * is crafted) with {@code data.pkl}, storages under {@code data/} by number, code, and small marks.
 * Source: PyTorch {@code torch/serialization.py} and {@code caffe2/serialize/inline_container.h}.
 */
public final class TorchLayout {
  private final Set<String> roots;
  private final Map<String, ZipMember> storages;

  private TorchLayout(Set<String> roots, Map<String, ZipMember> storages) {
    this.roots = roots;
    this.storages = storages;
  }

  static TorchLayout of(ZipArchive zip) {
    var roots = new HashSet<String>();
    for (ZipMember member : zip.members()) {
      String name = member.name();
      if (name.equals("data.pkl") || name.endsWith("/data.pkl")) {
        roots.add(name.substring(0, name.length() - "data.pkl".length()));
      }
    }
    var layout = new TorchLayout(roots, new LinkedHashMap<>());
    if (!roots.isEmpty()) {
      for (ZipMember member : zip.members()) {
        if (layout.isStorage(member)) {
          layout.storages.putIfAbsent(member.name(), member);
        }
      }
    }
    return layout;
  }

  /** Folders that hold a {@code data.pkl}, each ending in a slash, or empty for the top. */
  public List<String> roots() {
    return List.copyOf(roots);
  }

  /** All storages, in the order of the directory. */
  public List<ZipMember> storages() {
    return new ArrayList<>(storages.values());
  }

  /** The storage of a key, as persistent ids name it, beside the {@code data.pkl} of a root. */
  public Optional<ZipMember> storage(String root, String key) {
    return Optional.ofNullable(storages.get(root + "data/" + key));
  }

  /** Only numbered members: anything else under {@code data/} is looked at like any member. */
  boolean isStorage(ZipMember member) {
    String name = member.name();
    int slash = name.lastIndexOf('/');
    if (slash < 0 || slash == name.length() - 1 || member.encrypted()) {
      return false;
    }
    for (int i = slash + 1; i < name.length(); i++) {
      if (name.charAt(i) < '0' || name.charAt(i) > '9') {
        return false;
      }
    }
    String folder = name.substring(0, slash + 1);
    return under(folder, "data/") || under(folder, "constants/") || under(folder, "tensors/");
  }

  private boolean under(String folder, String kind) {
    return folder.endsWith(kind)
        && roots.contains(folder.substring(0, folder.length() - kind.length()));
  }

  /** What the loaders do with a member that is no storage. */
  Part.Role role(ZipMember member) {
    String name = member.name();
    for (String root : roots) {
      if (!name.startsWith(root)) {
        continue;
      }
      String inner = name.substring(root.length());
      if (inner.endsWith(".pkl")) {
        return Part.Role.PICKLE;
      }
      if (inner.startsWith("code/") && inner.endsWith(".py")) {
        return Part.Role.TORCHSCRIPT_CODE;
      }
      switch (inner) {
        case "version",
            "byteorder",
            ".data/serialization_id",
            ".data/version",
            ".format_version",
            ".storage_alignment" -> {
          return Part.Role.MARK;
        }
        default -> {}
      }
    }
    return Part.Role.MEMBER;
  }
}
