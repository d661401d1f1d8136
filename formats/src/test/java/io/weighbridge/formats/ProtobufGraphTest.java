package io.weighbridge.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.weighbridge.content.Budget;
import io.weighbridge.content.Content;
import io.weighbridge.content.Problem;
import org.junit.jupiter.api.Test;

/** ONNX, TensorFlow, Keras metadata, Core ML, Paddle, Caffe, SentencePiece in their wire form. */
class ProtobufGraphTest {
  private static Bytes message() {
    return new Bytes();
  }

  private static Bytes node(String operator, String domain) {
    return message().field(1, "x").field(2, "y").field(4, operator).field(7, domain);
  }

  private static Bytes external(String location) {
    return message()
        .field(1, 4)
        .field(2, 1)
        .field(8, "w")
        .field(13, message().field(1, "location").field(2, location))
        .field(14, 1);
  }

  private static Bytes onnx(Bytes graph) {
    return message()
        .field(1, 8)
        .field(7, graph)
        .field(8, message().field(1, "").field(2, 17))
        .field(14, message().field(1, "author").field(2, "me"));
  }

  private static Onnx open(Bytes model) {
    assertThat(identify(model)).isEqualTo(Format.ONNX);
    return Onnx.open(model.content(), Budget.standard());
  }

  private static Format identify(Bytes model) {
    return Formats.identify(model.content(), Budget.standard());
  }

  @Test
  void nodesOfSubgraphsAndFunctionsAreListed() {
    Bytes inner = message().field(1, node("Evil", "com.example")).field(5, external("../secret"));
    Bytes branch = message().field(1, "then_branch").field(6, inner);
    Bytes graph = message().field(1, node("If", "").field(5, branch)).field(2, "g");
    Bytes function =
        message().field(1, "f").field(10, "my.domain").field(7, node("PyOp", "ai.onnx.contrib"));
    Onnx model = open(onnx(graph).field(25, function));
    assertThat(model.nodes()).extracting(Onnx.Node::operator).containsExactly("If", "Evil", "PyOp");
    assertThat(model.nodes())
        .extracting(Onnx.Node::graph)
        .containsExactly("graph", "graph/If#0/then_branch", "function/my.domain.f");
    assertThat(model.externalData())
        .containsExactly(new Onnx.ExternalData("w", "../secret", "", ""));
    assertThat(model.functions())
        .extracting(Onnx.Function::domain, Onnx.Function::name)
        .containsExactly(tuple("my.domain", "f"));
    assertThat(model.operatorSets()).containsEntry("", 17L);
    assertThat(model.metadata()).containsEntry("author", "me");
  }

  @Test
  void tensorBytesAreSkippedAndInert() {
    byte[] raw = new byte[4 << 20];
    Bytes tensor = message().field(1, 1 << 20).field(2, 1).field(8, "w").field(9, raw);
    Content content =
        onnx(message().field(1, node("Add", "")).field(2, "g").field(5, tensor)).content();
    var budget = Budget.standard();
    assertThat(Formats.identify(content, budget)).isEqualTo(Format.ONNX);
    Onnx model = Onnx.open(content, budget);
    assertThat(model.spans().total(Span.Kind.INERT)).isEqualTo(raw.length);
    assertThat(budget.bytesSpent()).isLessThan(400_000);
  }

  @Test
  void aTensorShapeThatOverflowsIsAProblem() {
    Bytes tensor =
        message().field(1, 1L << 31).field(1, 1L << 31).field(1, 8).field(2, 1).field(8, "w");
    assertThat(open(onnx(message().field(2, "g").field(5, tensor))).problems())
        .extracting(Problem::rule)
        .containsExactly("onnx/tensor");
  }

  private static Bytes tfNode(String operator) {
    return message().field(1, "n").field(2, operator);
  }

  @Test
  void tensorflowNodesOfFunctionsAreListed() {
    Bytes function =
        message().field(1, message().field(1, "__inference_call")).field(3, tfNode("WriteFile"));
    Bytes graph =
        message().field(1, tfNode("PartitionedCall")).field(2, message().field(1, function));
    Bytes meta = message().field(1, message().field(4, "serve")).field(2, graph);
    meta.field(6, message().field(2, "vocab.txt"));
    Bytes saved = message().field(1, 1).field(2, meta);
    assertThat(identify(saved)).isEqualTo(Format.TF_SAVED_MODEL);
    assertThat(identify(meta)).isEqualTo(Format.TF_META_GRAPH);
    assertThat(identify(message().field(1, tfNode("ReadFile")))).isEqualTo(Format.TF_GRAPH);
    Tensorflow model = Tensorflow.open(saved.content(), Format.TF_SAVED_MODEL, Budget.standard());
    assertThat(model.nodes())
        .extracting(n -> n.graph() + ":" + n.operator())
        .containsExactly("graph:PartitionedCall", "function/__inference_call:WriteFile");
    assertThat(model.functions()).containsExactly("__inference_call");
    assertThat(model.assets()).containsExactly("vocab.txt");
  }

  @Test
  void kerasMetadataGivesItsJson() {
    Bytes object =
        message()
            .field(2, 7)
            .field(3, "root.layer")
            .field(4, "_tf_keras_layer")
            .field(5, "{\"class_name\": \"Lambda\"}");
    Bytes file = message().field(1, object);
    assertThat(identify(file)).isEqualTo(Format.TF_KERAS_METADATA);
    assertThat(KerasMetadata.open(file.content(), Budget.standard()).objects())
        .containsExactly(
            new KerasMetadata.SavedObject(
                "root.layer", "_tf_keras_layer", "{\"class_name\": \"Lambda\"}"));
  }

  @Test
  void coreMlTellsCustomClassesAndFilesOfNestedModels() {
    Bytes custom = message().field(10, "EvilLayer");
    Bytes network = message().field(1, message().field(1, "layer").field(500, custom));
    Bytes inner = message().field(1, 4).field(2, message()).field(500, network);
    Bytes model = message().field(1, 4).field(2, message()).field(202, message().field(1, inner));
    assertThat(identify(model)).isEqualTo(Format.COREML);
    assertThat(CoreMl.open(model.content(), Budget.standard()).customClasses())
        .containsExactly("EvilLayer");
  }

  @Test
  void paddleAndCaffeOperatorsAreListed() {
    Bytes operator = message().field(3, "py_func");
    Bytes program =
        message()
            .field(1, message().field(1, 0).field(2, -1).field(4, operator))
            .field(4, message());
    assertThat(identify(program)).isEqualTo(Format.PADDLE);
    assertThat(Graph.open(program.content(), Format.PADDLE, Budget.standard()).operators())
        .extracting(Graph.Operator::type)
        .containsExactly("py_func");
    Bytes layer =
        message()
            .field(1, "l")
            .field(2, "Python")
            .field(130, message().field(1, "evil").field(2, "Layer"));
    Bytes net = message().field(1, "net").field(100, layer);
    assertThat(identify(net)).isEqualTo(Format.CAFFE);
    assertThat(Graph.open(net.content(), Format.CAFFE, Budget.standard()).operators())
        .extracting(Graph.Operator::code)
        .containsExactly("evil.Layer");
  }

  @Test
  void sentencePieceIsData() {
    Bytes piece = message().field(1, "<unk>").raw((byte) 0x15).number(0, 4).field(3, 2);
    Bytes model = message().field(1, piece).field(1, piece).field(2, message().field(1, "x"));
    assertThat(identify(model)).isEqualTo(Format.SENTENCEPIECE);
    assertThat(DataFile.open(model.content(), Format.SENTENCEPIECE, Budget.standard()).problems())
        .isEmpty();
  }
}
