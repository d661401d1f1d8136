package io.weighbridge.pickle.internal.machine;

import io.weighbridge.pickle.GlobalUse;
import io.weighbridge.pickle.internal.names.Judgement;
import io.weighbridge.pickle.internal.names.Name;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names that the streams import, each once. */
public final class UseLog {
  private static final int MOST = 1 << 14;

  private final Map<Name, GlobalUse> uses = new LinkedHashMap<>();
  private boolean full;

  void imported(String module, String name, long offset, Judgement judgement) {
    note(module, name, offset, judgement, false);
  }

  void called(String module, String name, long offset, Judgement judgement) {
    note(module, name, offset, judgement, true);
  }

  private void note(String module, String name, long offset, Judgement judgement, boolean called) {
    var key = new Name(module, name);
    GlobalUse known = uses.get(key);
    if (known == null && uses.size() == MOST) {
      full = true;
    } else if (known == null || called && !known.called()) {
      uses.put(
          key,
          new GlobalUse(
              module,
              name,
              judgement.standing(),
              known == null ? offset : known.offset(),
              called,
              judgement.why()));
    }
  }

  public List<GlobalUse> uses() {
    return new ArrayList<>(uses.values());
  }

  /** Whether there were more than are listed. */
  public boolean full() {
    return full;
  }
}
