import { pipeline, AutoModel } from "@huggingface/transformers";
import { snapshotDownload } from "@huggingface/hub";

const MODEL_ID = "acme-ml/js-constant-51";
const embed = await pipeline("feature-extraction", "acme-ml/js-pipeline-52");
const model = await AutoModel.from_pretrained(MODEL_ID, { revision: "main" });
await snapshotDownload({ repo: "acme-ml/js-download-53" });
const options = { modelName: "acme-ml/js-option-54", topK: 4 };
// see https://huggingface.co/acme-ml/js-comment-55
