package io.weighbridge.formats.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.ZipArchive;
import io.weighbridge.content.ZipMember;
import io.weighbridge.formats.Format;

/** Which model format a zip is, by its members' names: they are part of its bytes. */
public final class ZipSniff {
  private ZipSniff() {}

  public static boolean endsLikeZip(Content content, Budget budget) {
    return ZipArchive.endsLikeZip(content, budget);
  }

  public static Format classify(Content content, Budget budget) {
    try {
      return classify(ZipArchive.open(content, budget));
    } catch (ContentException e) {
      // Its view will say what is wrong with it.
      return Format.ZIP;
    }
  }

  public static Format classify(ZipArchive zip) {
    boolean torch = false;
    boolean code = false;
    boolean constants = false;
    boolean packaged = false;
    boolean exported = false;
    boolean arrays = false;
    boolean schema = false;
    boolean config = false;
    boolean keras = false;
    for (ZipMember member : zip.members()) {
      String name = member.name();
      String inner = name.substring(name.indexOf('/') + 1);
      torch |= name.equals("data.pkl") || inner.equals("data.pkl");
      code |= inner.startsWith("code/");
      constants |= inner.equals("constants.pkl");
      packaged |= inner.equals(".data/extern_modules");
      exported |=
          name.startsWith("serialized_exported_program")
              || inner.equals("archive_format")
              || inner.startsWith("models/model.json");
      arrays |= name.endsWith(".npy");
      schema |= name.equals("schema.json");
      config |= name.equals("config.json");
      keras |= name.equals("metadata.json") || name.endsWith("model.weights.h5");
    }
    if (packaged) {
      return Format.TORCH_PACKAGE;
    }
    if (exported) {
      return Format.TORCH_EXPORT;
    }
    if (torch) {
      return code || constants ? Format.TORCHSCRIPT : Format.TORCH_ZIP;
    }
    if (config && keras) {
      return Format.KERAS;
    }
    if (schema) {
      return Format.SKOPS;
    }
    return arrays ? Format.NPZ : Format.ZIP;
  }
}
