package io.weighbridge.scan.internal.judge;

import io.weighbridge.evidence.Severity;
import io.weighbridge.formats.Format;
import io.weighbridge.formats.Graph;
import io.weighbridge.scan.internal.Inspection;
import io.weighbridge.scan.internal.Judge;

/** Paddle programs and Caffe networks: operators that call Python, or that read and write files. */
public final class GraphJudge implements Judge {
  @Override
  public void judge(Inspection thing) {
    try (Graph view = Graph.open(thing.content(), thing.format(), thing.budget())) {
      Parts.judge(thing, view);
      for (Graph.Operator operator : view.operators()) {
        String type = operator.type();
        String evidence = type + (operator.code().isEmpty() ? "" : " " + operator.code());
        if (type.equals("py_func") || type.equals("py_layer") || !operator.code().isEmpty()) {
          thing.find(
              "graph/python-operator",
              operator.offset(),
              "an operator calls Python code" + named(operator),
              evidence);
        } else if (isFileOperator(thing.format(), type)) {
          thing.find(
              "graph/file-operator",
              thing.format() == Format.CAFFE ? Severity.SUSPICIOUS : Severity.MALICIOUS,
              operator.offset(),
              "an operator reads or writes files when the model runs" + named(operator),
              evidence);
        }
      }
    }
  }

  /** Caffe's data layers read their data set from a path: ordinary in training, not in a model. */
  private static boolean isFileOperator(Format format, String type) {
    return format == Format.CAFFE
        ? switch (type) {
          case "Data", "ImageData", "HDF5Data", "HDF5Output", "WindowData" -> true;
          default -> false;
        }
        : switch (type) {
          case "save",
              "save_combine",
              "load",
              "load_combine",
              "read_file",
              "write_file",
              "run_program",
              "create_custom_reader",
              "create_recordio_file_reader" ->
              true;
          default -> false;
        };
  }

  private static String named(Graph.Operator operator) {
    return operator.name().isEmpty() ? "" : " (" + operator.name() + ")";
  }
}
