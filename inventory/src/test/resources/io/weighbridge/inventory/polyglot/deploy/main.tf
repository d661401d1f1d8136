resource "aws_sagemaker_model" "llm" {
  primary_container {
    environment = {
      HF_MODEL_ID = "acme-ml/terraform-env-89"
    }
  }
}
