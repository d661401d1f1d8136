package io.weighbridge.formats;

import static org.assertj.core.api.Assertions.assertThat;

import io.weighbridge.content.Budget;
import io.weighbridge.content.BytesContent;
import io.weighbridge.content.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The files were written by h5py (see {@code generate.py} beside them). */
class Hdf5Test {
  private static final String CONFIG =
      "{\"class_name\": \"Sequential\", \"config\": {\"layers\": []}}";

  static byte[] file(String name) {
    try (InputStream in = Hdf5Test.class.getResourceAsStream("hdf5/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Hdf5 open(String name) {
    var content = new BytesContent(file(name));
    assertThat(Formats.identify(content, Budget.standard())).isEqualTo(Format.HDF5);
    return Hdf5.open(content, Budget.standard());
  }

  @Test
  void oldGroupsAttributesAndLinksAreRead() {
    Hdf5 file = open("earliest.h5");
    assertThat(file.problems()).isEmpty();
    assertThat(file.rootText("model_config")).contains(CONFIG);
    assertThat(file.rootText("keras_version")).contains("2.15.0");
    assertThat(file.attributes())
        .contains(new Hdf5.Attribute("/", "layer_names", java.util.List.of("dense", "conv")));
    assertThat(file.links())
        .contains(
            new Hdf5.Link.Soft("/soft", "/a/b/w"),
            new Hdf5.Link.External("/chunked", "other.h5", "/x"));
    assertThat(file.dataSets())
        .extracting(Hdf5.DataSet::path, Hdf5.DataSet::type, Hdf5.DataSet::shape)
        .contains(
            org.assertj.core.groups.Tuple.tuple("/a/b/w", "float", java.util.List.of(2L, 3L)));
    assertThat(file.dataSets())
        .filteredOn(set -> set.path().equals("/packed"))
        .extracting(Hdf5.DataSet::filters)
        .containsExactly(java.util.List.of(2, 1));
    assertThat(file.spans().total(Span.Kind.INERT)).isEqualTo(24);
  }

  @Test
  void newGroupsAndExternalLinksAreRead() {
    Hdf5 file = open("latest.h5");
    assertThat(file.problems()).isEmpty();
    assertThat(file.rootText("model_config")).contains(CONFIG);
    assertThat(file.links()).containsExactly(new Hdf5.Link.External("/ext", "../secret.h5", "/"));
  }

  @Test
  void manyLinksAndLargeAttributesAreReadFromTheirHeaps() {
    Hdf5 file = open("dense.h5");
    assertThat(file.problems()).isEmpty();
    assertThat(file.dataSets()).hasSize(60);
    assertThat(file.attributes()).hasSize(41);
    assertThat(file.rootText("attribute07")).contains("value 7");
    assertThat(file.rootText("large")).contains("x".repeat(70_000));
  }

  @Test
  void dataInOtherFilesIsTold() {
    assertThat(open("external.h5").dataSets())
        .extracting(Hdf5.DataSet::externalFiles)
        .containsExactly(java.util.List.of("/etc/hostname"));
    assertThat(open("virtual.h5").problems())
        .extracting(Problem::rule)
        .containsExactly("hdf5/virtual-data-set");
  }

  @Test
  void aFileBehindAUserBlockIsFoundAndTheBlockIsAPart() {
    assertThat(open("userblock.h5").rootText("model_config")).contains(CONFIG);
    assertThat(open("userblock.h5").parts()).isEmpty();
    byte[] bytes = file("userblock.h5");
    bytes[3] = 'x';
    var content = new BytesContent(bytes);
    Hdf5 filled = Hdf5.open(content, Budget.standard());
    assertThat(filled.parts()).extracting(Part::name).containsExactly("(user block)");
    assertThat(Formats.others(content, Format.UNKNOWN, Budget.standard()))
        .containsExactly(Format.HDF5);
  }
}
