package io.weighbridge.formats.internal.hdf5;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.Cursor;
import io.weighbridge.content.Problem;
import io.weighbridge.formats.Hdf5;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Visits every object that the root group leads to, each once. */
public final class H5Walk {
  private static final int MOST_PROBLEMS = 100;

  /** An attribute value that is not only text. */
  public record Opaque(String object, String name, byte[] bytes) {}

  private record Visit(String path, long address) {}

  private final H5File file;
  private final H5Attributes reader;
  private final List<Hdf5.Attribute> attributes = new ArrayList<>();
  private final List<Hdf5.Link> links = new ArrayList<>();
  private final List<Hdf5.DataSet> dataSets = new ArrayList<>();
  private final List<Opaque> opaque = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  private H5Walk(H5File file) {
    this.file = file;
    this.reader = new H5Attributes(file);
  }

  public static H5Walk of(Content content, Budget budget) {
    var walk = new H5Walk(H5File.open(content, budget));
    walk.run();
    return walk;
  }

  public List<Hdf5.Attribute> attributes() {
    return List.copyOf(attributes);
  }

  public List<Hdf5.Link> links() {
    return List.copyOf(links);
  }

  public List<Hdf5.DataSet> dataSets() {
    return List.copyOf(dataSets);
  }

  public List<Opaque> opaque() {
    return List.copyOf(opaque);
  }

  /** Bytes before the superblock that the library passes over. */
  public long userBlock() {
    return file.start();
  }

  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  private void run() {
    var queue = new ArrayDeque<Visit>();
    Set<Long> seen = new HashSet<>();
    queue.add(new Visit("/", file.root));
    while (!queue.isEmpty()) {
      Visit visit = queue.remove();
      if (!seen.add(visit.address())) {
        continue;
      }
      file.budget.entries(1);
      try {
        object(visit, queue);
      } catch (ContentException e) {
        problem("hdf5/unreadable", visit.path() + ": " + e.getMessage(), visit.address());
      }
    }
  }

  private void object(Visit visit, ArrayDeque<Visit> queue) {
    List<H5Message> messages = H5ObjectHeader.read(file, visit.address());
    for (var link : H5Groups.links(file, messages)) {
      String path = visit.path().equals("/") ? "/" + link.name() : visit.path() + "/" + link.name();
      switch (link.type()) {
        case H5Groups.HARD -> queue.add(new Visit(path, link.address()));
        case H5Groups.SOFT -> links.add(new Hdf5.Link.Soft(path, link.target()));
        case H5Groups.EXTERNAL ->
            links.add(new Hdf5.Link.External(path, link.file(), link.target()));
        default -> links.add(new Hdf5.Link.UserDefined(path, link.type()));
      }
    }
    for (var value : reader.read(messages)) {
      attributes.add(new Hdf5.Attribute(visit.path(), value.name(), value.texts()));
      if (value.raw().length > 0) {
        opaque.add(new Opaque(visit.path(), value.name(), value.raw()));
      }
    }
    dataSet(visit, messages);
  }

  private void dataSet(Visit visit, List<H5Message> messages) {
    H5Message space = find(messages, H5Message.DATASPACE);
    H5Message type = find(messages, H5Message.DATATYPE);
    if (space == null || type == null) {
      return;
    }
    String name = "committed type";
    if (!type.shared()) {
      name = H5Type.read(new Cursor(file.content, file.budget, type.offset())).name();
    }
    H5Space read = H5Space.read(file, new Cursor(file.content, file.budget, space.offset()));
    read.count();
    H5Layout layout = H5Layout.read(file, messages);
    if (layout.virtual()) {
      problem("hdf5/virtual-data-set", visit.path() + " takes its data from other files", -1);
    }
    dataSets.add(
        new Hdf5.DataSet(
            visit.path(),
            name,
            read.shape(),
            layout.offset(),
            layout.length(),
            layout.files(),
            layout.filters()));
  }

  private static @org.jspecify.annotations.Nullable H5Message find(
      List<H5Message> messages, int type) {
    for (H5Message message : messages) {
      if (message.type() == type) {
        return message;
      }
    }
    return null;
  }

  private void problem(String rule, String message, long address) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(new Problem(rule, message, address < 0 ? -1 : file.position(address)));
    }
  }
}
