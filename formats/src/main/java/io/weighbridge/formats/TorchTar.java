package io.weighbridge.formats;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Problem;
import io.weighbridge.content.TarArchive;
import io.weighbridge.content.TarMember;
import java.util.ArrayList;
import java.util.List;

/**
 * The tar that PyTorch wrote before 0.1.10, and that {@code torch.load} still reads (and used to
 * read past {@code weights_only}, CVE-2025-32434). It extracts the tar, then unpickles the members
 * {@code sys_info}, {@code pickle}, {@code storages} and {@code tensors}; raw bytes follow the
 * first pickle in the last two.
 */
public final class TorchTar implements View {
  private final TarView tar;

  private TorchTar(TarView tar) {
    this.tar = tar;
  }

  public static TorchTar open(Content content, Budget budget) {
    return new TorchTar(TarView.open(content, budget));
  }

  static boolean isTorch(Content content, Budget budget) {
    try {
      boolean pickle = false;
      boolean storages = false;
      for (TarMember member : TarArchive.open(content, budget).members()) {
        String name = member.name().startsWith("./") ? member.name().substring(2) : member.name();
        pickle |= name.equals("pickle");
        storages |= name.equals("storages") || name.equals("tensors");
      }
      return pickle && storages;
    } catch (ContentException e) {
      return false;
    }
  }

  @Override
  public Format format() {
    return Format.TORCH_TAR;
  }

  @Override
  public Content content() {
    return tar.content();
  }

  @Override
  public List<Problem> problems() {
    return tar.problems();
  }

  @Override
  public List<Part> parts() {
    var parts = new ArrayList<Part>();
    for (Part part : tar.parts()) {
      String name = part.name().startsWith("./") ? part.name().substring(2) : part.name();
      boolean pickled =
          switch (name) {
            case "sys_info", "pickle", "storages", "tensors" -> true;
            default -> false;
          };
      parts.add(pickled ? new Part(name, Part.Role.PICKLE, part.offset(), part.source()) : part);
    }
    return parts;
  }
}
