"""Opens an office from docs/format.md alone: no import of ours. Prints every setting and person cell as JSON lines."""

import hashlib
import json
import sqlite3
import sys
import unicodedata
from pathlib import Path
from uuid import UUID

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric import ed25519, mlkem, x25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

V = b"\x01"


def lp(*parts):
    raws = [p if isinstance(p, bytes) else p.encode() if isinstance(p, str) else p.to_bytes(4, "big") for p in parts]
    return b"".join(len(raw).to_bytes(2, "big") + raw for raw in raws)


def derive(key, *label):
    return HKDF(hashes.SHA256(), 32, None, lp(*label)).derive(key)


def unseal(key, sealed, context):
    return AESGCM(key).decrypt(sealed[:12], sealed[12:], context)


folder, host, name, passphrase = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4]
keys, records = sqlite3.connect(folder / "office.keys"), sqlite3.connect(folder / "office.db")
office = keys.execute("SELECT id FROM office").fetchone()[0]
host_key = json.loads((host / "host.key").read_text())
outer_key = derive(bytes.fromhex(host_key["key"]), "iass-outer", office)


def peel(outer, kind, owner):
    assert (outer[:1], outer[1:9].hex()) == (V, host_key["id"])
    return unseal(outer_key, outer[9:], lp("iass-outer", V, office, outer[1:9], kind, owner))


# The bundle: passphrase, Argon2id, AES-256-GCM.
account, stretch, sealed = keys.execute("SELECT id, stretch, sealed FROM bundle WHERE sign_in = ?", (name,)).fetchone()
cost = json.loads(stretch)
secret = unicodedata.normalize("NFKC", passphrase).encode()
salt = bytes.fromhex(cost["salt"])
stretched = hash_secret_raw(secret, salt, cost["t"], cost["m"], cost["p"], 32, Type.ID, version=0x13)
inner = peel(sealed, "bundle", account)
bundle = json.loads(unseal(stretched, inner[1:], lp("iass-bundle", V, office, account, stretch)))

# The register: each version follows the one before and is signed by somebody listed in it.
authority, previous = None, "0" * 64
for body, signature in keys.execute("SELECT body, signature FROM register ORDER BY number"):
    register = json.loads(body)
    listed = {a["id"]: a for a in (authority or register)["accounts"] if a["until"] is None}
    signer = bytes.fromhex(listed[register["signed_by"]]["verify"])
    digest = hashlib.sha256(body).digest()
    ed25519.Ed25519PublicKey.from_public_bytes(signer).verify(signature, lp("iass-register", V, digest))
    assert register["previous"] == previous
    authority, previous = register, digest.hex()

# The compartment keys granted to this account, then every file key.
private = bytes.fromhex(bundle["hpke"])
receiver = hpke.MLKEM768X25519PrivateKey(
    mlkem.MLKEM768PrivateKey.from_seed_bytes(private[:64]), x25519.X25519PrivateKey.from_private_bytes(private[64:])
)
suite = hpke.Suite(hpke.KEM.MLKEM768_X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
wraps, files = {}, {}
for part, version, grant in keys.execute(
    'SELECT compartment, version, sealed FROM "grant" WHERE account_id = ?', (account,)
):
    opened = suite.decrypt(grant, receiver, lp("iass-grant", V, office, part, version, account))
    wraps[part, version] = derive(opened, "iass-compartment-wrap")
for id_, kind, subject, part, version, wrapped in keys.execute(
    "SELECT id, kind, subject, compartment, compartment_version, wrapped FROM file_key"
):
    inner = peel(wrapped, "file", id_)
    if (part, version) in wraps and (label := {1: "iass-file-key", 3: "iass-kept-key"}.get(inner[0])):
        context = lp(label, V, office, id_, kind, subject, part, version)
        files[id_] = unseal(wraps[part, version], inner[1:], context)

for table, column in (("setting", "body"), ("person", "card"), ("note", "body")):
    for row, cell in records.execute(f"SELECT id, {column} FROM {table}"):
        address = lp("iass-cell", V, table, column, row, cell[1:17])
        plain = unseal(files[cell[1:17]], cell[17:], address)
        value = json.loads(plain[4 : 4 + int.from_bytes(plain[:4], "big")])
        sys.stdout.write(json.dumps({"table": table, "id": str(UUID(bytes=row)), "value": value}) + "\n")
