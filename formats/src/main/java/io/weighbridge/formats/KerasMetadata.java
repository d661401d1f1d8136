package io.weighbridge.formats;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.Problem;
import io.weighbridge.formats.internal.Proto;
import java.util.ArrayList;
import java.util.List;

/** {@code keras_metadata.pb} of a SavedModel: how Keras rebuilds its layers (SavedMetadata). */
public final class KerasMetadata implements View {
  private static final int MOST_TEXT = 16 << 20;

  private final Content content;
  private final List<SavedObject> objects;

  private KerasMetadata(Content content, List<SavedObject> objects) {
    this.content = content;
    this.objects = List.copyOf(objects);
  }

  /**
   * An object.
   *
   * @param identifier such as {@code _tf_keras_layer}
   * @param metadata JSON, as Keras wrote it
   */
  public record SavedObject(String path, String identifier, String metadata) {}

  public static KerasMetadata open(Content content, Budget budget) {
    var objects = new ArrayList<SavedObject>();
    for (Proto in = Proto.of(content, budget); in.next(); ) {
      if (in.is(1, Proto.BYTES)) {
        budget.entries(1);
        objects.add(object(in.message(), budget));
      }
    }
    return new KerasMetadata(content, objects);
  }

  /** Told apart by content, since the field numbers changed between versions. */
  private static SavedObject object(Proto in, Budget budget) {
    String path = "";
    String identifier = "";
    String metadata = "";
    while (in.next()) {
      if (in.wire() == Proto.BYTES) {
        budget.bytes(in.length());
        String text = in.text(MOST_TEXT);
        if (text.startsWith("_tf_keras")) {
          identifier = text;
        } else if (text.startsWith("{")) {
          metadata = text;
        } else if (path.isEmpty()) {
          path = text;
        }
      }
    }
    return new SavedObject(path, identifier, metadata);
  }

  public List<SavedObject> objects() {
    return objects;
  }

  @Override
  public Format format() {
    return Format.TF_KERAS_METADATA;
  }

  @Override
  public Content content() {
    return content;
  }

  @Override
  public List<Problem> problems() {
    return List.of();
  }
}
