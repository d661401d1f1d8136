package io.weighbridge.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.content.Archive;
import io.weighbridge.content.Budget;
import io.weighbridge.content.BudgetExceeded;
import io.weighbridge.content.Content;
import io.weighbridge.content.ContentException;
import io.weighbridge.content.FileContent;
import io.weighbridge.content.Member;
import io.weighbridge.content.Problem;
import io.weighbridge.content.TarArchive;
import io.weighbridge.content.ZipArchive;
import io.weighbridge.content.ZipMember;
import io.weighbridge.formats.FormatException;
import io.weighbridge.formats.Gguf;
import io.weighbridge.formats.Hdf5;
import io.weighbridge.formats.Onnx;
import io.weighbridge.formats.Safetensors;
import io.weighbridge.formats.Tensor;
import io.weighbridge.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/**
 * Structure as the formats' own libraries read it: {@code structure.py} writes files with
 * safetensors, gguf, onnx, h5py, zipfile and tarfile, mutates them, and says what each library
 * reads. We read the same, or say that something is wrong with the file.
 */
class LibraryDifferentialTest {
  private static final int MUTATIONS = 150;

  private final Budget budget =
      new Budget(new Budget.Limits(1 << 30, 1 << 28, 1 << 20, 1 << 20, 16, Duration.ofMinutes(10)));

  /** What we read, in the form of the script, and what we have to say against the file. */
  private record Reading(Json read, List<Problem> problems) {}

  @Test
  void whatLibrariesReadIsReadAlikeOrFlagged() throws Exception {
    Path python = Places.python("benign");
    Path folder = Places.fresh("differential");
    Path script = Places.ROOT.resolve("acceptance/src/test/resources/differential/structure.py");
    try (Proc proc =
        Proc.start(
            folder.resolve("log"),
            Map.of(),
            List.of(python.toString(), script.toString(), folder.toString(), "" + MUTATIONS))) {
      assertThat(proc.await(Duration.ofMinutes(5))).as(proc.output()).isZero();
    }
    var expected = (Json.Obj) Json.parse(Files.readString(folder.resolve("expected.json")));
    var differences = new ArrayList<String>();
    var alike = new TreeMap<String, Integer>();
    for (var file : expected.fields().entrySet()) {
      String form = file.getKey().substring(file.getKey().indexOf('.') + 1);
      boolean original = file.getKey().startsWith("0.");
      try (Content content = FileContent.open(folder.resolve(file.getKey()))) {
        Reading reading = read(form, content);
        Json theirs = file.getValue().get("read").orElse(Json.Null.NULL);
        boolean same = normal(reading.read()).equals(normal(theirs));
        if (same) {
          alike.merge(form, 1, Integer::sum);
        }
        boolean refused = theirs == Json.Null.NULL;
        if (reading.problems().isEmpty() ? !same && !refused : original) {
          differences.add(file.getKey() + ": " + reading + " where the library has " + theirs);
        }
      } catch (ContentException | FormatException | BudgetExceeded refused) {
        if (original) {
          differences.add(file.getKey() + ": " + refused.getMessage());
        }
      }
    }
    assertThat(differences).isEmpty();
    // Were all refused, nothing would have been compared.
    assertThat(alike).hasSize(6).allSatisfy((form, n) -> assertThat(n).as(form).isGreaterThan(5));
  }

  private Reading read(String form, Content content) {
    return switch (form) {
      case "safetensors" -> safetensors(content);
      case "gguf" -> gguf(content);
      case "onnx" -> onnx(content);
      case "h5" -> hdf5(content);
      case "zip" -> zip(content);
      default -> tar(content);
    };
  }

  private Reading safetensors(Content content) {
    Safetensors view = Safetensors.open(content, budget);
    var tensors = new ArrayList<Json>();
    for (Tensor tensor : view.tensors()) {
      long crc = crc(content.bytes(tensor.offset(), (int) tensor.length()));
      tensors.add(
          row(Json.of(tensor.name()), Json.of(tensor.dtype()), shape(tensor), Json.of(crc)));
    }
    return new Reading(new Json.Arr(tensors), view.problems());
  }

  private Reading gguf(Content content) {
    Gguf view = Gguf.open(content, budget);
    var tensors = new ArrayList<Json>();
    for (Tensor tensor : view.tensors()) {
      tensors.add(
          row(
              Json.of(tensor.name()),
              shape(tensor),
              Json.of(tensor.offset()),
              Json.of(tensor.length())));
    }
    var texts = Json.object();
    view.texts()
        .forEach(
            (key, text) -> {
              if (!key.endsWith("]")) {
                texts.put(key, text);
              }
            });
    return new Reading(
        Json.object()
            .put("keys", Json.strings(view.keys()))
            .put("texts", texts.build())
            .put("tensors", new Json.Arr(tensors))
            .build(),
        view.problems());
  }

