package io.weighbridge.scan.internal.judge;

import io.weighbridge.formats.Gguf;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.Judge;
import io.weighbridge.scan.internal.jinja.Template;
import java.util.Map;

/** GGUF: its structure, and the chat templates among its metadata (CVE-2024-34359). */
public final class GgufJudge implements Judge {
  @Override
  public void judge(Inspection thing) {
    try (Gguf view = Gguf.open(thing.content(), thing.budget())) {
      Parts.judge(thing, view);
      for (Map.Entry<String, String> text : view.texts().entrySet()) {
        String value = text.getValue();
        if (text.getKey().contains("template") || text.getKey().contains("prompt")) {
          if (value.contains("{{") || value.contains("{%")) {
            Template.judge(thing, value, text.getKey());
          }
        }
      }
    }
  }
}
