"""KMS of the local city: what it signs must verify without it."""

import hashlib
import hmac

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from tests.conformance.arrange import refused


@pytest.fixture(scope="module")
def kms(bare_cloud):
    return bare_cloud.client("kms")


@pytest.fixture(scope="module")
def seal(kms):
    return kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]


@pytest.fixture(scope="module")
def links(kms):
    return kms.create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")["KeyMetadata"]["KeyId"]


@pytest.mark.parametrize("kind", ["RAW", "DIGEST"])
def test_ministack_signs_what_verifies_offline_with_the_public_key(kms, seal, kind):
    message = b"the head of the log"
    signed = message if kind == "RAW" else hashlib.sha256(message).digest()
    signature = kms.sign(KeyId=seal, Message=signed, MessageType=kind, SigningAlgorithm="ECDSA_SHA_256")["Signature"]

    public = load_der_public_key(kms.get_public_key(KeyId=seal)["PublicKey"])

    public.verify(signature, message, ECDSA(SHA256()))
    with pytest.raises(InvalidSignature):
        public.verify(signature, b"another head", ECDSA(SHA256()))


def test_ministack_makes_the_same_code_for_the_same_message_only(kms, links):
    def code(message):
        return kms.generate_mac(KeyId=links, MacAlgorithm="HMAC_SHA_256", Message=message)["Mac"]

    assert len(code(b"request")) == 32
    assert hmac.compare_digest(code(b"request"), code(b"request"))
    assert code(b"request") != code(b"another")


def test_ministack_makes_no_code_with_a_key_for_signing(kms, seal):
    with refused("InvalidKeyUsageException"):
        kms.generate_mac(KeyId=seal, MacAlgorithm="HMAC_SHA_256", Message=b"x")


def test_ministack_signs_nothing_with_a_key_that_is_disabled(kms):
    key = kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
    kms.disable_key(KeyId=key)

    with refused("DisabledException"):
        kms.sign(KeyId=key, Message=b"x", SigningAlgorithm="ECDSA_SHA_256")


def test_ministack_lets_a_function_use_a_key_only_when_its_role_or_the_key_says_so(witness, links):
    answer = witness.call("kms", "generate_mac", KeyId=links, MacAlgorithm="HMAC_SHA_256", Message="x")

    assert "AccessDenied" in answer["refused"]
