#!/usr/bin/env python3
"""Scans models in real peers on loopback: an S3 (moto), an OCI registry (go-containerregistry's), MLflow.

    scripts/sources.py [s3] [oci] [mlflow]

One line for each target: what the scan said, and whether that is right. Exit code 1 when one is not.
Peers are installed once below .cache/peers; one that cannot be installed is skipped, and that is said.
"""
import gzip, hashlib, io, json, os, pathlib, socket, subprocess, sys, tarfile, tempfile, time, urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
PEERS = ROOT / ".cache/peers"
REGISTRY = "github.com/google/go-containerregistry/cmd/registry@v0.22.1"
EVIL = b"cos\nsystem\n(S'echo pwned'\ntR."
SAFE = b'{"model_type": "bert"}\n'
failures = 0


def venv(name, *requirements):
    folder = PEERS / name
    if not (folder / ".complete").exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run([folder / "bin/pip", "install", "--quiet", "--disable-pip-version-check", *requirements], check=True)
        (folder / ".complete").touch()
    return folder / "bin"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    def __init__(self, command, port, folder):
        self.url = f"http://127.0.0.1:{port}"
        self.log = open(pathlib.Path(folder) / "log", "wb")
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log, cwd=folder, start_new_session=True)
        deadline = time.time() + 240
        while True:
            try:
                with socket.create_connection(("127.0.0.1", port), 1):
                    return
            except OSError:
                if self.process.poll() is not None or time.time() > deadline:
                    raise SystemExit(f"{command[0]} does not start: {folder}/log")
                time.sleep(0.1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.killpg(self.process.pid, 15)
        self.process.wait(30)


def scan(expected, *words, **variables):
    global failures
    environment = {**os.environ, "AWS_ACCESS_KEY_ID": "id", "AWS_SECRET_ACCESS_KEY": "secret",
                   "AWS_EC2_METADATA_DISABLED": "true", **variables}
    run = subprocess.run([str(ROOT / "weighbridge"), "scan", *words], env=environment, text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said = run.stdout.strip().splitlines()[0] if run.stdout.strip() else ""
    right = said.lower().startswith(expected)
    failures += not right
    print(("right  " if right else "WRONG  ") + said[:150], flush=True)


def call(method, url, body=None, kind="application/octet-stream"):
    request = urllib.request.Request(url, data=body, method=method, headers={"Content-Type": kind} if body is not None else {})
    with urllib.request.urlopen(request) as answer:
        return answer.headers, answer.read()


def s3(folder):
    bin = venv("moto", "moto[s3,server]==5.2.1", "boto3==1.43.11")
    port = free_port()
    with Server([bin / "moto_server", "-H", "127.0.0.1", "-p", str(port)], port, folder) as server:
        size = 64 << 20
        head = json.dumps({"w": {"dtype": "F32", "shape": [size // 4], "data_offsets": [0, size]}})
        put = f"""
import boto3
s = boto3.client("s3", endpoint_url={server.url!r}, region_name="us-east-1", aws_access_key_id="id", aws_secret_access_key="secret")
s.create_bucket(Bucket="models")
s.put_object(Bucket="models", Key="bad/model.pkl", Body={EVIL!r})
s.put_object(Bucket="models", Key="good/config.json", Body={SAFE!r})
h = {head!r}.encode()
s.put_object(Bucket="models", Key="good/model.safetensors", Body=len(h).to_bytes(8, "little") + h + bytes({size}))
"""
        subprocess.run([bin / "python", "-c", put], check=True)
        scan("safe", "--endpoint", server.url, "s3://models/good")
        scan("malicious", "--endpoint", server.url, "s3://models/bad/model.pkl")
        scan("malicious", "s3://models/bad", AWS_ENDPOINT_URL=server.url)
        scan("weighbridge: nothing is at", "--endpoint", server.url, "s3://models/none")


def tar(files):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def push(server, repository, tag, layers):
    def blob(data):
        digest = "sha256:" + hashlib.sha256(data).hexdigest()
        place = call("POST", f"{server}/v2/{repository}/blobs/uploads/", b"")[0]["Location"]
        place = place if place.startswith("http") else server + place
        call("PUT", place + ("&" if "?" in place else "?") + "digest=" + digest, data)
        return {"digest": digest, "size": len(data)}

    manifest = {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
                "config": {"mediaType": "application/vnd.cncf.model.config.v1+json", **blob(b"{}")},
                "layers": [{"mediaType": kind, **blob(data), **({"annotations": {"org.cncf.model.filepath": path}} if path else {})}
                           for kind, path, data in layers]}
    call("PUT", f"{server}/v2/{repository}/manifests/{tag}", json.dumps(manifest).encode(), manifest["mediaType"])


def oci(folder):
    subprocess.run(["go", "install", REGISTRY], check=True, env={**os.environ, "GOBIN": str(PEERS / "registry")})
    port = free_port()
    model, kit = "application/vnd.cncf.model.", "application/vnd.kitops.modelkit."
    with Server([PEERS / "registry/registry", "-port", str(port)], port, folder) as server:
        push(server.url, "m/modelpack", "v1", [
            (model + "weight.v1.raw", "weights/model.pkl", EVIL),
            (model + "weight.config.v1.tar", "config.json", tar({"config.json": SAFE}))])
        push(server.url, "m/kit", "latest", [(kit + "model.v1.tar+gzip", "", gzip.compress(tar({"model/config.json": SAFE})))])
        push(server.url, "m/leaves", "v1", [(model + "weight.v1.tar", "", tar({"../out": b"x"}))])
        scan("malicious", f"oci://127.0.0.1:{port}/m/modelpack:v1")
        scan("safe", f"oci://localhost:{port}/m/kit")
        scan("malicious", "--digests", f"oci://127.0.0.1:{port}/m/leaves:v1")
        scan("weighbridge: the upstream answered 404", f"oci://127.0.0.1:{port}/m/none:v1")


def mlflow(folder):
    bin = venv("mlflow", "mlflow==3.17.2")
    port = free_port()
    command = [bin / "mlflow", "server", "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
               "--backend-store-uri", "sqlite:///m.db", "--artifacts-destination", "./artifacts"]
    with Server(command, port, folder) as server:
        api = server.url + "/api/2.0/"

        def post(route, body):
            return json.loads(call("POST", api + route, json.dumps(body).encode(), "application/json")[1])

        run = post("mlflow/runs/create", {"experiment_id": "0", "start_time": 1})["run"]["info"]
        root = run["artifact_uri"].replace("mlflow-artifacts:/", "")
        call("PUT", f"{api}mlflow-artifacts/artifacts/{root}/bad/model.pkl", EVIL)
        call("PUT", f"{api}mlflow-artifacts/artifacts/{root}/good/config.json", SAFE)
        post("mlflow/registered-models/create", {"name": "fraud model"})
        post("mlflow/model-versions/create", {"name": "fraud model", "source": run["artifact_uri"] + "/bad", "run_id": run["run_id"]})
        post("mlflow/registered-models/alias", {"name": "fraud model", "alias": "champion", "version": "1"})
        uri = {"MLFLOW_TRACKING_URI": server.url}
        scan("malicious", "models:/fraud model/1", **uri)
        scan("malicious", "mlflow:models:/fraud model@champion", **uri)
        scan("malicious", f"runs:/{run['run_id']}/bad/model.pkl", **uri)
        scan("safe", f"runs:/{run['run_id']}/good", **uri)
        scan("weighbridge: the upstream answered 404", "models:/none/1", **uri)


def main(words):
    for peer in (s3, oci, mlflow):
        if not words or peer.__name__ in words:
            print(f"-- {peer.__name__}", flush=True)
            with tempfile.TemporaryDirectory() as folder:
                try:
                    peer(folder)
                except (OSError, subprocess.CalledProcessError) as e:
                    print(f"SKIPPED {peer.__name__}: {e}")
    return 1 if failures else 0


sys.exit(main(sys.argv[1:]))
