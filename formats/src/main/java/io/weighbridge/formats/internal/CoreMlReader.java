package io.weighbridge.formats.internal;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Walks Model.proto, NeuralNetwork.proto and MIL.proto of coremltools. */
public final class CoreMlReader {
  private static final int MOST_DEPTH = 16;

  private final Budget budget;
  private final List<String> classes = new ArrayList<>();
  private final List<String> files = new ArrayList<>();
  private final Set<String> operators = new LinkedHashSet<>();
  private int depth;

  private CoreMlReader(Budget budget) {
    this.budget = budget;
  }

  public static CoreMlReader read(Content content, Budget budget) {
    var reader = new CoreMlReader(budget);
    reader.model(Proto.of(content, budget));
    return reader;
  }

  public List<String> customClasses() {
    return List.copyOf(classes);
  }

  public List<String> files() {
    return List.copyOf(files);
  }

  public List<String> operators() {
    return List.copyOf(operators);
  }

  private void deeper() {
    budget.entries(1);
    if (++depth > MOST_DEPTH) {
      throw new ContentException("Core ML model nested deeper than " + MOST_DEPTH);
    }
  }

  private void model(Proto in) {
    deeper();
    while (in.next()) {
      switch (in.number()) {
        case 200, 201 -> pipelineWrapper(in.message());
        case 202 -> pipeline(in.message());
        case 303, 403, 500 -> network(in.message());
        case 502 -> program(in.message());
        case 555 -> className(in.message());
        case 556 -> linked(in.message());
        default -> {}
      }
    }
    depth--;
  }

  private void pipelineWrapper(Proto in) {
    while (in.next()) {
      if (in.is(1, Proto.BYTES)) {
        pipeline(in.message());
      }
    }
  }

  private void pipeline(Proto in) {
    while (in.next()) {
      if (in.is(1, Proto.BYTES)) {
        model(in.message());
      }
    }
  }

  private void network(Proto in) {
    while (in.next()) {
      if (in.is(1, Proto.BYTES)) {
        layer(in.message());
      }
    }
  }

  /** CustomLayerParams is field 500; branches and loops hold further networks. */
  private void layer(Proto in) {
    deeper();
    while (in.next()) {
      switch (in.number()) {
        case 500 -> className(in.message());
        case 600, 605, 615 -> {
          for (Proto branch = in.message(); branch.next(); ) {
            if (branch.wire() == Proto.BYTES && branch.number() <= 30 && branch.length() > 2) {
              nested(branch);
            }
          }
        }
        default -> {}
      }
    }
    depth--;
  }

  /** A field that may be a network: names of variables are not, and are passed over. */
  private void nested(Proto field) {
    try {
      network(field.message());
    } catch (ContentException e) {
      if (!field.isText(512)) {
        throw e;
      }
    }
  }

  private void className(Proto in) {
    while (in.next()) {
      if (in.is(10, Proto.BYTES)) {
        classes.add(in.text(512));
      }
    }
  }

  private void linked(Proto in) {
    while (in.next()) {
      if (in.wire() == Proto.BYTES) {
        for (Proto file = in.message(); file.next(); ) {
          if (file.wire() == Proto.BYTES) {
            for (Proto value = file.message(); value.next(); ) {
              if (value.wire() == Proto.BYTES) {
                files.add(value.text(4096));
              }
            }
          }
        }
      }
    }
  }

  /** MIL: functions, their block specialisations, blocks, operations. */
  private void program(Proto in) {
    while (in.next()) {
      if (in.is(2, Proto.BYTES)) {
        for (Proto entry = in.message(); entry.next(); ) {
          if (entry.is(2, Proto.BYTES)) {
            function(entry.message());
          }
        }
      }
    }
  }

  private void function(Proto in) {
    while (in.next()) {
      if (in.is(3, Proto.BYTES)) {
        for (Proto entry = in.message(); entry.next(); ) {
          if (entry.is(2, Proto.BYTES)) {
            block(entry.message());
          }
        }
      }
    }
  }

  private void block(Proto in) {
    deeper();
    while (in.next()) {
      if (in.is(3, Proto.BYTES)) {
        operation(in.message());
      }
    }
    depth--;
  }

  private void operation(Proto in) {
    budget.entries(1);
    while (in.next()) {
      switch (in.number()) {
        case 1 -> operators.add(in.text(256));
        case 4 -> block(in.message());
        case 5 -> {
          for (Proto entry = in.message(); entry.next(); ) {
            if (entry.is(2, Proto.BYTES)) {
              value(entry.message());
            }
          }
        }
        default -> {}
      }
    }
  }

  /** A value that is kept in a blob file: field 5 of Value, with the file's name as field 1. */
  private void value(Proto in) {
    while (in.next()) {
      if (in.is(5, Proto.BYTES)) {
        for (Proto blob = in.message(); blob.next(); ) {
          if (blob.is(1, Proto.BYTES)) {
            String name = blob.text(4096);
            if (!files.contains(name) && files.size() < 1000) {
              files.add(name);
            }
          }
        }
      }
    }
  }
}
