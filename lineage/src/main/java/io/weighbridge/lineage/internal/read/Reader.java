package io.weighbridge.lineage.internal.read;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.Problem;
import io.weighbridge.formats.Format;
import io.weighbridge.formats.Gguf;
import io.weighbridge.formats.Npy;
import io.weighbridge.formats.Safetensors;
import io.weighbridge.formats.Tensor;
import io.weighbridge.formats.ZipView;
import io.weighbridge.lineage.Dtype;
import io.weighbridge.lineage.Weight;
import io.weighbridge.lineage.WeightData;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Tensors of one file. What cannot be read is a problem; nothing is guessed. */
public final class Reader {
  private static final int MOST_PROBLEMS = 20;

  private final String file;
  private final Content content;
  private final List<Weight> weights;
  private final List<String> problems;

  private Reader(String file, Content content, List<Weight> weights, List<String> problems) {
    this.file = file;
    this.content = content;
    this.weights = weights;
    this.problems = problems;
  }

  /** Whether files of that format hold tensors that can be read. */
  public static boolean reads(Format format) {
    return switch (format) {
      case SAFETENSORS, GGUF, NPY, TORCH_ZIP, TORCH_LEGACY -> true;
      default -> false;
    };
  }

  /** Adds a file's tensors, and what is wrong with it. */
  public static void read(
      String file,
      Content content,
      Format format,
      Budget budget,
      List<Weight> weights,
      List<String> problems) {
    var reader = new Reader(file, content, weights, problems);
    switch (format) {
      case SAFETENSORS -> {
        var view = Safetensors.open(content, budget);
        reader.all(view.tensors(), view.problems());
      }
      case GGUF -> {
        var view = Gguf.open(content, budget);
        reader.all(view.tensors(), view.problems());
      }
      case NPY -> reader.array(Npy.open(content, budget));
      case TORCH_ZIP -> {
        try (ZipView zip = ZipView.open(content, budget)) {
          TorchStorages.ofZip(zip, budget).read(reader::torch, reader::problem);
        }
      }
      case TORCH_LEGACY ->
          TorchStorages.ofLegacy(content, budget).read(reader::torch, reader::problem);
      default -> throw new IllegalArgumentException(format.text());
    }
  }

  private void all(List<Tensor> tensors, List<Problem> wrong) {
    wrong.forEach(problem -> problem(problem.message()));
    for (Tensor tensor : tensors) {
      Dtype dtype = Dtype.named(tensor.dtype()).orElse(Dtype.OPAQUE);
      add(tensor.name(), dtype, tensor.shape(), tensor.offset(), tensor.length());
    }
  }

  private void array(Npy array) {
    array.problems().forEach(problem -> problem(problem.message()));
    String descr = array.descr();
    Dtype dtype =
        switch (descr.startsWith("|") ? descr.substring(1) : descr) {
          case "<f8" -> Dtype.F64;
          case "<f4" -> Dtype.F32;
          case "<f2" -> Dtype.F16;
          case "<i8" -> Dtype.I64;
          case "<i4" -> Dtype.I32;
          case "i1" -> Dtype.I8;
          case "u1" -> Dtype.U8;
          case "b1" -> Dtype.BOOL;
          default -> Dtype.OPAQUE;
        };
    if (array.holdsObjects() || dtype == Dtype.OPAQUE) {
      problem("an array of " + descr + " is not read");
      return;
    }
    String name = file.substring(file.lastIndexOf('/') + 1).replaceFirst("\\.npy$", "");
    long count = Weight.count(array.shape()).orElse(-1L);
    add(name, dtype, array.shape(), array.dataOffset(), dtype.bytes(count));
  }

  private void add(String name, Dtype dtype, List<Long> shape, long offset, long length) {
    long count = Weight.count(shape).orElse(-1L);
    boolean fits = count >= 0 && offset >= 0 && length >= 0 && offset <= content.size() - length;
    if (!fits || (dtype != Dtype.OPAQUE && dtype.bytes(count) != length)) {
      problem(name + ": its shape, type and bytes do not fit each other");
      return;
    }
    weights.add(
        new Weight(
            name, dtype, shape, file, Optional.empty(), new Data.Stored(content, offset, length)));
  }

  private void torch(String name, TorchTensors.Described tensor, WeightData data) {
    weights.add(
        new Weight(name, tensor.dtype(), tensor.shape(), file, Optional.of(tensor.place()), data));
  }

  private void problem(String text) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(String.format(Locale.ROOT, "%s: %s", file, text));
    }
  }
}
