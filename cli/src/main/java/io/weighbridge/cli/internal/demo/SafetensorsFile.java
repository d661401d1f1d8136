package io.weighbridge.cli.internal.demo;

import io.weighbridge.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes safetensors: length of the header, header in JSON padded to 8 bytes, tensors. */
final class SafetensorsFile {
  private SafetensorsFile() {}

  static byte[] of(List<Tensor> tensors) {
    var header = Json.object();
    header.put("__metadata__", Json.object().put("format", "pt").build());
    long offset = 0;
    for (Tensor tensor : tensors) {
      long end = offset + tensor.values().length * 4L;
      header.put(
          tensor.name(),
          Json.object()
              .put("dtype", "F32")
              .put("shape", Json.array(tensor.shape().stream().map(Json::of).toList()))
              .put("data_offsets", Json.array(List.of(Json.of(offset), Json.of(end))))
              .build());
      offset = end;
    }
    String text = header.build().write();
    text += " ".repeat((8 - text.length() % 8) % 8);
    byte[] json = text.getBytes(StandardCharsets.UTF_8);
    var out = new ByteArrayOutputStream();
    out.writeBytes(
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(json.length).array());
    out.writeBytes(json);
    tensors.forEach(tensor -> out.writeBytes(tensor.bytes()));
    return out.toByteArray();
  }
}
