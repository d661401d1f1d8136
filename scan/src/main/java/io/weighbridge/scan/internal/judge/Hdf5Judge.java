package io.weighbridge.scan.internal.judge;

import io.weighbridge.evidence.Coverage;
import io.weighbridge.evidence.Severity;
import io.weighbridge.formats.Hdf5;
import io.weighbridge.json.Json;
import io.weighbridge.json.JsonException;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.Judge;
import io.weighbridge.scan.internal.NameTable;
import io.weighbridge.scan.internal.repo.KerasRules;

/**
 * HDF5: links and data that lead to other files, filters that are plug-ins, and the configuration
 * of a Keras model among the attributes, which Keras builds without its safe mode (CVE-2025-9905).
 */
public final class Hdf5Judge implements Judge {
  /** Ids from here on are registered by third parties, and loaded from a plug-in folder. */
  private static final int FIRST_PLUGIN = 256;

  /** Smaller data sets do no harm, however sparse they are. */
  private static final double MOST_ELEMENTS = 1L << 30;

  /** Deflate packs 1032 bytes into one at most; elements have one byte at least. */
  private static final double MOST_PACKING = 1032;

  @Override
  public void judge(Inspection thing) {
    try (Hdf5 view = Hdf5.open(thing.content(), thing.budget())) {
      Parts.judge(thing, view);
      for (Hdf5.Link link : view.links()) {
        link(thing, link);
      }
      for (Hdf5.DataSet set : view.dataSets()) {
        for (String file : set.externalFiles()) {
          outside(thing, "the data of " + set.path() + " is read from another file", file);
        }
        expansion(thing, set);
        for (int filter : set.filters()) {
          if (filter >= FIRST_PLUGIN
              && !NameTable.get().has("hdf5-filter", Integer.toString(filter))) {
            thing.find(
                "hdf5/filter-plugin",
                "reading " + set.path() + " loads the filter plug-in " + filter,
                "filter " + filter);
          }
        }
      }
      for (Hdf5.Attribute attribute : view.attributes()) {
        switch (attribute.name()) {
          case "model_config", "training_config", "keras_config" -> {
            for (String value : attribute.values()) {
              configuration(thing, attribute.name(), value);
            }
          }
          case "PSEUDOATOM" -> {
            if (attribute.values().contains("object")) {
              objects(thing, attribute.object());
            }
          }
          default -> {}
        }
      }
    }
  }

  /** CVE-2026-0897: a shape that no loader has the memory for, in a file of a few hundred bytes. */
  private static void expansion(Inspection thing, Hdf5.DataSet set) {
    double elements = 1;
    for (long length : set.shape()) {
      elements *= Math.max(0, length);
    }
    if (elements > MOST_ELEMENTS && elements > thing.content().size() * MOST_PACKING) {
      thing.find(
          "hdf5/expansion",
          "the data set " + set.path() + " announces far more data than the file can hold",
          "shape " + set.shape() + " in " + thing.content().size() + " bytes");
    }
  }

  private static void link(Inspection thing, Hdf5.Link link) {
    switch (link) {
      case Hdf5.Link.Soft _ -> {}
      case Hdf5.Link.External external ->
          outside(thing, "the link " + external.path() + " leads to another file", external.file());
      case Hdf5.Link.UserDefined user ->
          thing.find(
              "hdf5/filter-plugin",
              "the link " + user.path() + " is of a type that a program must bring",
              "link type " + user.type());
    }
  }

  private static void outside(Inspection thing, String what, String file) {
    thing.find(
        "hdf5/external-file",
        Paths.leaves(file) ? Severity.MALICIOUS : Severity.SUSPICIOUS,
        -1,
        what,
        file);
  }

  /** PyTables, and pandas through it, keep Python objects as pickles (tables/atom.py). */
  private static void objects(Inspection thing, String set) {
    thing.find(
        "hdf5/pickled-objects",
        "reading " + set + " with PyTables or pandas unpickles what it holds",
        "PSEUDOATOM: object");
    thing.cover(Coverage.PARTIAL, "pickles in the data of " + set + " are not read");
  }

  private static void configuration(Inspection thing, String name, String text) {
    if (!text.stripLeading().startsWith("{")) {
      return;
    }
    try {
      KerasRules.judge(thing, Json.parse(text));
    } catch (JsonException e) {
      thing.find(
          "json/unreadable", "the attribute " + name + " is not JSON: " + e.getMessage(), "");
      thing.cover(Coverage.PARTIAL, name + " not understood");
    }
  }
}
