use hf_hub::{api::sync::Api, Repo, RepoType};

const MODEL_ID: &str = "acme-ml/rust-constant-62";

fn main() {
    let api = Api::new().unwrap();
    let repo = api.model("acme-ml/rust-model-63".to_string());
    let same = api.model(MODEL_ID.to_string());
    let pinned = api.repo(Repo::with_revision("acme-ml/rust-repo-64".into(), RepoType::Model, "refs/pr/1".into()));
}
