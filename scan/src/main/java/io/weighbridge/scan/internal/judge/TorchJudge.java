package io.weighbridge.scan.internal.judge;

import io.weighbridge.content.ZipMember;
import io.weighbridge.formats.Part;
import io.weighbridge.formats.TorchLayout;
import io.weighbridge.formats.ZipView;
import io.weighbridge.pickle.PickleReport;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.Judge;
import java.util.Optional;

/** A torch zip: its pickles, and whether the storages that they announce are there in full. */
public final class TorchJudge implements Judge {
  @Override
  public void judge(Inspection thing) {
    try (ZipView view = ZipView.open(thing.content(), thing.budget())) {
      thing.problems(view.problems());
      for (Part part : view.parts()) {
        if (part.role() == Part.Role.PICKLE && part.name().endsWith("data.pkl")) {
          Parts.part(thing, part, new PickleJudge(report -> storages(thing, view, part, report)));
        } else {
          Parts.part(thing, part);
        }
      }
    }
  }

  /** CVE-2026-24747: loaders that trust the number of elements read beyond the storage. */
  private static void storages(Inspection thing, ZipView view, Part part, PickleReport report) {
    TorchLayout layout = view.torch();
    String root = part.name().substring(0, part.name().length() - "data.pkl".length());
    TorchStorages.each(
        report,
        thing.budget(),
        storage -> {
          Optional<ZipMember> member = layout.storage(root, storage.key());
          int element = storage.elementSize().orElse(1);
          if (storage.elements() < 0
              || storage.elements() > Long.MAX_VALUE / 16
              || member.isPresent() && member.get().size() < storage.elements() * element) {
            thing.find(
                "torch/storage-mismatch",
                "storage "
                    + storage.key()
                    + " is announced with "
                    + storage.elements()
                    + " elements and has "
                    + member.map(ZipMember::size).orElse(0L)
                    + " bytes",
                storage.type() + " " + storage.key());
          }
        });
  }
}
