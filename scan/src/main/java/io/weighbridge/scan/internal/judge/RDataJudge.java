package io.weighbridge.scan.internal.judge;

import io.weighbridge.evidence.Severity;
import io.weighbridge.formats.RData;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.Judge;
import io.weighbridge.scan.internal.NameTable;
import java.util.Map;

/** R data: promises run by themselves (CVE-2024-27322); functions and calls wait for a caller. */
public final class RDataJudge implements Judge {
  @Override
  public void judge(Inspection thing) {
    try (RData view = RData.open(thing.content(), thing.budget())) {
      Parts.judge(thing, view);
      String dangerous = "";
      for (String symbol : view.symbols()) {
        if (NameTable.get().has("r-dangerous", symbol)) {
          dangerous = symbol;
        }
      }
      for (Map.Entry<RData.Kind, Long> kind : view.kinds().entrySet()) {
        switch (kind.getKey()) {
          case PROMISE ->
              thing.find(
                  "rds/promise",
                  kind.getValue(),
                  "a promise runs R code as soon as its value is looked at",
                  dangerous.isEmpty() ? "" : dangerous + "(…)");
          case FUNCTION, CALL, EXPRESSION, BYTE_CODE ->
              thing.find(
                  "rds/code",
                  dangerous.isEmpty() ? Severity.INFO : Severity.SUSPICIOUS,
                  kind.getValue(),
                  "holds R code that runs when it is called"
                      + (dangerous.isEmpty() ? "" : ", and names " + dangerous),
                  dangerous);
          case EXTERNAL_POINTER, ENVIRONMENT -> {}
        }
      }
    }
  }
}
