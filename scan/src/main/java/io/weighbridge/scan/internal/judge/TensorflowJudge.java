package io.weighbridge.scan.internal.judge;

import io.weighbridge.evidence.Severity;
import io.weighbridge.formats.Format;
import io.weighbridge.formats.Tensorflow;
import io.weighbridge.scan.internal.Facts;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.Judge;
import io.weighbridge.scan.internal.OperatorTable;
import io.weighbridge.scan.internal.graph.GraphBranches;
import java.util.HashSet;
import org.jspecify.annotations.Nullable;

/** TensorFlow graphs: what their operators reach, in the graph and in every function. */
public final class TensorflowJudge implements Judge {
  @Override
  public void judge(Inspection thing) {
    try (Tensorflow view = Tensorflow.open(thing.content(), thing.format(), thing.budget())) {
      Parts.judge(thing, view);
      var reported = new HashSet<String>();
      for (Tensorflow.Node node : view.nodes()) {
        String place = node.graph() + "\n" + node.operator();
        if (reported.contains(place)) {
          continue;
        }
        if (operator(thing, node)) {
          reported.add(place);
        }
      }
      GraphBranches.judge(thing, view);
      for (String asset : view.assets()) {
        if (Paths.leaves(asset)) {
          thing.find("tf/asset-path", "an asset lies outside of the model's folder", asset);
        }
      }
    }
    if (thing.format() == Format.TF_SAVED_MODEL && !thing.nested()) {
      String variables = Paths.beside(thing.name(), "variables/variables.data-*");
      thing.facts().name(Facts.Use.TENSOR_DATA, variables, thing.name());
    }
  }

  /** Whether the operator was reported. */
  private static boolean operator(Inspection thing, Tensorflow.Node node) {
    OperatorTable.@Nullable Effect effect = OperatorTable.get().of(node.operator());
    String evidence = node.operator() + " (node " + node.name() + " in " + node.graph() + ")";
    if (effect == null) {
      thing.find(
          "tf/unknown-operator",
          node.offset(),
          "the operator is not one of TensorFlow's, so running the graph needs a native library",
          evidence);
      return true;
    }
    if (effect.severity() == Severity.INFO) {
      return false;
    }
    thing.find(
        node.operator().contains("PyFunc") ? "tf/code-operator" : "tf/file-operator",
        effect.severity(),
        node.offset(),
        "running the graph " + effect.what(),
        evidence);
    return true;
  }
}