  private Reading onnx(Content content) {
    Onnx view = Onnx.open(content, budget);
    var nodes = new ArrayList<Json>();
    for (Onnx.Node node : view.nodes()) {
      nodes.add(
          row(
              Json.of(node.domain()),
              Json.of(node.operator()),
              Json.strings(node.inputs()),
              Json.strings(node.outputs())));
    }
    var external = new ArrayList<Json>();
    for (Onnx.ExternalData data : view.externalData()) {
      external.add(
          Json.strings(List.of(data.tensor(), data.location(), data.offset(), data.length())));
    }
    var functions = new ArrayList<Json>();
    view.functions().forEach(f -> functions.add(Json.strings(List.of(f.domain(), f.name()))));
    var sets = Json.object();
    view.operatorSets().forEach(sets::put);
    return new Reading(
        Json.object()
            .put("nodes", new Json.Arr(nodes))
            .put("external", new Json.Arr(external))
            .put("sets", sets.build())
            .put("functions", new Json.Arr(functions))
            .build(),
        view.problems());
  }

  private Reading hdf5(Content content) {
    Hdf5 view = Hdf5.open(content, budget);
    var sets = new ArrayList<Json>();
    for (Hdf5.DataSet set : view.dataSets()) {
      sets.add(row(Json.of(set.path()), numbers(set.shape())));
    }
    var links = new ArrayList<Json>();
    for (Hdf5.Link link : view.links()) {
      links.add(
          Json.strings(
              switch (link) {
                case Hdf5.Link.Soft soft -> List.of(soft.path(), "", soft.target());
                case Hdf5.Link.External out -> List.of(out.path(), out.file(), out.target());
                case Hdf5.Link.UserDefined other -> List.of(other.path(), "?", "");
              }));
    }
    var attributes = new ArrayList<Json>();
    view.attributes().forEach(a -> attributes.add(Json.strings(List.of(a.object(), a.name()))));
    return new Reading(
        Json.object()
            .put("sets", new Json.Arr(sets))
            .put("links", new Json.Arr(links))
            .put("attributes", new Json.Arr(attributes))
            .build(),
        view.problems());
  }

  private Reading zip(Content content) {
    ZipArchive zip = ZipArchive.open(content, budget);
    var problems = new ArrayList<>(zip.problems());
    problems.addAll(zip.audit(budget).problems());
    var members = new ArrayList<Json>();
    for (ZipMember member : zip.members()) {
      problems.addAll(zip.compare(member, budget));
      problems.addAll(zip.verify(member, budget));
      members.add(row(Json.of(member.name()), Json.of(crc(zip, member))));
    }
    return new Reading(new Json.Arr(members), problems);
  }

  private Reading tar(Content content) {
    TarArchive tar = TarArchive.open(content, budget);
    var members = new ArrayList<Json>();
    for (Member member : tar.members()) {
      members.add(row(Json.of(member.name()), Json.of(crc(tar, member))));
    }
    return new Reading(new Json.Arr(members), tar.problems());
  }

  private long crc(Archive archive, Member member) {
    try (Content data = archive.open(member, budget)) {
      return crc(data.bytes(0, (int) data.size()));
    }
  }

  private static long crc(byte[] bytes) {
    var crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }

  private static Json row(Json... cells) {
    return new Json.Arr(List.of(cells));
  }

  private static Json shape(Tensor tensor) {
    return numbers(tensor.shape());
  }

  private static Json numbers(List<Long> numbers) {
    return new Json.Arr(numbers.stream().map(n -> (Json) Json.of(n)).toList());
  }

  /** Rows in an order of their own; libraries and we list them as we come to them. */
  private static Json normal(Json json) {
    return switch (json) {
      case Json.Obj object -> {
        var fields = new TreeMap<String, Json>();
        object.fields().forEach((name, value) -> fields.put(name, normal(value)));
        yield new Json.Obj(fields);
      }
      case Json.Arr rows
          when !rows.items().isEmpty() && rows.items().getFirst() instanceof Json.Arr ->
          new Json.Arr(rows.items().stream().sorted(Comparator.comparing(Json::write)).toList());
      default -> json;
    };
  }
}
